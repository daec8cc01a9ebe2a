"""A named model's readings, laid on the links, and what they do to a finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from provenance.deep import Depth
from provenance.deep.calibration import chance, odds
from provenance.deep.readings import said, worst
from provenance.drift.sides import sides
from provenance.values import DeepReading, Drift, Link


def read_deeply(links: Sequence[Link], depth: Depth | None) -> tuple[Link, ...]:
    """The links with what the named model says of them; unchanged where none is named or only one side is there.

    Raises:
        EmbedderError: the model failed.
    """
    both = [link for link in links if link.original and link.repost] if depth else []
    if depth is None or not both:
        return tuple(links)
    texts = [(original.text, repost.text) for original, repost in map(sides, both)]
    readings = depth.read(texts, [(link.original_language, link.repost_language) for link in both])
    read = {id(link): replace(link, deep=reading) for link, reading in zip(both, readings, strict=True)}
    return tuple(read.get(id(link), link) for link in links)


def row_reading(links: Iterable[Link]) -> DeepReading | None:
    """What the named model says of a whole row: the worst of its pairs; None where it read none."""
    return worst(link.deep for link in links)


def row_chance(probability: float, links: Iterable[Link], depth: Depth | None) -> float:
    """The probability that a row drifted once the named model has read it; as it was without a calibration."""
    if depth is None or depth.calibration is None:
        return probability
    reading = row_reading(links)
    return probability if reading is None else depth.calibration.row(probability, reading)


def finding_chance(probability: float, link: Link) -> float:
    """The probability of a finding in a link; as it was where no calibrated model has read the link."""
    if link.deep is None or link.deep.doubt is None:
        return probability
    return chance(odds(probability) + link.deep.doubt)


def supported(drift: Drift, link: Link) -> Drift:
    """The drift with what the named model says of its link beside it."""
    return drift if link.deep is None else replace(drift, deep=link.deep, also=(*drift.also, said(link.deep)))

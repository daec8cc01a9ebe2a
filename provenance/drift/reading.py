"""The checker's reading of links, laid over their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from provenance.checker import Reading, Score
from provenance.drift.sides import Side, sides
from provenance.values import Link


class Reader(Protocol):
    """What is needed of the checker."""

    def read(
        self, pairs: Sequence[tuple[str, str]], languages: Sequence[tuple[str, str]] | None = None
    ) -> list[Reading]:
        """Read pairs of (original, repost), with their languages."""
        ...


def read_links(links: Sequence[Link], reader: Reader | None) -> tuple[Link, ...]:
    """The links with what the checker says of them; unchanged where there is no checker or only one side.

    Raises:
        EmbedderError: the checker failed.
    """
    both = [link for link in links if link.original and link.repost] if reader else []
    if reader is None or not both:
        return tuple(links)
    each = [sides(link) for link in both]
    readings = reader.read(
        [(original.text, repost.text) for original, repost in each],
        [(link.original_language, link.repost_language) for link in both],
    )
    read = {
        id(link): _laid_over(link, *pair, reading) for link, pair, reading in zip(both, each, readings, strict=True)
    }
    return tuple(read.get(id(link), link) for link in links)


def _laid_over(link: Link, original: Side, repost: Side, reading: Reading) -> Link:
    return replace(
        link,
        wrong=_by_word(repost, reading.wrong),
        missing=tuple(score.value for score in reading.missing),
        unrendered=_by_word(original, reading.unrendered),
        fault=reading.pair,
        serious=reading.serious,
        holes=tuple(score.value for score in reading.holes),
        odd=_by_word(repost, reading.odd) if reading.odd else (),
    )


def _by_word(side: Side, scores: Sequence[Score]) -> tuple[float, ...]:
    """The score of each word of a side; a word that the checker did not look at is not doubted."""
    values = {score.start: score.value for score in scores}
    return tuple(values.get(word.start - side.start, 0.0) for word in side.words)

"""The features of a row: what the signals, the checks and the checker say of a pair of texts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np

from provenance.checker.word_kinds import NAMES
from provenance.drift.calibration import COMPANY, LOOKS, doubt
from provenance.drift.gone import QUIET, likeliest_gap, odds
from provenance.drift.opinion import word_kinds_of
from provenance.drift.registry import checks
from provenance.drift.sides import Side, sides
from provenance.drift.signals import SIGNALS, signals
from provenance.drift.vocabulary import surprise
from provenance.values import Finding, Link

#: What the checker says of a row, in the order of the calibration's weights.
READINGS = (
    "wrong most", "wrong in all", "missing most", "missing in all", "unrendered most", "unrendered in all", "fault",
    "serious", "hole most", "hole in all", "odd most", "odd in all", "gone", "odd and wrong",
    *(f"{reading} {kind}" for reading in ("wrong", "unrendered") for kind in NAMES),
)  # fmt: skip
#: Sentences without a counterpart, by what they tell.
ALONE = ("alone in the original", "alone in the repost")
_SERIOUS = frozenset({"critical", "major"})


@cache
def feature_names(*, checker: bool) -> tuple[str, ...]:
    """The features by name, in the order of their values."""
    ours = (*SIGNALS, *ALONE, *(f"{check.id} {kind}" for check in checks() for kind in ("serious", "slight")))
    return (*ours, *READINGS, *(f"{check.id} doubted" for check in checks())) if checker else ours


def row_features(
    links: Sequence[Link], found: Iterable[tuple[str, Finding, float | None]], *, checker: bool = False
) -> Mapping[str, float]:
    """The features of a row from its links and everything that the checks found in them, by name, and `LOOKS`.

    Each finding comes with its check and the checker's opinion, if it has one.
    """
    values = dict.fromkeys(feature_names(checker=checker), 0.0)
    both = [link for link in links if link.original and link.repost]
    each = [signals(link) for link in both]
    values[LOOKS] = 2 * math.log(max(1, len(both)))
    for name in SIGNALS:
        values[name] = max((one[name] for one in each), default=0.0)
    for link in links:
        if not (link.original and link.repost):
            side = sides(link)[0 if link.original else 1]
            told = sum(surprise(word.text, side.language) for word in side.words)
            values[ALONE[0 if link.original else 1]] += math.log1p(told)
    for check, finding, opinion in found:
        name = f"{check} {'serious' if finding.severity in _SERIOUS else 'slight'}"
        values[name] = max(values[name], finding.probability)
        if checker:
            values[f"{check} doubted"] = max(values[f"{check} doubted"], doubt(opinion or 0.0))
    if checker:
        _add_readings(values, both)
    return values


def company(link: Link) -> tuple[float, ...]:
    """What the checker says of a link as a whole, in the order of `COMPANY`; nothing where it did not read it."""
    if link.fault is None:
        return ()
    values = _totals([link])
    return tuple(values[name] for name in COMPANY)


def _totals(read: Sequence[Link]) -> dict[str, float]:
    """What the checker says of links that it read, whatever the kinds of their words."""
    values: dict[str, float] = {}
    for kind, scores in (
        ("wrong", [one for link in read for one in link.wrong]),
        ("missing", [one for link in read for one in link.missing]),
        ("unrendered", [one for link in read for one in link.unrendered]),
    ):
        values[f"{kind} most"] = odds(max(scores, default=0.0))
        values[f"{kind} in all"] = math.log1p(sum(scores))
    values["fault"] = odds(max((link.fault or 0.0 for link in read), default=0.0))
    values["serious"] = odds(max((link.serious or 0.0 for link in read), default=0.0))
    return values


def _proofread(read: Sequence[Link]) -> dict[str, float]:
    """What the proofreader says of links, alone and with the checker; 0 where it knows no language."""
    known = [link for link in read if link.holes]
    if not known:
        return {}
    gaps = [gap.odds for gap in map(likeliest_gap, known) if gap is not None]
    both = [(odd, wrong) for link in known for odd, wrong in zip(link.odd, link.wrong, strict=True)]
    return {
        "hole most": odds(max(max(link.holes) for link in known)) - odds(0.0),
        "hole in all": math.log1p(sum(sum(link.holes) for link in known)),
        "odd most": odds(max((odd for odd, _ in both), default=0.0)) - odds(0.0),
        "odd in all": math.log1p(sum(odd for odd, _ in both)),
        "gone": max(0.0, max(gaps, default=QUIET) - QUIET),
        "odd and wrong": max((odds(odd) + odds(wrong) for odd, wrong in both), default=2 * odds(0.0)) - 2 * odds(0.0),
    }


def _add_readings(values: dict[str, float], links: Sequence[Link]) -> None:
    read = [link for link in links if link.fault is not None]
    values |= _totals(read) | _proofread(read)
    for place, kind in enumerate(("unrendered", "wrong")):
        each = [_most_by_kind(sides(link)[place], (link.unrendered, link.wrong)[place]) for link in read]
        for name, *most in zip(NAMES, *each, strict=True):
            values[f"{kind} {name}"] = odds(max(most, default=0.0))


def _most_by_kind(side: Side, scores: Sequence[float]) -> list[float]:
    """The largest score among the words of each kind."""
    most: list[float] = np.where(word_kinds_of(side), np.array(scores, float), 0.0).max(axis=1, initial=0.0).tolist()
    return most

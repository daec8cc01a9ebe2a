"""What speaks for and against a link as a whole: numbers that grade where no single check is sure.

Every number is 0 or more, and larger where the two sides agree less. They are the features of the
row's probability (`provenance.drift.calibration`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from provenance.drift.clauses import content_words
from provenance.drift.figures import compare
from provenance.drift.garbled import clashes, disorder, fluency, repetitions
from provenance.drift.name_doubt import strangers
from provenance.drift.polarity import affixed, denials, negatives
from provenance.drift.sexes import contradicted, told_sexes
from provenance.drift.sides import Side, sides
from provenance.drift.torn import worst
from provenance.drift.vocabulary import surprise
from provenance.values import Link

#: The signals by name, in the order of the calibration's weights.
SIGNALS = (
    "unaligned original", "unaligned repost", "unsupported original", "unsupported repost",
    "longest gap original", "longest gap repost", "shorter", "longer", "disorder", "halting", "clashes",
    "torn", "repeated", "name lost", "name made up", "names exchanged", "denial lost", "denial made up",
    "lone negator lost", "lone negator made up", "figure lost", "figure made up", "sex changed",
    "strength original", "strength repost", "unlike",
)  # fmt: skip
#: The signals that differ between pairs of languages for no fault of anyone's.
GRADUAL = (
    "unaligned original", "unaligned repost", "unsupported original", "unsupported repost", "longest gap original",
    "longest gap repost", "shorter", "longer", "disorder", "halting", "clashes", "strength original", "strength repost",
    "unlike",
)  # fmt: skip
#: A word with a weaker link has no counterpart.
_LINKED = 0.5
Numbers = npt.NDArray[np.float64]


def signals(link: Link) -> Mapping[str, float]:
    """The signals of a link with both sides, by name."""
    original, repost = sides(link)
    here, there = _weights(original), _weights(repost)
    best = _best(original), _best(repost)
    support = _support(original), _support(repost)
    names = strangers(original, repost), strangers(repost, original)
    lost, made_up = (max((one.doubt for one in each), default=0.0) for each in names)
    figures = compare(original, repost)
    length = math.log((len(repost.text) + 10) / (len(original.text) + 10))
    flow = fluency(repost)
    return {
        "unaligned original": _share(here, 1 - best[0]),
        "unaligned repost": _share(there, 1 - best[1]),
        "unsupported original": _mass(here, 1 - np.maximum(best[0], support[0])),
        "unsupported repost": _mass(there, 1 - np.maximum(best[1], support[1])),
        "longest gap original": _longest(here, best[0]),
        "longest gap repost": _longest(there, best[1]),
        "shorter": -length,
        "longer": length,
        "disorder": disorder(repost, original),
        "halting": 0.0 if flow is None else -flow,
        "clashes": math.log1p(clashes(repost) * len(repost.words)),
        "torn": worst(repost),
        "repeated": float(len(repetitions(repost)) > len(repetitions(original))),
        "name lost": lost,
        "name made up": made_up,
        "names exchanged": math.sqrt(lost * made_up),
        **_polarity(original, repost),
        "figure lost": float(min(2, sum(q.figure for q in figures.lost))),
        "figure made up": float(min(2, sum(q.figure for q in figures.extra))),
        "sex changed": _sex_changed(original, repost),
        "strength original": _share(here, 1 - support[0]),
        "strength repost": _share(there, 1 - support[1]),
        "unlike": 0.0 if link.closeness is None else max(0.0, 1 - link.closeness),
    }


def _weights(side: Side) -> Numbers:
    """How much each word tells; words of grammar tell nothing."""
    content = content_words(side)
    return np.array(
        [surprise(word.text, side.language) if i in content else 0.0 for i, word in enumerate(side.words)], float
    )


def _best(side: Side) -> Numbers:
    return np.array([own[0] if own else 0.0 for own in side.strengths], float)


def _support(side: Side) -> Numbers:
    return np.array(side.support or [0.0] * len(side.words), float)


def _share(weights: Numbers, missing: Numbers) -> float:
    total = float(weights.sum())
    return float((weights * missing).sum()) / total if total else 0.0


def _mass(weights: Numbers, missing: Numbers) -> float:
    return math.log1p(float((weights * missing).sum()))


def _longest(weights: Numbers, best: Numbers) -> float:
    longest = run = 0.0
    for weight, strength in zip(weights.tolist(), best.tolist(), strict=True):
        if strength >= _LINKED:
            run = 0.0 if weight else run
        else:
            run += weight
            longest = max(longest, run)
    return math.log1p(longest)


def _polarity(original: Side, repost: Side) -> dict[str, float]:
    here, there = _denying(original), _denying(repost)
    return {
        "denial lost": float(max(0, min(2, len(denials(original)) - there))),
        "denial made up": float(max(0, min(2, len(denials(repost)) - here))),
        "lone negator lost": _lone(original) if len(denials(original)) > len(denials(repost)) else 0.0,
        "lone negator made up": _lone(repost) if len(denials(repost)) > len(denials(original)) else 0.0,
    }


def _denying(side: Side) -> int:
    return len(negatives(side)) + len(affixed(side))


def _lone(side: Side) -> float:
    """How surely some negator of a side has no counterpart."""
    return max((1 - side.strongest(one.cue.start, one.cue.end) for one in denials(side)), default=0.0)


def _sex_changed(original: Side, repost: Side) -> float:
    here, there = told_sexes(original), told_sexes(repost)
    if not (here.men or here.women) or not (there.men or there.women):
        marked = contradicted(original, repost) or contradicted(repost, original)
        return 0.0 if marked is None else 1 - 2 / (1 + math.exp(marked.odds))
    share_here, share_there = here.men / (here.men + here.women), there.men / (there.men + there.women)
    return abs(share_here - share_there) * min(1.0, (here.men + here.women) / 2)

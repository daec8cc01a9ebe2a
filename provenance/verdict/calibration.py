"""Probabilities of where an article, and each of its passages, came from.

One choice among the candidates and "none of them", by a conditional logit (McFadden 1974): a candidate's
worth is linear in a few features, the worth of "none" is 0, and the probabilities add up to 1. So a rival
that fits as well takes its share, and what fits badly leaves it to "none". The weights were fitted on
human and machine translations, searched with and without their original in the index
(`provenance.training.tracing`), and lie in `weights.json` beside this file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from provenance.verdict.evidence import Rendering, better_half, whole

WEIGHTS_FILE = Path(__file__).with_name("weights.json")
#: Features of an article's worth, in order of their weights.
ARTICLE_FEATURES = (
    "constant", "similarity of the better half", "coverage of the better half", "similarity", "coverage", "length",
)  # fmt: skip
#: Features of a passage's worth.
PASSAGE_FEATURES = ("constant", "similarity", "coverage", "worth of the article", "length")
#: Lengths are natural logarithms of characters over those of an ordinary paragraph.
_USUAL_LENGTH = 240.0
#: Beyond these an article's worth says no more about one of its passages.
_LEAST_WORTH, _MOST_WORTH = -6.0, 6.0


@cache
def weights() -> dict[str, tuple[float, ...]]:
    """The weights of `article` and `passage`, in the order of their features, and the `thresholds` of both."""
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return {key: tuple(stored[key]) for key in ("article", "passage", "thresholds")}


def article_features(one: Rendering) -> tuple[float, ...]:
    """The values of `ARTICLE_FEATURES` for one candidate."""
    return 1.0, *better_half(one), *whole(one), _length(float(one.lengths.sum()))


def passage_features(one: Rendering, passage: int, worth: float) -> tuple[float, ...]:
    """The values of `PASSAGE_FEATURES` for one passage of a candidate whose article has this worth."""
    length = float(one.lengths[one.passages == passage].sum())
    return 1.0, *one.of_passage(passage), max(_LEAST_WORTH, min(_MOST_WORTH, worth)), _length(length)


def worth(kind: str, features: Sequence[float]) -> float:
    """The log-odds of a candidate against "none of them"; `kind` is "article" or "passage"."""
    return sum(weight * value for weight, value in zip(weights()[kind], features, strict=True))


def shares(worths: Sequence[float]) -> tuple[float, ...]:
    """The probability of each candidate; what is missing to 1 is that of "none of them"."""
    top = max(0.0, *worths) if worths else 0.0
    odds = [math.exp(one - top) for one in worths]
    total = math.exp(-top) + sum(odds)
    return tuple(one / total for one in odds)


def _length(characters: float) -> float:
    return math.log(max(1.0, characters) / _USUAL_LENGTH)

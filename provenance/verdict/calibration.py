"""Probabilities of where an article, and each of its passages, came from.

One choice among the candidates and "none of them", by a conditional logit (McFadden 1974): a candidate's
worth is linear in a few features, the worth of "none" is 0, and the probabilities add up to 1. So a rival
that fits as well takes its share, and what fits badly leaves it to "none". Much of the evidence is how far
a candidate stands out from the others: texts of common words are close to everything. The weights were
fitted on human and machine translations, searched with and without their original in the index
(`provenance.training.tracing`), and lie in `weights.json` beside this file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from provenance.verdict.evidence import Rendering, best_part, whole

WEIGHTS_FILE = Path(__file__).with_name("weights.json")
#: What an article's worth is made of, in order; the last two stand out from the other candidates.
ARTICLE_FEATURES = (
    "constant", "coverage of the best part", "similarity", "length", "similarity of the best part above others",
    "similarity above others",
)  # fmt: skip
#: What a passage's worth is made of.
PASSAGE_FEATURES = ("constant", "coverage", "worth of the article", "length", "similarity above others")
#: The background is that of the candidates after the best other one, which may be a sibling or a copy.
_FIRST_USUAL, _LAST_USUAL = 1, 6
#: What is usual among many thousands of articles (median): the best part of others, their whole, one passage.
#: Of few articles none may come near, and that proves nothing; the background is never taken for lower.
USUAL_PART, USUAL_WHOLE, USUAL_PASSAGE = 0.41, 0.22, 0.16
#: Lengths are natural logarithms of characters over those of an ordinary paragraph.
_USUAL_LENGTH = 240.0
#: Beyond these an article's worth says no more about one of its passages.
_LEAST_WORTH, _MOST_WORTH = -6.0, 6.0

Row = tuple[float, ...]


@cache
def weights() -> dict[str, Row]:
    """The weights of `article` and `passage`, in the order of their features, and the `thresholds` of both."""
    stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return {key: tuple(stored[key]) for key in ("article", "passage", "thresholds")}


def article_features(candidates: Sequence[Rendering], kin: Collection[int] = ()) -> list[Row]:
    """The values of `ARTICLE_FEATURES` for each candidate.

    Args:
        candidates: how each renders the repost.
        kin: the places of candidates that are one text; they are no background to each other or to others.
    """
    parts, wholes = [best_part(one) for one in candidates], [whole(one) for one in candidates]
    part, all_ = ([similarity for similarity, _ in each] for each in (parts, wholes))
    return [
        (
            1.0,
            parts[number][1],
            all_[number],
            _length(float(one.lengths.sum())),
            part[number] - _background(part, {number, *kin}, USUAL_PART),
            all_[number] - _background(all_, {number, *kin}, USUAL_WHOLE),
        )
        for number, one in enumerate(candidates)
    ]


def passage_features(
    candidates: Sequence[Rendering], passage: int, worths: Sequence[float], kin: Collection[int] = ()
) -> list[Row]:
    """The values of `PASSAGE_FEATURES` for one passage and each candidate, whose articles have these worths."""
    here = [one.of_passage(passage) for one in candidates]
    similarities = [similarity for similarity, _ in here]
    return [
        (
            1.0, here[number][1], max(_LEAST_WORTH, min(_MOST_WORTH, worths[number])),
            _length(float(one.lengths[one.passages == passage].sum())),
            similarities[number] - _background(similarities, {number, *kin}, USUAL_PASSAGE),
        )
        for number, one in enumerate(candidates)
    ]  # fmt: skip


def article_worths(candidates: Sequence[Rendering], kin: Collection[int] = ()) -> list[float]:
    """The log-odds of each candidate's article against "none of them"; `kin` as in `article_features`."""
    return [_dot(weights()["article"], row) for row in article_features(candidates, kin)]


def passage_worths(
    candidates: Sequence[Rendering], passage: int, worths: Sequence[float], kin: Collection[int] = ()
) -> list[float]:
    """The log-odds of each candidate against "none of them" for one passage; `kin` as in `article_features`."""
    return passage_worths_of(passage_features(candidates, passage, worths, kin))


def passage_worths_of(rows: Sequence[Sequence[float]]) -> list[float]:
    """The same from the values of `PASSAGE_FEATURES`."""
    return [_dot(weights()["passage"], row) for row in rows]


def shares(worths: Sequence[float]) -> Row:
    """The probability of each candidate; what is missing to 1 is that of "none of them"."""
    top = max(0.0, *worths) if worths else 0.0
    odds = [math.exp(one - top) for one in worths]
    total = math.exp(-top) + sum(odds)
    return tuple(one / total for one in odds)


def _background(values: Sequence[float], aside: Collection[int], usual: float) -> float:
    others = sorted((value for place, value in enumerate(values) if place not in aside), reverse=True)
    found = others[_FIRST_USUAL:_LAST_USUAL]
    return max(usual, sum(found) / len(found)) if found else usual


def _length(characters: float) -> float:
    return math.log(max(1.0, characters) / _USUAL_LENGTH)


def _dot(row: Row, values: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(row, values, strict=True))

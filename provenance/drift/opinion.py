"""What the checker thinks of the words that a finding turns on: a second opinion beside the check's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from provenance.checker.features import Side as Words
from provenance.checker.features import marks_of
from provenance.checker.word_kinds import NAMES, kinds_of
from provenance.drift.sides import Side, sides
from provenance.values import Finding, Link, Span

#: The kinds of words that a check's findings turn on; those of other checks turn on any word.
_TURN_ON = {
    "negation": ("denial", "turned"), "number": ("figure",), "measurement": ("figure",),
    "date": ("figure", "name", "content"), "name": ("name",), "pronoun": ("grammar", "content"),
}  # fmt: skip


@lru_cache(maxsize=256)
def word_kinds_of(side: Side) -> npt.NDArray[np.bool_]:
    """The kinds of a side's words, one row for each of `NAMES`."""
    marks = marks_of(side.text, side.words, side.start)
    return kinds_of(Words(tuple(word.text for word in side.words), marks, side.language))


def opinion(check: str, finding: Finding, link: Link) -> float | None:
    """The checker's largest score, 0..1, among the words that a finding turns on.

    None where it read none: a link with one side, a number written in words.
    """
    original, repost = sides(link)
    asked = ((original, finding.original, link.unrendered), (repost, finding.repost, link.wrong))
    told = [score for side, span, scores in asked if span is not None for score in _told(check, side, span, scores)]
    return max(told, default=None)


def _told(check: str, side: Side, span: Span, scores: Sequence[float]) -> Iterator[float]:
    wanted = list(map(NAMES.index, _TURN_ON.get(check, NAMES)))
    kinds = np.any(word_kinds_of(side)[wanted], axis=0).tolist()
    for position in side.words_in(span.start - side.start, span.end - side.start):
        if position < len(scores) and kinds[position]:
            yield scores[position]

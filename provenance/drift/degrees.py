"""Words of degree, frequency and quantity on one side, and the words that answer them on the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from provenance.cues.lists import Scale, cues_of
from provenance.cues.lookup import Cue
from provenance.drift.clauses import clause_at, is_content, stretch_around
from provenance.drift.sides import Side

#: The word that a degree word modifies stands at most this many words after it.
REACH = 2
#: Levels that a translation seldom drops for nothing: "completely", "slightly".
EXTREMES = (1, 5)


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree word; `head` is the position of the content word it modifies, `end` where that word ends."""

    cue: Cue
    head: int | None
    end: int


@lru_cache(maxsize=256)
def degrees(side: Side, scale: Scale) -> tuple[Degree, ...]:
    """The degree words of a side on one scale, each with what it modifies."""
    cues = cues_of(side.language)
    if cues is None:
        return ()
    return tuple(_with_head(side, cue) for cue in cues.on_scale(scale, side.text))


def answers(degree: Degree, side: Side, other: Side, scale: Scale) -> tuple[Degree, ...]:
    """The degree words of the other side that render this one, or modify what renders its head.

    Where each side has only one word of the scale, it is enough that their clauses or their neighbours render each
    other.
    """
    words = set(side.counterparts(degree.cue.start, degree.cue.end))
    heads = set(side.linked[degree.head]) if degree.head is not None else set()
    there = degrees(other, scale)
    found = [each for each in there if set(_own(other, each)) & words or each.head in heads]
    if found or len(there) != 1 or len(degrees(side, scale)) != 1:
        return tuple(found)
    free = not any(other.linked[i] for i in _own(other, there[0])) and not words
    placed = _same_place(degree, there[0], side, other) or _same_neighbours(degree, there[0], side, other)
    return there if free and placed else ()


def _own(side: Side, degree: Degree) -> tuple[int, ...]:
    return side.words_in(degree.cue.start, degree.cue.end)


def _same_place(degree: Degree, answer: Degree, side: Side, other: Side) -> bool:
    here, there = clause_at(side, degree.cue.start), clause_at(other, answer.cue.start)
    if here is None or there is None:
        return False
    linked = {j for i in here.content for j in side.linked[i]} & set(there.content)
    return 2 * len(linked) > len(there.content)


def _same_neighbours(degree: Degree, answer: Degree, side: Side, other: Side) -> bool:
    here, there = _around(side, degree), _around(other, answer)
    return any(j in there for i in here for j in side.linked[i])


def _around(side: Side, degree: Degree) -> frozenset[int]:
    own = _own(side, degree)
    near = range(max(0, own[0] - REACH), min(len(side.words), own[-1] + REACH + 1)) if own else ()
    return frozenset(near) - set(own)


def unanswered_extremes(side: Side, other: Side) -> Iterator[tuple[Degree, int]]:
    """The strongest and weakest degree words without an answer, each with the counterpart of what it modifies."""
    for degree in degrees(side, "degree"):
        if degree.cue.level not in EXTREMES or degree.head is None or is_denied(side, degree):
            continue
        if not side.linked[degree.head] or side.counterparts(degree.cue.start, degree.cue.end):
            continue
        answer = side.linked[degree.head][0]
        start, end = stretch_around(other, side, clause_at(side, degree.cue.start), answer)
        if not any(start <= each.cue.start < end for each in degrees(other, "degree")):
            yield degree, answer


def is_denied(side: Side, degree: Degree) -> bool:
    """Whether a negator stands in the clause before the degree word: "not very" is no strong word."""
    cues, clause = cues_of(side.language), clause_at(side, degree.cue.start)
    if cues is None or clause is None:
        return False
    return bool(cues.find("negation", side.text[clause.start : clause.end]))


def _with_head(side: Side, cue: Cue) -> Degree:
    own = side.words_in(cue.start, cue.end)
    clause = clause_at(side, cue.start)
    after = range(own[-1] + 1, min(own[-1] + 1 + REACH, len(side.words))) if own else range(0)
    for i in after:
        start = side.words[i].start - side.start
        if clause is not None and clause.holds(start) and is_content(side, i):
            return Degree(cue, i, side.words[i].end - side.start)
    return Degree(cue, None, cue.end)

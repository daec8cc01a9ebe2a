"""Which clauses of a side deny something, and what each denial is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from provenance.cues.lists import Cues, Kind, cues_of
from provenance.cues.lookup import Cue
from provenance.drift.clauses import Clause, clauses
from provenance.drift.sides import Side

#: A negator governs the content words that stand at most this many words from it.
REACH = 5
#: More denials in one link are no honest text.
MOST_DENIALS = 40


@dataclass(frozen=True, slots=True)
class Denial:
    """A clause with its negators, `cue` the first. `about` are positions of the words it denies, nearest first."""

    cue: Cue
    clause: Clause
    about: tuple[int, ...]
    negators: tuple[Cue, ...]


@lru_cache(maxsize=256)
def negated(side: Side) -> tuple[Denial, ...]:
    """The clauses of a side that hold a negator, or two that may cancel out."""
    cues = cues_of(side.language)
    if cues is None:
        return ()
    negators = cues.find("negation", side.text)
    each = ((clause, tuple(cue for cue in negators if clause.holds(cue.start))) for clause in clauses(side))
    found = [Denial(own[0], clause, _about(side, clause, own), own) for clause, own in each if own]
    return tuple(found[:MOST_DENIALS])


@lru_cache(maxsize=256)
def denials(side: Side) -> tuple[Denial, ...]:
    """The plainly negated clauses of a side; a clause with two negatives that may cancel out is left out."""
    cues = cues_of(side.language)
    if cues is None:
        return ()
    return tuple(one for one in negated(side) if not _cancels_out(one.negators, one.clause, cues, side))


def asserts(denial: Denial, side: Side, other: Side) -> bool:
    """Whether a softer negative right beside the negator undoes it: "nie brakowało", nothing was lacking.

    One that is rendered by a negative of the other side says what it says there, and undoes nothing.
    """
    cues = cues_of(side.language)
    softer = cues.find("implicit", side.text) if cues is not None else ()
    beside = [cue for cue in softer if _apart(denial.cue, cue, side) == 0]
    if not beside:
        return False
    theirs = words_of(negatives(other), other)
    return any(theirs.isdisjoint(j for i in words_of([cue], side) for j in side.linked[i]) for cue in beside)


@lru_cache(maxsize=256)
def negatives(side: Side) -> tuple[Cue, ...]:
    """Everything on a side that may deny: negators, parts of them, and words such as "fail" and "without"."""
    cues = cues_of(side.language)
    if cues is None:
        return ()
    kinds: tuple[Kind, ...] = ("negation", "implicit", "partner")
    return tuple(cue for kind in kinds for cue in cues.find(kind, side.text))


@lru_cache(maxsize=256)
def affixed(side: Side) -> frozenset[int]:
    """Positions of the words with a negating affix, such as "unclear"."""
    cues = cues_of(side.language)
    if cues is None:
        return frozenset()
    return words_of(cues.find("affix", side.text), side)


def words_of(cues: Iterable[Cue], side: Side) -> frozenset[int]:
    """Positions of the words that some cues of a side stand in."""
    return frozenset(i for cue in cues for i in side.words_in(cue.start, cue.end))


def _about(side: Side, clause: Clause, own: Sequence[Cue]) -> tuple[int, ...]:
    places = [i for cue in own for i in side.words_in(cue.start, cue.end)]
    near = [(min(abs(i - at) for at in places), i < places[0], i) for i in clause.content] if places else []
    return tuple(i for distance, _, i in sorted(near) if distance <= REACH)


def _cancels_out(own: Sequence[Cue], clause: Clause, cues: Cues, side: Side) -> bool:
    """Whether a clause holds a double negative: "did not fail", "not unlike", "nemohl nesouhlasit"."""
    verbs = [cue for cue in own if cues.is_prefixed_verb(cue.text)]
    repeated = len({cue.text.lower() for cue in own}) < len(own)
    if len(own) > 1 and (not cues.concord or repeated or len(verbs) > 1):
        return True
    softer = [(cue, 2) for cue in cues.find("implicit", side.text)] + [
        (cue, 0) for cue in cues.find("affix", side.text)
    ]
    return any(clause.holds(cue.start) and _apart(own[0], cue, side) in range(most + 1) for cue, most in softer)


def _apart(cue: Cue, other: Cue, side: Side) -> int:
    """Words between two cues; -1 where they overlap."""
    if other.start < cue.end and cue.start < other.end:
        return -1
    return len(side.text[min(cue.end, other.end) : max(cue.start, other.start)].split())

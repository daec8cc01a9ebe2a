"""Denials that the other side turns into an emphatic statement: "nezávisí", "it does depend"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from provenance.cues.lists import cues_of
from provenance.drift.clauses import Clause, clause_at, is_content
from provenance.drift.polarity import Denial, asserts, negated, words_of
from provenance.drift.sides import Side

#: So many of the words that a negator governs are followed to the other side, and no negator may stand so near there.
_FOLLOWED, _NEAR = 4, 3


def affirmed_denials(side: Side, other: Side) -> Iterator[tuple[Denial, Clause]]:
    """The denials of `side` whose word the other side affirms with emphasis, each with the other's clause."""
    affirmed = _affirmed(other)
    for denial in negated(side) if affirmed else ():
        if asserts(denial, side, other):
            continue
        targets = [j for i in denial.about[:_FOLLOWED] for j in side.linked[i][:1] if j in affirmed]
        clause = clause_at(other, other.words[targets[0]].start - other.start) if targets else None
        if clause is not None:
            yield denial, clause


@lru_cache(maxsize=256)
def _affirmed(side: Side) -> frozenset[int]:
    """Positions of the content words right behind an emphatic verb ("did"), away from negators."""
    cues = cues_of(side.language)
    emphatic = cues.find("emphatic", side.text) if cues is not None else ()
    behind = {max(side.words_in(cue.start, cue.end), default=-1) + 1 for cue in emphatic} - {0, len(side.words)}
    negators = words_of((cue for denial in negated(side) for cue in denial.negators), side)
    return frozenset(i for i in behind if is_content(side, i) and negators.isdisjoint(range(i - _NEAR, i + _NEAR + 1)))

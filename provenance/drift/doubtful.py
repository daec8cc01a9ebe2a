"""Stretches of a side that the checker doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provenance.drift.clauses import is_content
from provenance.drift.sides import Side

#: Below this the checker is not asked further.
LEAST_DOUBT = 0.5
#: Fewer words may hide in the rest of the sentence.
FEWEST_LOST = 2
#: A word that the aligner supports this well is not wrong, whatever the checker says.
MOST_SUPPORT = 0.6


#: Doubtful words with no more than so many between them, none of which tells anything sure, are one stretch.
WIDEST_GAP = 4


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The stretch `text[start:end]` of a side, the largest doubt in it, and the positions of its doubtful words."""

    start: int
    end: int
    doubt: float
    places: tuple[int, ...]

    @property
    def words(self) -> int:
        """How many words are doubtful."""
        return len(self.places)


def doubtful_stretches(side: Side, doubts: Sequence[float], support: Sequence[float]) -> tuple[Doubtful, ...]:
    """The runs of content words of a side that the checker doubts and nothing supports."""
    found: list[Doubtful] = []
    told = -1
    for position, (word, doubt) in enumerate(zip(side.words, doubts, strict=False)):
        # Names and figures have checks of their own that know how they are rendered.
        if word.text[0].isdigit() or (word.text[0].isupper() and side.language != "de"):
            continue
        if not is_content(side, position):
            continue
        supported = position < len(support) and support[position] >= MOST_SUPPORT
        if doubt < LEAST_DOUBT or supported:
            told = position
            continue
        start, end = word.start - side.start, word.end - side.start
        before = found[-1] if found else None
        if before and told < before.places[-1] and position - before.places[-1] <= WIDEST_GAP + 1:
            found[-1] = Doubtful(before.start, end, max(doubt, before.doubt), (*before.places, position))
        else:
            found.append(Doubtful(start, end, doubt, (position,)))
    return tuple(found)


def lost_stretches(side: Side, doubts: Sequence[float], support: Sequence[float]) -> tuple[Doubtful, ...]:
    """The doubtful stretches of several words that have no counterpart at all: left out, or added."""
    found = doubtful_stretches(side, doubts, support)
    return tuple(one for one in found if one.words >= FEWEST_LOST and not any(side.linked[i] for i in one.places))

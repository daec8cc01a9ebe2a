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


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Words in a row at `text[start:end]` of a side, the largest of their doubts, and how many they are."""

    start: int
    end: int
    doubt: float
    words: int


def doubtful_stretches(side: Side, doubts: Sequence[float], support: Sequence[float]) -> tuple[Doubtful, ...]:
    """The runs of content words of a side that the checker doubts and nothing supports."""
    found: list[Doubtful] = []
    last = -2
    for position, (word, doubt) in enumerate(zip(side.words, doubts, strict=False)):
        supported = position < len(support) and support[position] >= MOST_SUPPORT
        # Names and figures have checks of their own that know how they are rendered.
        other = word.text[0].isdigit() or (word.text[0].isupper() and side.language != "de")
        if doubt < LEAST_DOUBT or supported or other or not is_content(side, position):
            continue
        start, end = word.start - side.start, word.end - side.start
        if found and position == last + 1:
            before = found[-1]
            found[-1] = Doubtful(before.start, end, max(doubt, before.doubt), before.words + 1)
        else:
            found.append(Doubtful(start, end, doubt, 1))
        last = position
    return tuple(found)


def lost_stretches(side: Side, doubts: Sequence[float], support: Sequence[float]) -> tuple[Doubtful, ...]:
    """The doubtful stretches of several words that have no counterpart at all: left out, or added."""
    found = doubtful_stretches(side, doubts, support)
    return tuple(one for one in found if one.words >= FEWEST_LOST and not side.counterparts(one.start, one.end))

"""Places where two words never stand together, as if what stood between them were gone: "the of", "in the."."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.drift.clauses import content_words
from provenance.drift.garbled import neighbours_of
from provenance.drift.sides import Side

#: Two neighbours that stand together this seldom tear the sentence (log-odds against chance).
_TORN = -4.0
#: Words on both sides of a tear whose counterparts tell where it is in the original, and how far from these one looks.
_AROUND, _ASIDE = 3, 2


def worst(side: Side) -> float:
    """How badly the two neighbours go together that do so worst (log-odds for chance, 0 or more)."""
    odds, _ = neighbours_of(side)
    return max(0.0, -float(odds.min())) if len(odds) else 0.0


@dataclass(frozen=True, slots=True)
class Tear:
    """A stretch `text[start:end]` whose words do not follow each other; `after` words of the side lie before it."""

    start: int
    end: int
    after: int


def tear(side: Side) -> Tear | None:
    """The place where a side reads as if a word were missing, if there is one."""
    odds, counts = neighbours_of(side)
    # A text may begin with anything.
    inside = [at for at, count in enumerate(counts) if count]
    at = min(inside, key=odds.__getitem__, default=0)
    if not inside or odds[at] >= _TORN:
        return None
    after, words = counts[at], side.words
    # Before a mark the tear ends with the mark.
    word_follows = at + 1 < len(counts) and counts[at + 1] > after
    end = words[after].end if word_follows else _mark_end(side, words[after - 1].end)
    return Tear(words[after - 1].start - side.start, end - side.start, after)


def around(side: Side, after: int) -> Tear:
    """The words on both sides of the gap before which `after` words lie."""
    first, last = side.words[max(0, after - 1)], side.words[min(after, len(side.words) - 1)]
    return Tear(first.start - side.start, last.end - side.start, after)


def _mark_end(side: Side, after: int) -> int:
    """The end of the mark behind an offset."""
    gap = side.text[after - side.start :]
    return after + len(gap) - len(gap.lstrip()) + bool(gap.strip())


def left_out(repost: Side, original: Side, gone: Tear) -> int | None:
    """The position of the original's word without counterpart that is missing at a tear of the repost, if one is."""
    around = range(max(0, gone.after - _AROUND), min(len(repost.words), gone.after + _AROUND))
    places = [repost.linked[i][0] for i in around if repost.linked[i]]
    if not places:
        return None
    middle = sum(places) / len(places)
    near = range(max(0, min(places) - _ASIDE), min(len(original.words), max(places) + _ASIDE + 1))
    alone = [i for i in near if i in content_words(original) and not original.linked[i]]
    return min(alone, key=lambda i: abs(i - middle), default=None)

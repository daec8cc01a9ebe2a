"""Gaps of a repost where words of the original are gone.

Three readers are asked of each gap: the proofreader, who does not see the original, whether a word is missing there;
the checker whether the original has one; and which word of the original's stretch that is rendered around the
gap is not rendered itself. Each alone is often wrong of freely worded text, all three seldom.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import attrgetter

from provenance.drift.sides import Side, sides
from provenance.values import Link

#: What the three weigh, in log-odds, and what is taken off a gap at either end of the repost, where much may stand:
#: chosen on faults put into parallel text that calibrates, beside faithful text of it.
_HOLE, _MISSING, _SPARE, _AT_END = 1.0, 1.0, 0.5, 4.0
#: Words before and behind a gap whose counterparts tell where it is in the original, how far from these one looks,
#: and the longest stretch that still says where it is.
_AROUND, _ASIDE, _WIDEST = 2, 1, 12
#: Only so many gaps, those that two readers doubt most, are looked up in the original.
_LOOKED_UP = 6
_LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class Gone:
    """The likeliest gap of a repost: `after` words lie before it, `odds` tell how likely words are gone there.

    `word` is the position of the original's word there that is least rendered, if one is there.
    """

    after: int
    odds: float
    word: int | None


def likeliest_gap(link: Link) -> Gone | None:
    """The gap of a link where words are gone likeliest, None where nobody read it."""
    if not link.holes or len(link.holes) != len(link.missing):
        return None
    original, repost = sides(link)
    last = len(link.holes) - 1
    told = [
        Gone(at, _HOLE * odds(hole) + _MISSING * odds(missing) - (_AT_END if at in (0, last) else 0.0), None)
        for at, (hole, missing) in enumerate(zip(link.holes, link.missing, strict=True))
    ]
    first = sorted(told, key=attrgetter("odds"), reverse=True)[:_LOOKED_UP]
    return max((_looked_up(one, original, repost, link) for one in first), key=attrgetter("odds"))


def _looked_up(gap: Gone, original: Side, repost: Side, link: Link) -> Gone:
    around = range(max(0, gap.after - _AROUND), min(len(repost.words), gap.after + _AROUND))
    places = [place for i in around if i < len(repost.linked) for place in repost.linked[i]]
    doubts = link.unrendered
    begin = max(0, min(places, default=0) - _ASIDE)
    end = min(len(doubts), len(original.words), max(places, default=-1) + _ASIDE + 1)
    if not 0 < end - begin <= _WIDEST:
        return Gone(gap.after, gap.odds + _SPARE * odds(0.0), None)
    spare = max(range(begin, end), key=doubts.__getitem__)
    return Gone(gap.after, gap.odds + _SPARE * odds(doubts[spare]), spare)


def odds(chance: float) -> float:
    """Log-odds, so that chances near 0 and 1 keep their differences."""
    kept = min(max(chance, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


#: What is said of a gap that nobody doubts.
QUIET = (_HOLE + _MISSING + _SPARE) * odds(0.0)

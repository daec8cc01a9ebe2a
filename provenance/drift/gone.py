"""Gaps of a repost where words of the original are gone.

Three readers are asked of each gap: the proofreader, who does not see the original, whether a word is missing there;
the checker whether the original has one; and which word of the original's stretch that is rendered around the
gap is not rendered itself. Each alone is often wrong of freely worded text, all three seldom; but a sentence that is
broken enough needs no witness.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from provenance.drift.sides import Side, sides
from provenance.values import Link

#: What the three weigh, in log-odds, and what is taken off a gap at either end of the repost, where much may stand:
#: chosen on faults put into machine translations of the training text, beside one half of the faithful news.
_HOLE, _MISSING, _SPARE, _AT_END = 1.0, 0.8, 0.7, 3.0
#: What the proofreader weighs alone, and what is taken off then, more of it at either end.
_ALONE, _UNSEEN, _ALONE_AT_END = 2.0, 7.0, 2.0
#: A reader who is sure that nothing is missing is believed no further than this.
_LEAST_SAID = 0.003
#: A word that is not rendered counts half where it stands elsewhere in the original: verbs change places.
_ELSEWHERE = 0.5
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
        Gone(at, _HOLE * odds(hole) + _MISSING * odds(max(missing, _LEAST_SAID)) - _AT_END * (at in (0, last)), None)
        for at, (hole, missing) in enumerate(zip(link.holes, link.missing, strict=True))
    ]
    first = sorted(told, key=attrgetter("odds"), reverse=True)[:_LOOKED_UP]
    seen = [_looked_up(one, original, repost, link.unrendered) for one in first]
    return max((_or_alone(one, link.holes) for one in seen), key=attrgetter("odds"))


def _looked_up(gap: Gone, original: Side, repost: Side, doubts: Sequence[float]) -> Gone:
    around = range(max(0, gap.after - _AROUND), min(len(repost.words), gap.after + _AROUND))
    places = [place for i in around if i < len(repost.linked) for place in repost.linked[i]]
    begin = max(0, min(places, default=0) - _ASIDE)
    end = min(len(doubts), len(original.words), max(places, default=-1) + _ASIDE + 1)
    here = range(begin, end) if end - begin <= _WIDEST else range(0)
    spare = [(doubts[i], i) for i in here]
    spare += [(_ELSEWHERE * doubt, i) for i, doubt in enumerate(doubts[: len(original.words)]) if i not in here]
    doubt, word = max(spare, default=(0.0, None))
    return Gone(gap.after, gap.odds + _SPARE * odds(max(doubt, _LEAST_SAID)), word)


def _or_alone(gap: Gone, holes: Sequence[float]) -> Gone:
    """The gap with what the proofreader says alone, should that be more."""
    alone = _ALONE * odds(holes[gap.after]) - _UNSEEN - _ALONE_AT_END * (gap.after in (0, len(holes) - 1))
    most = max(gap.odds, alone)
    return Gone(gap.after, most + math.log1p(math.exp(min(gap.odds, alone) - most)), gap.word)


def odds(chance: float) -> float:
    """Log-odds, so that chances near 0 and 1 keep their differences."""
    kept = min(max(chance, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


#: What is said of a gap that nobody doubts.
QUIET = _HOLE * odds(0.0) + (_MISSING + _SPARE) * odds(_LEAST_SAID)

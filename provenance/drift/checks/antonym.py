"""Is a word of the original told by its opposite?

The aligner says where the lexicon translates a word by the opposite of what the other side has in its
place; what is denied on one side only may well be its opposite, and is left to the negation check.

Source: DEMETR's antonym perturbation (Karpinska et al. 2022); MQM core typology, "Accuracy / Mistranslation".
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.cues.lists import cues_of
from provenance.drift.polarity import affixed, denials, negatives
from provenance.drift.sides import Side, sides
from provenance.values import Finding, Link

_LEAST, _MOST = 0.55, 0.8


def find(link: Link) -> Iterator[Finding]:
    """Words that became their opposites."""
    original, repost = sides(link)
    if not link.opposites or _denies(original) != _denies(repost):
        return
    # Pieces of a script without spaces mean many things.
    cues = cues_of(original.language), cues_of(repost.language)
    spaceless = any(own is not None and own.spaceless for own in cues)
    for pair in link.opposites:
        if _is_turned(original, pair.original, repost) or _is_turned(repost, pair.repost, original):
            continue
        here, there = original.words[pair.original], repost.words[pair.repost]
        a = original.span(here.start - original.start, here.end - original.start)
        b = repost.span(there.start - repost.start, there.end - repost.start)
        yield Finding(
            severity="minor" if spaceless else "major",
            probability=_LEAST + (_MOST - _LEAST) * min(1.0, pair.strength),
            reason=f"{original.subject} says “{a.quote}”, {repost.label} its opposite “{b.quote}”.",
            repost=b,
            original=a,
        )


def _is_turned(side: Side, position: int, other: Side) -> bool:
    """Whether a word says what its opposite says on the other side: "less expensive", "unclear" for "not clear"."""
    before = side.words[position - 1] if position else None
    softened = before is not None and any(cue.start <= before.start - side.start < cue.end for cue in negatives(side))
    return softened or (position in affixed(side) and bool(denials(other)))


def _denies(side: Side) -> bool:
    return bool(denials(side) or affixed(side))

"""Is what happened told as having happened, and what will happen as still to come?

Compared where one side speaks only of the future and the other only of the past, by auxiliaries and
adverbs; a possibility ("may", "would") on either side, or the other time next door, says nothing.

Source: MQM core typology, "Accuracy / Mistranslation"; tense errors as in DEMETR (Karpinska et al. 2022).
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.cues.lists import Cues, Kind, cues_of
from provenance.cues.lookup import Cue
from provenance.drift.sides import Side, sides
from provenance.values import Finding, Link

CHANGED = 0.6
#: Longer texts tell of more than one time.
_MOST_WORDS = 30
_TIMES: tuple[tuple[Kind, Kind, str, str], ...] = (
    ("future", "past", "still to come", "as past"),
    ("past", "future", "as past", "as still to come"),
)


def find(link: Link) -> Iterator[Finding]:
    """Futures told as past, and the other way round."""
    original, repost = sides(link)
    here, there = cues_of(original.language), cues_of(repost.language)
    if here is None or there is None or max(len(original.words), len(repost.words)) > _MOST_WORDS:
        return
    if here.find("modal", original.text) or there.find("modal", repost.text):
        return
    for time, other, name, other_name in _TIMES:
        mine, theirs = _cues(here, time, original), _cues(there, other, repost)
        if not mine or not theirs or _told(here, other, original) or _told(there, time, repost):
            continue
        yield Finding(
            severity="major",
            probability=CHANGED,
            reason=f"{original.subject} tells this {name} (“{mine[0].text}”), "
            f"{repost.label} {other_name} (“{theirs[0].text}”).",
            repost=repost.span(theirs[0].start, theirs[0].end),
            original=original.span(mine[0].start, mine[0].end),
        )


def _cues(cues: Cues, time: Kind, side: Side) -> tuple[Cue, ...]:
    """The words that tell a time; a verb of speech tells when it was said, not when it happened."""
    said = [cue.start for cue in cues.find("reporting", side.text)]
    return tuple(cue for cue in cues.find(time, side.text) if cue.start not in said)


def _told(cues: Cues, time: Kind, side: Side) -> bool:
    return bool(cues.find(time, f"{side.text} {side.context}"))

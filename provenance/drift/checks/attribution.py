"""Do speakers do with their words what the original has them do?

Who denies in the original must not confirm in the repost: speech acts are compared where a verb of the
one act renders a verb of the other and its own act is nowhere on the other side.

Source: the speech act classes of Searle (1976); MQM core typology, "Accuracy / Mistranslation".
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.cues.lists import Cues, Kind, cues_of
from provenance.cues.lookup import Cue
from provenance.drift.sides import Side, sides
from provenance.values import Finding, Link

LINKED, ALONE = 0.75, 0.55
_ACTS: tuple[tuple[Kind, str], ...] = (
    ("denies", "denies"), ("confirms", "confirms"), ("admits", "admits"),
    ("accuses", "accuses"), ("promises", "promises"), ("warns", "warns or threatens"),
)  # fmt: skip
#: A denial or a confirmation turned round changes the story.
_OPPOSED = frozenset(
    {frozenset({"denies", "confirms"}), frozenset({"denies", "admits"}), frozenset({"promises", "warns"})}
)


def find(link: Link) -> Iterator[Finding]:
    """Speech acts that became other ones."""
    original, repost = sides(link)
    here, there = cues_of(original.language), cues_of(repost.language)
    if here is None or there is None or not original.text or not repost.text:
        return
    for act, name in _ACTS:
        mine = _acts(here, act, original)
        if not mine or there.find(act, f"{repost.text} {repost.context}"):
            continue
        for other, other_name in _ACTS:
            theirs = _acts(there, other, repost)
            if other == act or not theirs or here.find(other, f"{original.text} {original.context}"):
                continue
            linked = bool(set(original.counterparts(mine[0].start, mine[0].end)) & set(_words(repost, theirs[0])))
            opposed = frozenset({act, other}) in _OPPOSED
            if linked or opposed:
                yield Finding(
                    severity="critical" if opposed else "major",
                    probability=LINKED if linked else ALONE,
                    reason=f"In {original.label} someone {name} (“{mine[0].text}”), "
                    f"in {repost.label} someone {other_name} (“{theirs[0].text}”).",
                    repost=repost.span(theirs[0].start, theirs[0].end),
                    original=original.span(mine[0].start, mine[0].end),
                )


def _acts(cues: Cues, act: Kind, side: Side) -> tuple[Cue, ...]:
    return cues.find(act, side.text)


def _words(side: Side, cue: Cue) -> tuple[int, ...]:
    return side.words_in(cue.start, cue.end)

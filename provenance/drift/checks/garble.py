"""Does the repost still hold together as a sentence?

Words said twice in a row that the original says once, and sentences whose words stand in no order: few
neighbours belong together, and their counterparts are scattered over the original.

Source: the MQM error types "Fluency / Grammar / Word order" and "Duplication" (https://themqm.org).
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.cues.lists import cues_of
from provenance.drift.garbled import clashes, disorder, fluency, repetitions
from provenance.drift.sides import Side, sides
from provenance.values import Finding, Link

REPEATED, SCRAMBLED = 0.85, 0.8
_FEWEST_WORDS = 7
#: Below the first no sentence reads on; up to the second it needs another sign beside it.
_BROKEN, _HALTING = -0.2, 0.05
_MANY_CLASHES, _MUCH_DISORDER = 0.08, 0.2


def find(link: Link) -> Iterator[Finding]:
    """Repeated words, and sentences in no order."""
    original, repost = sides(link)
    if not original.text or not repost.text:
        return
    said = repetitions(repost)
    if len(said) > len(repetitions(original)):
        for one in said:
            reason = f"{repost.subject} says “{one.text}” twice in a row, {original.label} does not."
            yield Finding("major", REPEATED, reason, repost=repost.span(one.start, one.end), original=original.whole())
    if _is_scrambled(repost, original):
        reason = f"The words of {repost.label} stand in no order that makes a sentence."
        yield Finding("major", SCRAMBLED, reason, repost=repost.whole(), original=original.whole())


def _is_scrambled(repost: Side, original: Side) -> bool:
    cues, flow = cues_of(repost.language), fluency(repost)
    if len(repost.words) < _FEWEST_WORDS or cues is None or cues.spaceless or flow is None:
        return False
    if (fluency(original) or 0.0) < -_HALTING:
        # A list of names reads on in no language.
        return False
    clashing = clashes(repost)
    signs = (
        clashing >= _MANY_CLASHES and clashing * len(repost.words) >= 2,
        disorder(repost, original) >= _MUCH_DISORDER,
    )
    return (flow < _BROKEN and any(signs)) or (flow < _HALTING and all(signs))

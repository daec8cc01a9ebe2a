"""Does the repost still hold together as a sentence?

Words said twice in a row that the original says once, and sentences whose words stand in no order: few
neighbours belong together, their counterparts are scattered over the original, and the checker doubts many.

Source: the MQM error types "Fluency / Grammar / Word order" and "Duplication" (https://themqm.org).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from provenance.cues.lists import cues_of
from provenance.drift.garbled import disordered, fluency, repetitions
from provenance.drift.sides import Side, sides
from provenance.language import detect_language
from provenance.values import Finding, Link

REPEATED, SCRAMBLED = 0.85, 0.95
_FEWEST_WORDS = 7
#: Log-odds of disorder from which it is told, and the flow below which a text is a list.
_LEAST_ODDS, _LIST = 1.0, -0.05
_MOSTLY_NAMES = 0.5


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
    odds = disordered(repost, original, link.wrong) if _can_be_judged(original, repost) else -math.inf
    if odds >= _LEAST_ODDS and not _is_left(repost, original):
        reason = f"The words of {repost.label} stand in no order that makes a sentence."
        probability = SCRAMBLED / (1 + math.exp(_LEAST_ODDS - odds))
        yield Finding("major", probability, reason, repost=repost.whole(), original=original.whole())


def _is_left(repost: Side, original: Side) -> bool:
    """Whether the sentence is the original's own language: no wonder that it does not read on."""
    return original.language != repost.language and detect_language(repost.text) == original.language


def _can_be_judged(original: Side, repost: Side) -> bool:
    cues = cues_of(repost.language)
    if len(repost.words) < _FEWEST_WORDS or cues is None or cues.spaceless:
        return False
    # A list of names reads on in no language.
    names = sum(word.text[0].isupper() for word in repost.words) if repost.language != "de" else 0
    return (fluency(original) or 0.0) >= _LIST and names < _MOSTLY_NAMES * len(repost.words)

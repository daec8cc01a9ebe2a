"""Does the repost still hold together as a sentence?

Words said twice in a row that the original says once; sentences whose words stand in no order: few
neighbours belong together, their counterparts are scattered over the original, and the checker doubts many;
and places that read as if a word were missing: by the proofreader, the checker and what the original has to spare
there, or, where nobody read the repost, by two neighbours that never stand together ("the of").

Source: the MQM error types "Fluency / Grammar / Word order" and "Duplication" (https://themqm.org).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from provenance.cues.lists import cues_of
from provenance.drift.doubtful import LEAST_DOUBT
from provenance.drift.garbled import disordered, fluency, repetitions
from provenance.drift.gone import likeliest_gap
from provenance.drift.sides import Side, sides
from provenance.drift.torn import around, left_out, tear
from provenance.language import detect_language
from provenance.values import Finding, Link, Severity

REPEATED, SCRAMBLED = 0.85, 0.95
#: Of a place that reads as if a word were missing: where the original has one to spare, and where it has not.
TORN, TORN_ALONE = 0.8, 0.65
#: The log-odds of a gap from which it is told, from which what is lost there matters, those that are as likely as
#: not, and how fast they grow surer.
LEAST_GONE, SURELY_GONE, MIDDLE_GONE, STEEPNESS = -2.8, -1.9, -3.4, 0.6
_FEWEST_WORDS = 7
#: Log-odds of disorder from which it is told, and the flow below which a text is a list.
_LEAST_ODDS, _LIST = 1.0, -0.05
_MOSTLY_NAMES = 0.5


def find(link: Link) -> Iterator[Finding]:
    """Repeated words, sentences in no order, and places where a word is missing."""
    original, repost = sides(link)
    if not original.text or not repost.text:
        return
    said = repetitions(repost)
    if len(said) > len(repetitions(original)):
        for one in said:
            reason = f"{repost.subject} says “{one.text}” twice in a row, {original.label} does not."
            yield Finding("major", REPEATED, reason, repost=repost.span(one.start, one.end), original=original.whole())
    if not _can_be_judged(original, repost):
        return
    odds, torn = disordered(repost, original, link.wrong), _torn(link, original, repost)
    if (odds < _LEAST_ODDS and torn is None) or _is_left(repost, original):
        return
    if odds >= _LEAST_ODDS:
        reason = f"The words of {repost.label} stand in no order that makes a sentence."
        probability = SCRAMBLED / (1 + math.exp(_LEAST_ODDS - odds))
        yield Finding("major", probability, reason, repost=repost.whole(), original=original.whole())
    elif torn is not None:
        yield torn


def _torn(link: Link, original: Side, repost: Side) -> Finding | None:
    """The place where a word is missing, if there is one."""
    gap = likeliest_gap(link)
    if gap is None:
        gone = tear(repost)
        if gone is None:
            return None
        word = left_out(repost, original, gone)
        probability = TORN_ALONE if word is None else TORN
    else:
        if gap.odds < LEAST_GONE:
            return None
        gone, word = around(repost, gap.after), gap.word
        if word is not None and link.unrendered[word] < LEAST_DOUBT:
            word = None
        probability = 1 / (1 + math.exp((MIDDLE_GONE - gap.odds) * STEEPNESS))
    reads = f"{repost.subject} reads “{repost.text[gone.start : gone.end]}”, as if a word were missing"
    span = repost.span(gone.start, gone.end)
    if word is None:
        return Finding("minor", probability, f"{reads}.", repost=span, original=original.whole())
    own = original.words[word]
    there = original.span(own.start - original.start, own.end - original.start)
    severity: Severity = "major" if gap is not None and gap.odds >= SURELY_GONE else "minor"
    return Finding(severity, probability, f"{reads}; {original.label} has “{own.text}”.", repost=span, original=there)


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

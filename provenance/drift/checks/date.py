"""Is every date, month, weekday and year of the repost the one that the original gives?

Only a conflict is a change: "on Monday" for "on 5 March" is another way to say it. A date that is told on
one side and not hinted at on the other is reported as missing or extra.

Source: MQM core typology, "Accuracy / Mistranslation / Date-time" (https://themqm.org).
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.drift.calendar_words import knows_months, tells_from_today
from provenance.drift.dates import Date, agree, days, weekdays, years
from provenance.drift.pairing import pair
from provenance.drift.sides import Side, one_sided, sides
from provenance.values import Finding, Link

CHANGED, MISSING, EXTRA = 0.9, 0.55, 0.6


def find(link: Link) -> Iterator[Finding]:
    """Changed dates, weekdays and years; full dates that only one side has."""
    original, repost = sides(link)
    if not original.text or not repost.text:
        return
    for facet in (days, weekdays, years):
        if facet is not years and not (knows_months(original.language) and knows_months(repost.language)):
            continue
        here, there = facet(original.text, original.language), facet(repost.text, repost.language)
        near_here, near_there = facet(original.context, original.language), facet(repost.context, repost.language)
        lost = [date for date in here if not date.weak and not agree(date, (*there, *near_there))]
        extra = [date for date in there if not date.weak and not agree(date, (*here, *near_here))]
        pairs = pair(lost, extra, original, repost)
        for a, b in pairs:
            yield _changed(original, repost, a, b)
        if facet is not years:
            yield from (_only(date, original, repost) for date in lost if _is_lost(date, original, repost))
            yield from (_only(date, repost, original) for date in extra if date.full and not _tells_days(original))


def _is_lost(date: Date, original: Side, repost: Side) -> bool:
    """Whether the repost tells no day; where the original names but a month or a weekday, any word may render it."""
    told = date.full or not (
        original.counterparts(date.start, date.end) or tells_from_today(repost.text, repost.language)
    )
    return told and not _tells_days(repost)


def _tells_days(side: Side) -> bool:
    return any(facet(text, side.language) for facet in (days, weekdays) for text in (side.text, side.context))


def _changed(original: Side, repost: Side, a: Date, b: Date) -> Finding:
    here, there = original.span(a.start, a.end), repost.span(b.start, b.end)
    reason = f"{original.subject} says “{here.quote}”, {repost.label} says “{there.quote}”."
    return Finding("major", CHANGED, reason, repost=there, original=here)


def _only(date: Date, side: Side, other: Side) -> Finding:
    span = side.span(date.start, date.end)
    reason = f"{side.subject} gives the date “{span.quote}”, {other.label} gives no date here."
    return one_sided(side, span, reason, missing=MISSING, extra=EXTRA)

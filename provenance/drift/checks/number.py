"""Does every figure of the original arrive in the repost with its value?

Figures and number words of both sides are compared by value, whatever their notation; what neither
the other side nor its neighbourhood supports is paired up as a change, or reported as missing or extra.

Source: MQM core typology, "Accuracy / Mistranslation / Number" (https://themqm.org); the classes
changed, missing and extra are those of Okapi CheckMate and pofilter.
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.drift.casualties import is_toll
from provenance.drift.codes import Code, changed_codes
from provenance.drift.figures import Comparison, compare
from provenance.drift.pairing import pair
from provenance.drift.quantity import Quantity
from provenance.drift.sides import Side, one_sided, sides
from provenance.drift.units import unit
from provenance.values import Finding, Link, Severity

CHANGED, CHANGED_CODE, CHANGED_WORD, CHANGED_PART, EXTRA, MISSING = 0.92, 0.85, 0.75, 0.6, 0.7, 0.6
#: A factor that turns the news into other news.
_LARGE = 2.0
_HOURS_OF_A_DAY = 24


def find(link: Link) -> Iterator[Finding]:
    """Changed, missing and extra quantities."""
    original, repost = sides(link)
    if not original.text or not repost.text:
        return
    found: Comparison = compare(original, repost)
    pairs = pair(found.lost, found.extra, original, repost)
    for a, b in pairs:
        if not found.tolerates(a, b):
            yield _changed(original, repost, a, b)
    paired = {id(quantity) for both in pairs for quantity in both}
    lost, extra = ([q for q in side if id(q) not in paired] for side in (found.lost, found.extra))
    for a, b in [*pair(lost, found.loose_extra, original, repost), *pair(found.loose_lost, extra, original, repost)]:
        if not found.tolerates(a, b):
            paired |= {id(a), id(b)}
            yield _changed(original, repost, a, b)
    for mine, theirs in changed_codes(original, repost):
        yield _changed_code(original, repost, mine, theirs)
    yield from (_only(original, repost, q) for q in found.lost if id(q) not in paired and _tells(q, original))
    yield from (_only(repost, original, q) for q in found.extra if id(q) not in paired and _tells(q, repost))


def _tells(quantity: Quantity, side: Side) -> bool:
    """Whether a figure without a counterpart says something: "24 hours" is a day, a year is often told apart."""
    if quantity.year and not unit(side.text, quantity.start, quantity.end):
        return False
    return quantity.figure and quantity.value != _HOURS_OF_A_DAY


def _changed(original: Side, repost: Side, a: Quantity, b: Quantity) -> Finding:
    here, there = original.span(a.start, a.end), repost.span(b.start, b.end)
    counted = unit(original.text, a.start, a.end) or unit(repost.text, b.start, b.end)
    ratio = max(a.value, b.value) / (min(a.value, b.value) or 0.1)
    toll = is_toll(original, a.start, a.end) or is_toll(repost, b.start, b.end)
    severity: Severity = "critical" if toll or (counted and ratio >= _LARGE) else "major"
    probability = CHANGED if a.figure and b.figure else CHANGED_WORD if a.firm and b.firm else CHANGED_PART
    reason = f"{original.subject} says {here.quote}, {repost.label} says {there.quote}."
    return Finding(severity, probability, reason, repost=there, original=here)


def _changed_code(original: Side, repost: Side, a: Code, b: Code) -> Finding:
    here, there = original.span(a.start, a.end), repost.span(b.start, b.end)
    reason = f"{original.subject} names {here.quote}, {repost.label} names {there.quote}."
    return Finding("major", CHANGED_CODE, reason, repost=there, original=here)


def _only(side: Side, other: Side, quantity: Quantity) -> Finding:
    span = side.span(quantity.start, quantity.end)
    made_up = not side.original and quantity.figure and not quantity.year
    severity: Severity = "major" if made_up or unit(side.text, quantity.start, quantity.end) else "minor"
    reason = f"{side.subject} says {span.quote}, {other.label} has no such figure here."
    return one_sided(side, span, reason, missing=MISSING, extra=EXTRA, severity=severity)

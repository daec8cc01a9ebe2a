"""Does quoted speech stay quoted speech, and stay what was said?

Quotation marks of every style are paired. Words said by someone that the repost tells in its own voice,
and a quotation that the original does not have, are reported; marks around one or two words (titles,
scare quotes) come and go in good translations and are left alone, and so is a quotation that goes on
in the neighbouring sentence.

Source: MQM core typology, "Linguistic conventions / Punctuation" for the marks and "Accuracy" for what
they claim (https://themqm.org); quotation marks by language as in CLDR's delimiters.
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.drift.quotations import Quotation, goes_on, quotations, without_marks
from provenance.drift.sides import Side, sides
from provenance.values import Finding, Link

UNMARKED, MADE_UP = 0.6, 0.65
#: Shorter quotations are titles and scare quotes; in scripts without spaces, counted in characters.
_FEWEST_WORDS, _FEWEST_CHARACTERS = 5, 20
_TITLE_MARKS = "『《〈"
_UNSPACED = frozenset({"zh", "ja", "th", "km"})


def find(link: Link) -> Iterator[Finding]:
    """Quotations of which the other side has no trace."""
    original, repost = sides(link)
    if not original.text or not repost.text or goes_on(original) or goes_on(repost):
        return
    here, there = quotations(original.text), quotations(repost.text)
    if here and not there and not without_marks(repost):
        yield from (_only(original, repost, q) for q in here if _is_speech(q, original))
    elif there and not here and not without_marks(original):
        yield from (_only(repost, original, q) for q in there if _is_speech(q, repost))


def _is_speech(quotation: Quotation, side: Side) -> bool:
    inside = side.text[quotation.start + 1 : quotation.end - 1]
    if side.language in _UNSPACED:
        return len(inside) >= _FEWEST_CHARACTERS and side.text[quotation.start] not in _TITLE_MARKS
    words = inside.split()
    capitals = sum(word[:1].isupper() for word in words)
    return len(words) >= _FEWEST_WORDS and 2 * capitals <= len(words)


def _only(side: Side, other: Side, quotation: Quotation) -> Finding:
    span = side.span(quotation.start, quotation.end)
    if side.original:
        reason = f"{side.subject} quotes someone’s words, {other.label} tells them without quotation marks."
        return Finding("minor", UNMARKED, reason, repost=other.whole(), original=span)
    reason = f"{side.subject} puts words in quotation marks that {other.label} does not quote."
    return Finding("major", MADE_UP, reason, repost=span, original=other.whole())

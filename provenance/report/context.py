"""The sentence around a span, and the pieces that overlapping spans cut a text into."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from provenance.values import Passage, Span

#: Code points shown before and after a span, at most.
WIDEST = 260

_BOUNDARY = re.compile(
    r"\n\s*"
    r"|[。！？｡]+[」』”’）)\]]*"
    r"|[.!?…؟۔।։]+[\"'»«”“’)\]]*[^\S\n]+"
)
#: An initial or an ordinal before a full stop does not end a sentence ("J. Nowak", "3. Zug").
_SHORT = re.compile(r"(?:^|[\s(„“\".])(?:\w|\d{1,2})\Z")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote with the rest of its sentence around it; an ellipsis stands where the sentence was cut."""

    before: str
    quote: str
    after: str
    language: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text and the numbers of the spans that cover it, in ascending order."""

    text: str
    marks: tuple[int, ...]


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the sentence or sentences around `text[start:end]`, at most `WIDEST` further on each side.

    Works on any script from punctuation alone; where a boundary is doubtful the excerpt gets longer.
    """
    low, high = max(0, start - WIDEST), min(len(text), end + WIDEST)
    first, last = low, high
    for boundary in _BOUNDARY.finditer(text, low, start):
        if _ends_sentence(text, boundary):
            first = boundary.end()
    # The span may bring its own full stop.
    for boundary in _BOUNDARY.finditer(text, max(start, end - 3), high):
        if boundary.end() >= end and _ends_sentence(text, boundary):
            last = boundary.start() + len(boundary.group().rstrip())
            break
    return first, max(last, end)


def _ends_sentence(text: str, boundary: re.Match[str]) -> bool:
    mark = boundary.group()[0]
    if mark in "\n。！？｡":
        return True
    follower = text[boundary.end() : boundary.end() + 1]
    if follower.islower():
        return False
    return mark != "." or not _SHORT.search(text[max(0, boundary.start() - 4) : boundary.start()])


def excerpt(text: str, span: Span, language: str, passage: Passage | None = None) -> Excerpt:
    """The span within its sentence: the passage's own sentences where they are known, else by punctuation."""
    if text[span.start : span.end] != span.quote:
        return Excerpt("", span.quote, "", language)
    first, last = sentence_around(text, span.start, span.end)
    if passage is not None:
        touched = [s for s in passage.sentences if s.start < max(span.end, span.start + 1) and s.end > span.start]
        if touched:
            first = max(min(touched[0].start, span.start), span.start - WIDEST)
            last = min(max(touched[-1].end, span.end), span.end + WIDEST)
    before, after = text[first : span.start], text[span.end : last]
    if span.start - first >= WIDEST:
        before = "…" + before.partition(" ")[2]
    if last - span.end >= WIDEST:
        after = after.rpartition(" ")[0] + "…"
    return Excerpt(before, span.quote, after, language)


def segments(text: str, marks: Iterable[tuple[int, int, int]]) -> tuple[Segment, ...]:
    """Cut a text at the edges of its (start, end, number) marks; joined again, the pieces are the text.

    Marks may overlap, nest, be empty or reach outside the text.
    """
    inside = [(max(0, start), min(len(text), end), number) for start, end, number in marks]
    inside = [mark for mark in inside if mark[0] < mark[1]]
    cuts = sorted({0, len(text), *(edge for start, end, _ in inside for edge in (start, end))})
    return tuple(
        Segment(text[low:high], tuple(sorted(n for start, end, n in inside if start <= low and high <= end)))
        for low, high in pairwise(cuts)
    )

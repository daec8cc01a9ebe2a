"""Plain text: an article alone, or an article with the furniture of the page that it was copied from.

Every line that is not blank gets a label and is kept, so that a report can show what was left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from provenance.credit import find_credit, is_whole_line
from provenance.extract.assembly import Mark
from provenance.extract.dates import date_line
from provenance.extract.furniture import (
    ends_as_sentence,
    is_byline,
    is_ending,
    is_furniture,
    is_sentence_like,
    word_count,
)
from provenance.values import PassageKind

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\u00ad]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BLOCK = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
#: Lines that an editor or a mail program broke at its right margin are no longer than this.
_LONGEST_WRAPPED = 110
_LONG_LINE_WORDS = 8
#: A headline is one sentence of at most this many words.
_HEADLINE_WORDS = 25


@dataclass(frozen=True, slots=True)
class PlainReading:
    """The labelled lines of a text, with the title and the date that it prints."""

    marks: tuple[Mark, ...]
    title: str | None
    published: str | None


def normalised(text: str) -> str:
    """The text with one kind of line end and without control characters, byte order marks and soft hyphens."""
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    return _SURROGATES.sub("\ufffd", text)


def paragraphs(text: str) -> list[Mark]:
    """The paragraphs of a normalised text, all labelled as body.

    Blank lines separate paragraphs; so does every line break, unless the lines of a block were broken at
    a right margin.
    """
    marks: list[Mark] = []
    for block in _BLOCK.finditer(text):
        if _is_wrapped(block.group().split("\n")):
            marks.append(_stripped(text, block.start(), block.end()))
        else:
            lines = _LINE.finditer(text, block.start(), block.end())
            marks.extend(_stripped(text, line.start(), line.end()) for line in lines)
    return marks


def read_plain(text: str, language: str) -> PlainReading:
    """Label the paragraphs of a normalised text.

    Args:
        text: The text.
        language: ISO 639-1 code, for the names of the months in a date line.
    """
    marks = paragraphs(text)
    lines = [text[mark.start : mark.end] for mark in marks]
    dates = [date_line(line, language) for line in lines]
    credits_ = [(found := find_credit(line)) is not None and is_whole_line(found, line) for line in lines]
    fixed = [
        date is not None or printed or _is_page_furniture(line)
        for line, date, printed in zip(lines, dates, credits_, strict=True)
    ]
    story = [is_sentence_like(line) and not known for line, known in zip(lines, fixed, strict=True)]
    if not any(story):
        story = [not known for known in fixed]
    if not any(story):
        story = [True] * len(lines)
    _drop_after_ending(lines, credits_, story)
    kinds = _kinds(lines, fixed, story, copied=any(map(_is_page_furniture, lines)))
    headline = _headline(lines, fixed, story)
    if headline is not None:
        kinds[headline] = "heading"
    return PlainReading(
        tuple(replace(mark, kind=kind) for mark, kind in zip(marks, kinds, strict=True)),
        lines[headline] if headline is not None else None,
        next((date for date in dates if date is not None), None),
    )


def _kinds(lines: Sequence[str], fixed: Sequence[bool], story: Sequence[bool], *, copied: bool) -> list[PassageKind]:
    first, last = story.index(True), len(story) - 1 - story[::-1].index(True)
    ended = False
    kinds: list[PassageKind] = []
    for position, line in enumerate(lines):
        ended = ended or (copied and position > last and fixed[position])
        if story[position]:
            kinds.append("body")
        elif fixed[position] or (copied and position < first):
            kinds.append("furniture")
        elif first < position < last and word_count(line) <= _HEADLINE_WORDS and not ends_as_sentence(line):
            kinds.append("heading")
        else:
            outside = copied and position > last and (ended or word_count(line) < _LONG_LINE_WORDS)
            kinds.append("furniture" if outside else "body")
    return kinds


def _is_page_furniture(line: str) -> bool:
    return is_furniture(line) or is_byline(line)


def _drop_after_ending(lines: Sequence[str], credits_: Sequence[bool], story: list[bool]) -> None:
    # Behind the credit and the announcement of other stories, teasers may look like sentences.
    for position, line in enumerate(lines):
        if is_ending(line) and any(credits_[:position]) and any(story[:position]):
            story[position:] = [False] * (len(lines) - position)
            return


def _headline(lines: Sequence[str], fixed: Sequence[bool], story: Sequence[bool]) -> int | None:
    first = story.index(True)
    above = [position for position in range(first) if not fixed[position]]
    if above:
        longest = max(word_count(lines[position]) for position in above)
        furnished = any(fixed[: above[-1] + 1])
        best = next(position for position in reversed(above) if word_count(lines[position]) == longest)
        if not furnished or longest >= 3:
            return best if word_count(lines[best]) <= _HEADLINE_WORDS else None
    # On a copied page, a single sentence that furniture parts from the story is its headline.
    rest = [position for position in range(first + 1, len(story)) if story[position]]
    parted = bool(rest) and any(fixed[first + 1 : rest[0]]) and rest[0] - first > 1
    short = word_count(lines[first]) <= _HEADLINE_WORDS and len(re.findall(r"[.!?。！？](?:\s|$)", lines[first])) == 1
    return first if parted and short and len(rest) > 1 else None


def _is_wrapped(lines: Sequence[str]) -> bool:
    if len(lines) < 2 or max(map(len, lines)) > _LONGEST_WRAPPED:
        return False
    breaks = list(pairwise(lines))
    unfinished = sum(not is_sentence_like(line) for line, _ in breaks)
    return unfinished * 2 > len(breaks) and any(after.lstrip()[0].islower() for _, after in breaks)


def _stripped(text: str, start: int, end: int) -> Mark:
    piece = text[start:end]
    return Mark(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()), "body")

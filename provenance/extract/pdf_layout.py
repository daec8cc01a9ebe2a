"""From the printed lines of a PDF to its paragraphs, by their places on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from provenance.extract.assembly import Block
from provenance.extract.furniture import ends_as_sentence, word_count
from provenance.values import PassageKind

#: Share of the page's height, at its top and its foot, where running heads and page numbers stand.
_MARGIN = 0.09
_PAGE_NUMBER = re.compile(r"\W*(?:\w{1,8}\W+)?\d{1,4}(?:\s*/\s*\d{1,4})?\W*")
#: What browsers print around a page: its address, or the date and time of printing.
_PRINTED_FROM = re.compile(r"(?:https?|file)://\S+|\d{1,2}[./]\d{1,2}[./]\d{2,4}, \d{1,2}[:.]\d{2}")
#: Lines whose heights differ by a smaller share are set in one size.
_SAME_SIZE = 0.12
#: How many times the usual distance of two lines opens a new paragraph.
_WIDER = 1.3
#: Indent of a first line, and what a last line leaves free, in shares of the column's width.
_INDENT, _SHORT = 0.02, 0.15
#: How far pieces of one line stand apart at most, in shares of the page's width; nearer ones are one word.
_PIECES, _ONE_WORD = 0.03, 0.002
#: A heading is set so much larger than the text.
_LARGER = 1.12
_MOST_HEADING_WORDS = 40
_HYPHENS = ("\u2010", "\u00ad", "\ufffe", "\x02")
_UNSPACED = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; places are shares of the page's width and height, counted from its lower left."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def height(self) -> float:
        """Of its letters' boxes."""
        return self.top - self.bottom


def lay_out(lines: Sequence[Line]) -> list[Block]:
    """The paragraphs, in the order of the lines; what runs along in the margins comes last, as furniture."""
    running = _running(lines)
    story = [line for line in lines if line not in running] or list(lines)
    outside = [line for line in lines if line not in story]
    return [*_blocks(story), *(Block(" ".join(line.text.split()), "furniture") for line in outside)]


def _running(lines: Sequence[Line]) -> set[Line]:
    outer = [line for line in lines if line.bottom > 1 - _MARGIN or line.top < _MARGIN]
    repeated = Counter(frame for frame, _ in {(_frame(line), line.page) for line in outer})
    return {
        line
        for line in outer
        if repeated[_frame(line)] > 1 or _PAGE_NUMBER.fullmatch(line.text) or _PRINTED_FROM.match(line.text)
    }


def _frame(line: Line) -> str:
    """What of a running head stays the same from page to page."""
    return re.sub(r"\d+", "0", line.text).strip()


def _blocks(lines: Sequence[Line]) -> list[Block]:
    whole = _whole_lines(lines)
    size = _usual([round(line.height, 3) for line in whole for _ in line.text])
    words = " ".join(line.text for line in whole)
    blocks = []
    for paragraph in _paragraphs(whole):
        text = _joined([" ".join(line.text.split()) for line in paragraph], words)
        larger = paragraph[0].height > _LARGER * size and word_count(text) <= _MOST_HEADING_WORDS
        kind: PassageKind = "heading" if larger else "body"
        blocks.append(Block(text, kind))
    return blocks


def _whole_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines, with the pieces of one line put together: PDFium parts them where the font changes."""
    whole: list[Line] = []
    for line in lines:
        last = whole[-1] if whole else None
        gap = line.left - last.right if last else 1.0
        if last and _one_line(last, line) and -_ONE_WORD <= gap < _PIECES:
            space = " " if gap > _ONE_WORD else ""
            whole[-1] = replace(last, right=line.right, text=f"{last.text}{space}{line.text}")
        else:
            whole.append(line)
    return whole


def _one_line(one: Line, other: Line) -> bool:
    return one.page == other.page and abs(one.bottom - other.bottom) < 0.3 * other.height


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    pitch = _pitch(lines)
    found: list[list[Line]] = []
    for column in _columns(lines):
        left, right = min(line.left for line in column), max(line.right for line in column)
        for line in column:
            last = found[-1][-1] if found else None
            goes_on = last is not None and (
                _goes_on_elsewhere(line, last) if line is column[0] else _goes_on(line, last, pitch, left, right)
            )
            if goes_on:
                found[-1].append(line)
            else:
                found.append([line])
    return found


def _pitch(lines: Sequence[Line]) -> float:
    """The distance of two lines of a paragraph, in heights of a line; among short paragraphs wider ones prevail."""
    steps = [
        (above.bottom - below.bottom) / below.height
        for above, below in pairwise(lines)
        if _below(below, above) and below.height
    ]
    return max(1.0, sorted(steps)[len(steps) // 4]) if steps else 1.0


def _columns(lines: Sequence[Line]) -> list[list[Line]]:
    columns: list[list[Line]] = []
    for line in lines:
        last = columns[-1][-1] if columns else None
        if last and _below(line, last):
            columns[-1].append(line)
        else:
            columns.append([line])
    return columns


def _below(line: Line, last: Line) -> bool:
    return line.page == last.page and line.bottom < last.bottom and _same_size(line, last)


def _goes_on_elsewhere(line: Line, last: Line) -> bool:
    """Whether a paragraph goes on in the next column or on the next page: only an unfinished sentence does."""
    return _same_size(line, last) and not ends_as_sentence(last.text)


def _goes_on(line: Line, last: Line, pitch: float, left: float, right: float) -> bool:
    """Whether a line belongs to the paragraph above it.

    Args:
        line: The line.
        last: The line above it in its column.
        pitch: The usual distance of two lines, in heights of a line.
        left: The left edge of the column.
        right: Its right edge.
    """
    if last.bottom - line.bottom > _WIDER * pitch * line.height:
        return False
    edge = left + _INDENT * (right - left)
    ended = ends_as_sentence(last.text)
    # Behind a paragraph of one line, whose only line is indented too, the sentence decides.
    indented = line.left > edge and (last.left <= edge or ended)
    return not indented and not (ended and last.right < right - _SHORT * (right - left))


def _same_size(one: Line, other: Line) -> bool:
    return abs(one.height - other.height) <= _SAME_SIZE * max(one.height, other.height)


def _usual(values: Sequence[float]) -> float:
    return Counter(values).most_common(1)[0][0] if values else 0.0


def _joined(lines: Sequence[str], words: str) -> str:
    """The lines as one text; `words` is the whole document, which shows how a word at a hyphen is written."""
    text = ""
    for line in lines:
        if text.endswith(_HYPHENS):
            text = text[:-1] + line
        elif text.endswith("-") and text[-2:-1].islower() and line[:1].islower():
            compound = f"{text.rsplit(' ', 1)[-1]}{line.split(' ', 1)[0]}"
            text = (text if compound in words else text[:-1]) + line
        elif text and not (_UNSPACED.match(text[-1]) or _UNSPACED.match(line)):
            text = f"{text} {line}"
        else:
            text += line
    return text

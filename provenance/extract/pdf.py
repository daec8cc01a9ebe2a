"""PDF files.

PDFium reads the lines, in a process of its own (see `pdf_worker`): of four readers that were compared it gave
the most text in the right order, in a quarter of the time of the next.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from provenance.errors import EmptyPage, UnreadableFile
from provenance.extract import pdf_worker
from provenance.extract.assembly import Details, Mark, assemble, join
from provenance.extract.pdf_layout import Line, lay_out
from provenance.extract.plain import normalised, read_plain
from provenance.language import detect_language
from provenance.values import Article

#: How long the reading of one file may take, in seconds; twice what it may compute, for a busy machine.
_PATIENCE = 2 * pdf_worker.MOST_SECONDS
_INSTEAD = "give the text itself, or the web page that it was printed from"
_PROBLEMS = {
    pdf_worker.PROTECTED: "This PDF is locked with a password; save a copy without one, or give the text itself.",
    pdf_worker.TOO_LONG: f"This PDF is far longer than an article; {_INSTEAD}.",
    pdf_worker.BROKEN: f"This PDF is damaged and cannot be read; {_INSTEAD}.",
}
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
#: No line of a right-to-left script begins with these, unless its letters were stored as drawn.
_CLOSING = re.compile(r"[.،؟:؛]\S")


def read_pdf(content: bytes, url: str | None, article_id: str | None) -> Article:
    """The article of a PDF.

    Args:
        content: The file.
        url: Where it was fetched from.
        article_id: Kept verbatim; without one, the URL or a hash of the text stands in.

    Raises:
        EmptyPage: There is no text in it, only pictures.
        UnreadableFile: It is locked, damaged, far too long, or its text cannot be put in order.
    """
    title, lines = _read_lines(content)
    if not lines:
        raise EmptyPage("This PDF holds no text, only pictures; run text recognition on it, or give the text itself.")
    _expect_reading_order(lines)
    text, placed = join(lay_out(lines))
    reading = read_plain(text, detect_language(text))
    marks = [_labelled(mark, plain) for mark, plain in zip(placed, reading.marks, strict=True)]
    headline = next((text[mark.start : mark.end] for mark in marks if mark.kind == "heading"), None)
    return assemble(text, marks, Details(headline or title or None, url, published=reading.published), article_id)


def _labelled(mark: Mark, plain: Mark) -> Mark:
    """A paragraph as the layout labels it, else as its words do."""
    return mark if mark.kind != "body" else replace(mark, kind=plain.kind)


def _read_lines(content: bytes) -> tuple[str, list[Line]]:
    # -P: the worker's folder holds modules of ours that could stand in for others of the same name.
    command = [sys.executable, "-P", str(Path(pdf_worker.__file__))]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 - ours
        found = json.loads(done.stdout or "{}")
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise UnreadableFile(_PROBLEMS[pdf_worker.BROKEN]) from error
    if "lines" not in found:
        raise UnreadableFile(_PROBLEMS[found.get("problem", pdf_worker.BROKEN)])
    lines = [replace(line, text=normalised(line.text).strip()) for line in (Line(*values) for values in found["lines"])]
    return normalised(found["title"]).strip(), [line for line in lines if line.text]


def _expect_reading_order(lines: Sequence[Line]) -> None:
    letters = "".join(line.text for line in lines)
    if 2 * len(_RIGHT_TO_LEFT.findall(letters)) < sum(map(str.isalpha, letters)):
        return
    if any(_CLOSING.match(line.text) for line in lines):
        raise UnreadableFile(f"This PDF stores its letters in the order of their drawing; {_INSTEAD}.")

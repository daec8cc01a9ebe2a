"""CSV tables whose first row names the columns: `id, url, title, text, language, outlet, published`.

Only `text` must be there, and other columns are passed over. Commas, semicolons, tabs and bars may
separate the columns.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from provenance.ingest.fields import FIELDS, article_of_fields
from provenance.ingest.lines import LONGEST_LINE, Line, read_lines
from provenance.ingest.record import Record, SourceFile, Unreadable, refused
from provenance.values import Article

_SEPARATORS: Final = ",;\t|"
_TEXT: Final = "text"
#: What a byte that is not UTF-8 was read as.
_NOT_UTF8: Final = re.compile("[\udc80-\udcff]")


class _Lines(Iterator[str]):
    """The lines as text, counted; bytes that are not UTF-8 come as halves of surrogate pairs."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self.number = 0
        self.taken = 0

    def __next__(self) -> str:
        line = next(self._lines)
        self.number = line.number
        self.taken += line.size
        # A line beyond the cap becomes one that no row can hold; its record says so.
        return "\udcff\n" if line.content is None else line.content.decode("utf-8", "surrogateescape")


def read_table(file: SourceFile) -> Iterator[Record]:
    """One record for each row, and one for what is wrong with the file itself."""
    source = str(file.path)
    # The csv module knows one limit for the whole program; a field may be as long as a line.
    csv.field_size_limit(LONGEST_LINE)
    lines = _Lines(read_lines(file.path, blank=True))
    try:
        first = next(lines, "")
        columns, separator = _columns(first)
        rows = csv.reader(lines, delimiter=separator)
        while True:
            before, begins = lines.taken, lines.number + 1
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error:
                yield refused(source, f"line {begins}", Unreadable("it is no row of a table"))
                continue
            if row:
                read = partial(_article, columns, tuple(row))
                yield Record(source, f"line {begins}", lines.taken - before, read, sum(map(len, row)))
    except (Unreadable, OSError) as error:
        yield refused(source, "file", error)


def _columns(first: str) -> tuple[tuple[str, ...], str]:
    for separator in _SEPARATORS:
        try:
            row = next(csv.reader([first.removeprefix("\ufeff")], delimiter=separator), [])
        except csv.Error:
            continue
        columns = tuple(name.strip().lower() for name in row)
        if _TEXT in columns:
            return columns, separator
    raise Unreadable(f'its first row names no column "{_TEXT}"; the columns are {", ".join(FIELDS)}')


def _article(columns: Sequence[str], row: Sequence[str]) -> Article:
    if any(map(_NOT_UTF8.search, row)):
        raise Unreadable("it is not UTF-8, or far too long")
    if len(row) > len(columns):
        raise Unreadable(f"it has {len(row)} columns and the first row names {len(columns)}")
    return article_of_fields({name: value or None for name, value in zip(columns, row, strict=False)})

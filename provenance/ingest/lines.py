"""Lines of a plain or packed file, with caps on a line and on what the file unpacks to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from provenance.ingest.packed import Damaged, most_unpacked, read_line, unpacked
from provenance.ingest.record import Unreadable

LONGEST_LINE: Final = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1, its bytes (None where it is too long), what of the file it took."""

    number: int
    content: bytes | None
    size: int


def read_lines(path: Path, *, blank: bool = False) -> Iterator[Line]:
    """The lines of a file, in bounded memory; blank ones too where they are asked for.

    Raises:
        Unreadable: the packed file is damaged, or unpacks to more than the caps.
        OSError: it cannot be opened.
    """
    most = most_unpacked(path.stat().st_size)
    with path.open("rb") as raw, unpacked(raw, path) as file:
        number = taken = before = 0
        while True:
            try:
                content, length = _next_line(file)
            except Damaged as error:
                raise Unreadable(f"the file is damaged after line {number}, nothing behind it was read") from error
            if not length:
                return
            number += 1
            taken += length
            if taken > most:
                raise Unreadable(f"the file unpacks to too much, nothing after line {number} was read")
            here = raw.tell()
            if blank or content is None or content.strip():
                yield Line(number, content, here - before)
                before = here


def _next_line(file: IO[bytes]) -> tuple[bytes | None, int]:
    """The next line and its length in bytes; None for a line beyond the cap, which is passed over."""
    content = read_line(file, LONGEST_LINE + 1)
    length = len(content)
    if length <= LONGEST_LINE:
        return content, length
    rest = content
    while rest and not rest.endswith(b"\n"):
        rest = read_line(file, LONGEST_LINE)
        length += len(rest)
    return None, length

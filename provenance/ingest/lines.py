"""Lines of a plain, gzip or xz file, with caps on a line and on what the file unpacks to."""

from __future__ import annotations

import gzip
import lzma
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, cast

from provenance.ingest.record import Unreadable

LONGEST_LINE: Final = 16 * 2**20
#: A file may unpack to this much, and to this many times its own size.
LARGEST_FILE: Final = 256 * 2**30
MOST_TIMES: Final = 1000
_FREE: Final = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1, its bytes (None where it is too long), what of the file it took."""

    number: int
    content: bytes | None
    size: int


def read_lines(path: Path) -> Iterator[Line]:
    """The lines of a file that are not blank, in bounded memory.

    Raises:
        Unreadable: the packed file is damaged, or unpacks to more than the caps.
        OSError: it cannot be opened.
    """
    most = min(LARGEST_FILE, max(_FREE, MOST_TIMES * path.stat().st_size))
    with path.open("rb") as raw, _unpacked(raw, path.suffix.lower()) as file:
        number = taken = before = 0
        while True:
            try:
                content, length = _next_line(file)
            except (EOFError, OSError, zlib.error, lzma.LZMAError) as error:
                raise Unreadable(f"the file is damaged after line {number}, nothing behind it was read") from error
            if not length:
                return
            number += 1
            taken += length
            if taken > most:
                raise Unreadable(f"the file unpacks to too much, nothing after line {number} was read")
            here = raw.tell()
            if content is None or content.strip():
                yield Line(number, content, here - before)
                before = here


def _unpacked(raw: IO[bytes], ending: str) -> IO[bytes]:
    if ending == ".gz":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
    if ending == ".xz":
        return cast("IO[bytes]", lzma.LZMAFile(raw))
    return raw


def _next_line(file: IO[bytes]) -> tuple[bytes | None, int]:
    """The next line and its length in bytes; None for a line beyond the cap, which is passed over."""
    content = file.readline(LONGEST_LINE + 1)
    length = len(content)
    if length <= LONGEST_LINE:
        return content, length
    rest = content
    while rest and not rest.endswith(b"\n"):
        rest = file.readline(LONGEST_LINE)
        length += len(rest)
    return None, length

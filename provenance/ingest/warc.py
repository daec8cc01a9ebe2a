"""WARC files (ISO 28500:2017), packed as crawls publish them or not: the pages that sites delivered.

The records are framed here; what a page's record holds is taken apart where the record is read, in
another process where there are some.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from provenance.ingest.capture import read_capture
from provenance.ingest.framing import BEGINNING, Broken, Framed, frames
from provenance.ingest.members import Members, Stream
from provenance.ingest.packed import most_unpacked
from provenance.ingest.record import Record, SourceFile, Unreadable, refused

_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)? 200\b")
_HTML: Final = re.compile(rb"^content-type:[ \t]*(?:text/html|application/xhtml\+xml)\b", re.IGNORECASE | re.MULTILINE)
_LARGEST_HTTP_HEAD: Final = 2**16
_LONGEST_URL: Final = 200
_PAGE_TYPES: Final = ("text/html", "application/xhtml+xml")
_DAMAGED: Final = Broken("it is damaged or was cut short")
_NOTHING: Final = "it holds no WARC records"


def read_warc(file: SourceFile) -> Iterator[Record]:
    """One record for each page that was delivered, and one for each part of the file that cannot be read."""
    source = str(file.path)
    try:
        with file.path.open("rb") as raw:
            size = file.path.stat().st_size
            yield from archive_records(raw, source, packed=source.lower().endswith(".gz"), most=most_unpacked(size))
    except OSError as error:
        yield refused(source, "file", error)


def archive_records(raw: Stream, source: str, *, packed: bool, most: int, prefix: str = "") -> Iterator[Record]:
    """The records of pages in an archive.

    Args:
        raw: The archive's bytes.
        source: The file that it is or lies in.
        packed: Whether it is a gzip file.
        most: How many bytes it may unpack to.
        prefix: Stands before the record's number in its place.
    """
    number = before = 0
    counted = _Counted(raw)
    for number, one in enumerate(_packed(counted, most) if packed else frames(counted), start=1):
        record = _record(one, source, f"{prefix}record {number}", counted.taken - before)
        if record is not None:
            before = counted.taken
            yield record
    if not number:
        yield refused(source, f"{prefix}file", Unreadable(_NOTHING))


def _record(one: Framed | Broken, source: str, place: str, size: int) -> Record | None:
    """The record of a page or of what cannot be read; None for one that is neither."""
    if isinstance(one, Broken):
        return refused(source, place, Unreadable(one.reason), size=size)
    if not _is_page(one):
        return None
    url = one.header.get("warc-target-uri", "").strip("<>")
    place = f"{place} {url[:_LONGEST_URL]}".rstrip()
    if "warc-truncated" in one.header:
        # Half an article would make the other half look like an addition of its reposts.
        return refused(source, place, Unreadable("its crawler cut it short"), size=size)
    read = partial(read_capture, one.content, url)
    return Record(source, place, size, read, len(one.content), one.header.get("warc-date"))


class _Counted:
    """A stream that knows how much was read from it."""

    def __init__(self, raw: Stream) -> None:
        self._raw = raw
        self.taken = 0

    def read(self, size: int, /) -> bytes:
        block = self._raw.read(size)
        self.taken += len(block)
        return block


def _packed(raw: Stream, most: int) -> Iterator[Framed | Broken]:
    members = Members(raw, BEGINNING, most)
    for member in members:
        empty = True
        if member is not None:
            for one in frames(member):
                empty = False
                yield _DAMAGED if member.damaged else one
        if empty:
            yield _DAMAGED
    if members.left < 0:
        yield Broken("the file unpacks to too much, and nothing behind this was read")


def _is_page(record: Framed) -> bool:
    """Whether a record holds a page that its site delivered (and not a request, an image or a refusal)."""
    kind = record.header.get("warc-type", "")
    if kind == "resource":
        return record.header.get("content-type", "").split(";")[0].strip().lower() in _PAGE_TYPES
    if kind != "response" or not _STATUS.match(record.content):
        return False
    ends = record.content.find(b"\r\n\r\n", 0, _LARGEST_HTTP_HEAD)
    return bool(_HTML.search(record.content, 0, ends if ends >= 0 else _LARGEST_HTTP_HEAD))

"""The records of a WARC stream (ISO 28500:2017), framed by their headers; the contents are not looked into.

A record whose length is not what its header says is named, and reading goes on where the next one begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from provenance.ingest.members import Stream

BEGINNING: Final = b"WARC/"
LARGEST_RECORD: Final = 16 * 2**20
_LARGEST_HEAD: Final = 2**16
_BLOCK: Final = 2**16
#: A file may contradict itself so often; searching inside each of its claims would take for ever.
_MOST_LIES: Final = 100
_HEAD_ENDS: Final = re.compile(rb"\r?\n\r?\n")
_BLANK_LINES: Final = re.compile(rb"[\r\n]*")
_ENDS: Final = b"\r\n\r\n"
_NEXT: Final = b"\nWARC/1"


@dataclass(frozen=True, slots=True)
class Framed:
    """A record: its header with names in lower case, and its content."""

    header: Mapping[str, str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that cannot be framed, and why."""

    reason: str


def frames(stream: Stream) -> Iterator[Framed | Broken]:
    """The records of a stream in order, in bounded memory."""
    window = _Window(stream)
    lies = 0
    while window.begins():
        head = window.head()
        if head is None:
            yield Broken("it does not begin as a WARC record does")
            if not window.seek():
                return
            continue
        header = _fields(head)
        length = header.get("content-length", "")
        if not (length.isascii() and length.isdecimal() and len(length) < 16):
            yield Broken("its header states no length")
            if not window.seek():
                return
            continue
        if int(length) > LARGEST_RECORD:
            whole = window.skip(int(length))
            yield Broken(f"it has more than {LARGEST_RECORD // 2**20} MiB" if whole else "it was cut short")
            continue
        content = window.take(int(length))
        short = len(content) < int(length)
        if not short and window.at_boundary():
            yield Framed(header, content)
            continue
        yield Broken("it was cut short" if short else "its length is not what its header says")
        lies += 1
        if lies <= _MOST_LIES:
            window.give_back(content)
        if not window.seek():
            return


class _Window:
    """What of a stream was read: `_held`, of which everything before `_at` is used."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._held = b""
        self._at = 0

    def begins(self) -> bool:
        """Pass over blank lines; whether anything follows."""
        while True:
            self._at = _match_end(_BLANK_LINES, self._held, self._at)
            if self._at < len(self._held) or not self._more():
                return self._at < len(self._held)

    def head(self) -> bytes | None:
        """The header of a record, up to its blank line; None where none begins here."""
        while True:
            ends = _HEAD_ENDS.search(self._held, self._at, self._at + _LARGEST_HEAD)
            if ends or self._left() >= _LARGEST_HEAD or not self._more():
                break
        if ends is None or not self._held.startswith(BEGINNING, self._at):
            return None
        return self.take(ends.end() - self._at)

    def take(self, length: int) -> bytes:
        """The next bytes, fewer at the end of the stream."""
        pieces = []
        while length > 0 and (self._left() or self._more()):
            pieces.append(self._held[self._at : self._at + length])
            self._at += len(pieces[-1])
            length -= len(pieces[-1])
        return b"".join(pieces)

    def skip(self, length: int) -> bool:
        """Pass over bytes; whether there were as many."""
        while length > 0 and (self._left() or self._more()):
            step = min(length, self._left())
            self._at += step
            length -= step
        return not length

    def at_boundary(self) -> bool:
        """Whether here, after blank lines, a record begins or the stream ends, or a record has just ended."""
        while self._left() < len(_ENDS) and self._more():
            pass
        ended = self._held.startswith(_ENDS, self._at)
        return ended or not self.begins() or self._held.startswith(BEGINNING, self._at)

    def seek(self) -> bool:
        """Go to where the next record begins; whether there is one."""
        while True:
            found = self._held.find(_NEXT, self._at)
            if found >= 0:
                self._at = found + 1
                return True
            self._at = max(self._at, len(self._held) - len(_NEXT) + 1)
            if not self._more():
                return False

    def give_back(self, content: bytes) -> None:
        """Have the content read again."""
        self._held, self._at = content + self._held[self._at :], 0

    def _left(self) -> int:
        return len(self._held) - self._at

    def _more(self) -> bool:
        block = self._stream.read(_BLOCK)
        self._held, self._at = self._held[self._at :] + block, 0
        return bool(block)


def _match_end(pattern: re.Pattern[bytes], content: bytes, at: int) -> int:
    found = pattern.match(content, at)
    return found.end() if found else at


def _fields(head: bytes) -> dict[str, str]:
    fields = {}
    for line in head.splitlines()[1:]:
        name, _, value = line.decode("utf-8", "replace").partition(":")
        fields[name.strip().lower()] = value.strip()
    return fields

"""The members of a gzip file one by one; a damaged one costs itself and not those behind it.

WARC files hold each record in a member of its own (WARC 1.1, annex D), so that a flipped bit can be
passed over by looking for where the next member begins.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final, Protocol

_MAGIC: Final = b"\x1f\x8b\x08"
_GZIP: Final = 31
_BLOCK: Final = 2**16
#: Enough packed bytes to see how a member begins.
_ENOUGH: Final = 2**12
#: What may stand between members.
_PADDING: Final = b"\x00\r\n"


class Stream(Protocol):
    """Bytes to be read once."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most `size`; none at the end."""


class Member:
    """The content of one member as a stream; `damaged` is true once a fault was met, which also ends it."""

    def __init__(self, packed: Members) -> None:
        self._packed = packed
        self._inflater = zlib.decompressobj(_GZIP)
        self.damaged = False

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most `size`; none at the end."""
        while not (self.damaged or self._inflater.eof):
            fed = self._packed.take()
            try:
                content = self._inflater.decompress(fed, size)
            except zlib.error:
                # The next member may begin inside the very bytes in which the fault was met.
                self._packed.give_back(fed)
                self.damaged = True
                return b""
            self._packed.give_back(self._inflater.unused_data or self._inflater.unconsumed_tail)
            self._packed.left -= len(content)
            self.damaged = self._packed.left < 0 or not (content or fed)
            if content:
                return content
        return b""

    def finish(self) -> None:
        """Read what is left, so that the next member can be read."""
        while self.read(_BLOCK):
            pass


class Members:
    """The members of a file that begin with the bytes `begins`; all together may unpack to `most` bytes.

    `left` is how many are left of those; reading ends when none are.
    """

    def __init__(self, raw: Stream, begins: bytes, most: int) -> None:
        self.left = most
        self._raw = raw
        self._begins = begins
        self._pending = b""

    def __iter__(self) -> Iterator[Member | None]:
        """The members in order, and None where something else was passed over."""
        damaged = False
        while self.left > 0:
            found, strayed = self._seek()
            # The rest of a damaged member is no news.
            if strayed and not damaged:
                yield None
            if not found:
                return
            member = Member(self)
            yield member
            member.finish()
            damaged = member.damaged
            if damaged:
                # Its own first byte must not be taken for the beginning of the next one.
                self.give_back(self.take()[1:])

    def take(self) -> bytes:
        """Packed bytes; none at the end of the file."""
        block = self._pending or self._raw.read(_BLOCK)
        self._pending = b""
        return block

    def give_back(self, block: bytes) -> None:
        """Put bytes back that were taken last."""
        self._pending = block

    def _seek(self) -> tuple[bool, bool]:
        """Go to where the next member begins; whether there is one, and whether anything stood before it."""
        at, strayed = 0, False
        while True:
            found = self._pending.find(_MAGIC, at)
            end = found if found >= 0 else max(at, len(self._pending) - len(_MAGIC) + 1)
            strayed = strayed or bool(self._pending[at:end].strip(_PADDING))
            if len(self._pending) - end < _ENOUGH and (more := self._raw.read(_BLOCK)):
                self._pending, at = self._pending[end:] + more, 0
                continue
            if found < 0:
                return False, strayed or bool(self._pending[end:].strip(_PADDING))
            if self._opens(self._pending[found : found + _ENOUGH]):
                self._pending = self._pending[found:]
                return True, strayed
            at, strayed = found + 1, True

    def _opens(self, packed: bytes) -> bool:
        try:
            return zlib.decompressobj(_GZIP).decompress(packed, len(self._begins)) == self._begins
        except zlib.error:
            return False

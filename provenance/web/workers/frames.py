"""Messages between the desk and its workers: one line of JSON, then the raw parts that it announces."""

from __future__ import annotations

import json
from asyncio import StreamReader
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

#: Bytes of a header, and of all parts of a message.
LONGEST_HEADER, LARGEST_PARTS = 1_000_000, 256_000_000
_SIZES = "sizes"


@dataclass(frozen=True, slots=True)
class Frame:
    """One message: `header` holds plain values, `parts` what would be clumsy as JSON."""

    header: dict[str, Any]
    parts: tuple[bytes, ...] = ()

    def encoded(self) -> bytes:
        """The message as it travels."""
        header = json.dumps(self.header | {_SIZES: [len(part) for part in self.parts]})
        return header.encode() + b"\n" + b"".join(self.parts)


def read_frame(stream: BinaryIO) -> Frame | None:
    """The next message of a blocking stream; None at its end."""
    line = stream.readline(LONGEST_HEADER)
    if not line.endswith(b"\n"):
        return None
    header, sizes = _opened(line)
    parts = tuple(stream.read(size) for size in sizes)
    return Frame(header, parts) if [len(part) for part in parts] == sizes else None


async def receive_frame(stream: StreamReader) -> Frame | None:
    """The next message of an asynchronous stream; None at its end."""
    line = await stream.readline()
    if not line.endswith(b"\n"):
        return None
    header, sizes = _opened(line)
    return Frame(header, tuple([await stream.readexactly(size) for size in sizes]))


def _opened(line: bytes) -> tuple[dict[str, Any], Sequence[int]]:
    header = json.loads(line)
    sizes = header.pop(_SIZES)
    if sum(sizes) > LARGEST_PARTS:
        raise ValueError("a message between the desk and a worker is too large")
    return header, sizes

"""Packed files as streams, and how much one may unpack to."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
import zlib
from pathlib import Path
from typing import IO, Final, cast

#: The endings of packed files; the ending before it tells what was packed.
PACKINGS: Final = (".gz", ".xz", ".zst", ".bz2")
#: A file may unpack to this much, and to this many times its own size.
LARGEST_FILE: Final = 256 * 2**30
MOST_TIMES: Final = 1000
_FREE: Final = 64 * 2**20
#: As a power of two, in bytes.
_LARGEST_WINDOW: Final = 27


class Damaged(Exception):
    """Packed bytes that cannot be unpacked."""


def most_unpacked(packed_bytes: int) -> int:
    """How many bytes a file of this size may unpack to before it counts as a decompression bomb."""
    return min(LARGEST_FILE, max(_FREE, MOST_TIMES * packed_bytes))


def unpacked(raw: IO[bytes], path: Path) -> IO[bytes]:
    """The content of a file that may be packed, by the ending of its name, as a stream."""
    ending = path.suffix.lower()
    if ending == ".gz":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
    if ending == ".xz":
        return cast("IO[bytes]", lzma.LZMAFile(raw))
    if ending == ".bz2":
        return cast("IO[bytes]", bz2.BZ2File(raw))
    return _zstandard(raw) if ending == ".zst" else raw


def read_line(file: IO[bytes], most: int) -> bytes:
    """The next line of an unpacked file, or its first `most` bytes.

    Raises:
        Damaged: The packed file is damaged or was cut short.
    """
    try:
        return file.readline(most)
    except (EOFError, OSError, zlib.error, lzma.LZMAError) as error:
        raise Damaged from error


def _zstandard(raw: IO[bytes]) -> IO[bytes]:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    class Lines(zstd.ZstdFile):
        """Its own errors as the OSError that the other packings raise."""

        def readline(self, size: int | None = -1) -> bytes:
            try:
                return super().readline(size)
            except zstd.ZstdError as error:
                raise OSError(str(error)) from error

    # A file may ask for gigabytes of memory to be unpacked in.
    return cast("IO[bytes]", Lines(raw, options={zstd.DecompressionParameter.window_log_max: _LARGEST_WINDOW}))

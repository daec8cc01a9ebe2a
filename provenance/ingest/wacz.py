"""WACZ files (Web Archive Collection Zipped 1.1.1): the WARC files in a ZIP file.

Nothing is unpacked onto the disk, so that no name in the file can lead anywhere.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Final

from provenance.ingest.packed import most_unpacked
from provenance.ingest.record import Record, SourceFile, Unreadable, refused
from provenance.ingest.warc import archive_records

_ARCHIVES: Final = "archive/"
_ENDINGS: Final = (".warc", ".warc.gz")
_MOST_ENTRIES: Final = 20_000
#: The directory at the end of a ZIP file, which has to be held in memory, may take this much of it.
_LARGEST_DIRECTORY: Final = 16 * 2**20
_END: Final = b"PK\x05\x06"
_LARGEST_END: Final = 2**16 + 22
_WIDE: Final = 0xFFFFFFFF


def read_wacz(file: SourceFile) -> Iterator[Record]:
    """One record for each page that was delivered, and one for each part of the file that cannot be read."""
    source = str(file.path)
    try:
        size = file.path.stat().st_size
        with file.path.open("rb") as raw:
            _check_directory(raw, size)
            with zipfile.ZipFile(raw) as wacz:
                yield from _records(wacz, source, size)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, NotImplementedError):
        yield refused(source, "file", Unreadable("it is no WACZ file, or is damaged"))
    except (OSError, Unreadable) as error:
        yield refused(source, "file", error)


def _records(wacz: zipfile.ZipFile, source: str, size: int) -> Iterator[Record]:
    entries = wacz.infolist()
    if len(entries) > _MOST_ENTRIES:
        raise Unreadable(f"it holds more than {_MOST_ENTRIES:,} files")
    archives = [one for one in entries if one.filename.startswith(_ARCHIVES)]
    archives = [one for one in archives if one.filename.lower().endswith(_ENDINGS)]
    if not archives:
        raise Unreadable("it holds no WARC file under archive/")
    budget = _Budget(most_unpacked(size))
    for entry in archives:
        name = entry.filename.removeprefix(_ARCHIVES)
        try:
            with wacz.open(entry) as member:
                yield from archive_records(
                    _Unzipped(member, budget),
                    source,
                    packed=name.lower().endswith(".gz"),
                    most=budget.left,
                    prefix=f"{name} ",
                )
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
            yield refused(source, f"{name} file", Unreadable("it is damaged, and nothing behind this was read"))
        except Unreadable as error:
            yield refused(source, f"{name} file", error)


class _Budget:
    def __init__(self, most: int) -> None:
        self.left = most


class _Unzipped:
    """A file of the ZIP file that may not unpack to more than is left of the budget of all."""

    def __init__(self, member: IO[bytes], budget: _Budget) -> None:
        self._member = member
        self._budget = budget

    def read(self, size: int, /) -> bytes:
        block = self._member.read(size)
        self._budget.left -= len(block)
        if self._budget.left < 0:
            raise Unreadable("the file unpacks to too much, and nothing behind this was read")
        return block


def _check_directory(raw: IO[bytes], size: int) -> None:
    # The standard library reads the whole directory at once, however large the file says that it is.
    raw.seek(max(0, size - _LARGEST_END))
    end = raw.read(_LARGEST_END)
    at = end.rfind(_END)
    stated = int.from_bytes(end[at + 12 : at + 16], "little") if at >= 0 else 0
    if stated == _WIDE:
        wide = end.rfind(b"PK\x06\x06")
        stated = int.from_bytes(end[wide + 40 : wide + 48], "little") if wide >= 0 else _WIDE
    if stated > _LARGEST_DIRECTORY:
        raise Unreadable("its list of files is far too long")
    raw.seek(0)

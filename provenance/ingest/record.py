"""What a reader finds in a source, before it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, Protocol

from provenance.errors import ProvenanceError
from provenance.values import Article


class Unreadable(Exception):
    """A record that cannot be read; the text says why and stands in the list of rejects."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a source, read only when `read` is called, which may be in another process.

    `source` is the file or address that it comes from and `place` tells where in it it stands ("line
    12"); `size` is what it takes of the file's bytes, for the progress bar, and `weight` how many bytes
    it holds until it is read. `captured` is when it was taken from its site (ISO 8601), where that is
    known. A run that goes on where another stopped passes over the records that are `counted`; the others
    are known by what was noted of them.
    """

    source: str
    place: str
    size: int
    read: Callable[[], Article]
    weight: int = 0
    captured: str | None = None
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """Something to remember as soon as everything before it was read."""

    key: str
    value: str


Item = Record | Note


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a source; `id` is for the article of a file that holds one without an id of its own."""

    path: Path
    id: str


class Reader(Protocol):
    """One kind of file."""

    def __call__(self, file: SourceFile, /) -> Iterator[Record]:
        """Its records, the same ones in the same order as long as the file does not change."""


def refused(source: str, place: str, error: Exception, *, size: int = 0, counted: bool = True) -> Record:
    """The record of something that turned out before its reading not to be readable."""
    return Record(source, place, size, _Refusal(error), counted=counted)


def outcome(record: Record) -> Article | str:
    """The article of a record, or why there is none."""
    try:
        return record.read()
    except (ProvenanceError, Unreadable) as error:
        return str(error)
    except OSError as error:
        return error.strerror or "it cannot be opened"
    except MemoryError:
        return "reading it takes more memory than there is"
    except Exception as error:  # noqa: BLE001 - one hostile page must not end a night's run
        return f"reading it failed ({type(error).__name__})"


@dataclass(frozen=True, slots=True)
class _Refusal:
    error: Exception

    def __call__(self) -> NoReturn:
        raise self.error

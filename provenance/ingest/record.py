"""What a reader finds in a source, before it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from provenance.values import Article


class Unreadable(Exception):
    """A record that cannot be read; the text says why and stands in the list of rejects."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a source, read only when `read` is called.

    `place` tells where in its file it stands ("line 12"); `size` is what it takes of the file's bytes,
    for the progress bar.
    """

    file: Path
    place: str
    size: int
    read: Callable[[], Article]


class Reader(Protocol):
    """One kind of source."""

    def files(self) -> Iterator[Path]:
        """The files that it is made of, in the order in which they are read."""

    def records(self) -> Iterator[Record]:
        """Its records, the same ones in the same order as long as the files do not change."""

"""All sources of a run as one stream of articles that an interrupted run can go on with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from provenance.errors import ConfigurationError, ProvenanceError
from provenance.ingest.folder import FolderReader
from provenance.ingest.jsonl import ENDINGS, JsonLinesReader, is_json_lines
from provenance.ingest.pages import PAGE_ENDINGS, PageReader, is_page
from provenance.ingest.record import Reader, Record, Unreadable
from provenance.library import Reject
from provenance.values import Article


def read_sources(sources: Sequence[str], *, on_reject: Callable[[Reject], None]) -> Sources:
    """The articles of files and folders, as a stream.

    Args:
        sources: paths as the user named them.
        on_reject: called for every record that could not be read.

    Raises:
        ConfigurationError: a source is not there or of no known kind.
    """
    return Sources([_reader(source) for source in sources], on_reject)


class Sources(Iterator[Article]):
    """Articles one after the other.

    `position` counts the records passed, rejected ones included; `fingerprint` changes with the names,
    lengths and times of the files.
    """

    def __init__(self, readers: Sequence[Reader], on_reject: Callable[[Reject], None]) -> None:
        self.position = 0
        self.fingerprint, self._total = _fingerprint(readers)
        self._records = chain.from_iterable(reader.records() for reader in readers)
        self._read = 0
        self._on_reject = on_reject

    @property
    def fraction(self) -> float | None:
        """How much of the sources was read, 0..1."""
        return min(1.0, self._read / self._total) if self._total else None

    def skip(self, records: int) -> None:
        """Pass over records without reading them."""
        for _ in range(records):
            if self._next_record() is None:
                return

    def __next__(self) -> Article:
        """The next article that can be read."""
        while record := self._next_record():
            try:
                return record.read()
            except (ProvenanceError, Unreadable) as error:
                reason = str(error)
            except OSError as error:
                reason = error.strerror or "it cannot be opened"
            except Exception as error:  # noqa: BLE001 - one hostile page must not end a night's run
                reason = f"reading it failed ({type(error).__name__})"
            self._on_reject(Reject(str(record.file), record.place, reason))
        raise StopIteration

    def _next_record(self) -> Record | None:
        record = next(self._records, None)
        if record is not None:
            self.position += 1
            self._read += record.size
        return record


def _reader(source: str) -> Reader:
    path = Path(source)
    if path.is_dir():
        return FolderReader(path)
    if not path.is_file():
        raise ConfigurationError(f"There is no file or folder {source}; check the name of the source.")
    if is_json_lines(path):
        return JsonLinesReader(path)
    if is_page(path):
        return PageReader(path)
    raise ConfigurationError(
        f"{source} is of no kind that an index is made from; give a folder, or a file that ends in "
        f"{', '.join(sorted(PAGE_ENDINGS))} or {', '.join(ENDINGS)}."
    )


def _fingerprint(readers: Sequence[Reader]) -> tuple[str, int]:
    digest = hashlib.sha256()
    total = 0
    for path in chain.from_iterable(reader.files() for reader in readers):
        try:
            known = path.stat()
        except OSError:
            continue
        digest.update(json.dumps([str(path.absolute()), known.st_size, known.st_mtime_ns]).encode())
        total += known.st_size
    return digest.hexdigest(), total

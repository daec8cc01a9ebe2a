"""What the sources remember between runs (which pages and files were seen), kept in the tables of the parts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from provenance.library import schema
from provenance.library.cluster.settings import cluster_of
from provenance.library.home import existing_folder
from provenance.library.manifest import read_manifest


class SourceMemory(MutableMapping[str, str]):
    """Answers from the tables that it looks into; what is added waits until `store` is called with its batch."""

    def __init__(self) -> None:
        self._tables: list[schema.Tables] = []
        self._waiting: dict[str, str] = {}
        self._resources = ExitStack()

    def look_into(self, tables: Sequence[schema.Tables]) -> None:
        """Answer from these tables from now on; the first that knows a key decides."""
        self._resources.close()
        self._tables = list(tables)

    def open(self, name: str, home: Path) -> None:
        """Answer from what a live index remembers, until a writer takes over.

        Raises:
            ConfigurationError: the name could lead out of `home`.
            IndexMissing: there is no index of that name.
            IndexBroken: its manifest cannot be read.
            IndexIncompatible: it has another format version.
        """
        folder = existing_folder(name, home)
        if settings := cluster_of(folder):
            from provenance.library.cluster.overview import reading

            self._tables.append(self._resources.enter_context(reading(folder, settings)).tables)
            return
        for part in reversed(read_manifest(folder)[0].parts):
            tables = schema.open_finished(folder / part.generation / schema.ARTICLES_FILE)
            self._tables.append(self._resources.enter_context(closing(tables)))

    def close(self) -> None:
        """Close what `open` opened."""
        self.look_into(())

    def store(self, tables: sqlite3.Connection) -> None:
        """Write what was added since; within the transaction of the articles that came before it."""
        tables.executemany("INSERT OR REPLACE INTO memory VALUES (?, ?)", self._waiting.items())
        self._waiting = {}

    def __getitem__(self, key: str) -> str:
        if key in self._waiting:
            return self._waiting[key]
        for tables in self._tables:
            row = tables.execute("SELECT value FROM memory WHERE key = ?", (key,)).fetchone()
            if row:
                return str(row[0])
        raise KeyError(key)

    def __setitem__(self, key: str, value: str) -> None:
        self._waiting[key] = value

    def __delitem__(self, key: str) -> None:
        raise TypeError("what was remembered is not forgotten")

    def __iter__(self) -> Iterator[str]:
        known = dict.fromkeys(self._waiting)
        for tables in self._tables:
            known |= dict.fromkeys(row[0] for row in tables.execute("SELECT key FROM memory"))
        return iter(known)

    def __len__(self) -> int:
        return sum(1 for _ in self)

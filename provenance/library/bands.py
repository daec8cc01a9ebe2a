"""The signatures of a build's articles, by which near copies are found.

Their numbers come in no order, so that storing those of one batch touches nearly every page of a large
table, and storing those of many batches at once hardly more. Until then they wait in memory; after an
interruption they are made again from the texts.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from provenance.duplicates import signature
from provenance.library.schema import Tables

#: Signatures that wait before they are stored: some 25 MB, and seconds to make again.
_MOST_WAITING = 16_384


class Bands:
    """The bands of the articles in some tables; those from the article `waiting_from` on are not stored."""

    def __init__(self, tables: sqlite3.Connection, waiting_from: int) -> None:
        """Make those again that waited when the tables were closed."""
        self._tables = tables
        self._waiting: dict[int, list[int]] = {}
        self._articles = 0
        for number, text in tables.execute("SELECT number, text FROM articles WHERE number >= ?", (waiting_from,)):
            self.add(number, signature(text))

    def add(self, number: int, bands: Iterable[int]) -> None:
        """Let an article be found by its bands."""
        self._articles += 1
        for band in bands:
            self._waiting.setdefault(band, []).append(number)

    def drop(self, number: int, bands: Iterable[int]) -> None:
        """Let an article be found no more."""
        for band in bands:
            if number in self._waiting.get(band, ()):
                self._waiting[band].remove(number)
        self._tables.executemany(
            "DELETE FROM bands WHERE value = ? AND article = ?", ((band, number) for band in bands)
        )

    def like(self, bands: Iterable[int], others: Iterable[Tables] = ()) -> set[int]:
        """The articles that share a band, those of other tables too."""
        found = {number for band in bands for number in self._waiting.get(band, ())}
        wanted = json.dumps(list(bands))
        for tables in (self._tables, *others):
            rows = tables.execute(
                "SELECT article FROM bands WHERE value IN (SELECT value FROM json_each(?))", (wanted,)
            )
            found.update(row[0] for row in rows)
        return found

    def store(self, *, all_of_them: bool) -> bool:
        """Store what waits, where that is much; whether nothing waits now."""
        if self._articles >= _MOST_WAITING or all_of_them:
            rows = sorted((band, number) for band, numbers in self._waiting.items() for number in numbers)
            self._tables.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", rows)
            self._waiting, self._articles = {}, 0
        return not self._articles

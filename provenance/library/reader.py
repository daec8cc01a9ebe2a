"""Reading an index: its live generation, opened once and kept, whatever a writer does meanwhile."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from provenance import index as backends
from provenance.errors import IndexBroken
from provenance.index import Index, Nearest, Queries
from provenance.library import schema
from provenance.library.manifest import Manifest
from provenance.library.records import load_articles
from provenance.library.terms import full_text_query
from provenance.values import Article, Coverage

#: Rows asked for each passage wanted, where long passages have several.
_WINDOWS = 3


@dataclass(frozen=True, slots=True)
class PassageRow:
    """Where a passage stands: `index`, `start` and `end` are those of its article."""

    id: int
    article_id: str
    index: int
    start: int
    end: int
    language: str


class OpenIndex:
    """One live generation, open for reading. Several threads may share it."""

    def __init__(
        self,
        name: str,
        manifest: Manifest,
        manifest_sha256: str,
        *,
        tables: sqlite3.Connection,
        rows: tuple[npt.NDArray[np.float16], npt.NDArray[np.int64]],
        ann: Path,
    ) -> None:
        """Read through what `open_index` opened; closing this closes `resources`."""
        self.name = name
        self.manifest = manifest
        self.manifest_sha256 = manifest_sha256
        self._tables = tables
        self._vectors, self._owners = rows
        self._ann = ann
        self.resources = ExitStack()
        self._backend: Index | None = None
        self._lock = RLock()
        with self._reading():
            # Read at once, so that the file stays open from here on even when its name goes.
            self._known: dict[str, Any] = json.loads(schema.get_meta(tables, "coverage"))
            self._several = self._known.get("several", True)

    def coverage(self) -> Coverage:
        """What a search of this index covers."""
        return coverage_of(self.name, self.manifest, self._known)

    def nearest(self, queries: Queries, k: int) -> Nearest:
        """The `k` most similar passages of each query, best first.

        Args:
            queries: unit vectors, float32 (n, d).
            k: passages wanted for each query.

        Returns:
            Ids of passages, int64 (n, k), and cosine similarities, float32 (n, k); where there are fewer
            than `k` the rest is -1 and -inf.
        """
        rows, similarities = self._search().nearest(queries, k * _WINDOWS if self._several else k)
        ids = np.where(rows < 0, -1, self._owners[np.maximum(rows, 0)]) if len(self._owners) else rows
        return _once_each(ids, similarities, k) if self._several else (ids, similarities)

    def passage_rows(self, ids: Iterable[int]) -> list[PassageRow]:
        """Where the passages with these ids stand, in the order of `ids`; unknown ids (-1) are left out."""
        wanted = [int(number) for number in ids]
        with self._reading():
            found = {
                row[0]: PassageRow(*row)
                for row in self._tables.execute(
                    'SELECT p.id, a.id, p.position, p.start, p."end", p.language FROM passages AS p '
                    "JOIN articles AS a ON a.number = p.article WHERE p.id IN (SELECT value FROM json_each(?))",
                    (json.dumps(sorted(set(wanted))),),
                )
            }
        return [found[number] for number in wanted if number in found]

    def article(self, article_id: str) -> Article:
        """The article of this id.

        Raises:
            KeyError: it is not in the index.
        """
        return self.articles([article_id])[0]

    def articles(self, ids: Sequence[str]) -> list[Article]:
        """The articles of these ids, in their order.

        Raises:
            KeyError: one is not in the index.
        """
        with self._reading():
            found = load_articles(self._tables, ids)
        return [found[id_] for id_ in ids]

    def outlets(self, ids: Iterable[str]) -> dict[str, str | None]:
        """The outlet of each article; ids that are not in the index are left out."""
        with self._reading():
            return {
                id_: outlet
                for wanted in dict.fromkeys(ids)
                for id_, outlet in self._tables.execute("SELECT id, outlet FROM articles WHERE id = ?", (wanted,))
            }

    def first_seen(self, article_id: str) -> str | None:
        """When an article first came into this index, ISO 8601 in UTC; None where it is not there."""
        with self._reading():
            row = self._tables.execute("SELECT first_seen FROM articles WHERE id = ?", (article_id,)).fetchone()
        return None if row is None else str(row[0])

    def vectors(self, ids: Sequence[int]) -> npt.NDArray[np.float32]:
        """The vectors of passages, float32 (n, d): unit rows, zeros for a passage that has none.

        A long passage with several vectors gives their mean.
        """
        wanted = np.asarray(ids, np.int64)
        first, after = np.searchsorted(self._owners, wanted), np.searchsorted(self._owners, wanted, side="right")
        vectors = np.zeros((len(wanted), self.manifest.dim), np.float32)
        one = np.flatnonzero(after > first)
        vectors[one] = self._vectors[first[one]]
        for place in np.flatnonzero(after > first + 1):
            vectors[place] = self._vectors[first[place] : after[place]].astype(np.float32).mean(0)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, norms, out=vectors, where=norms > 0)
        return vectors

    def lexical(self, terms: Sequence[str], k: int) -> list[tuple[int, float]]:
        """Passages that hold any of these names and numbers, best first, with a BM25 score (higher is better).

        Args:
            terms: names and numbers as they stand in a text, in any script, or romanised.
            k: passages wanted.
        """
        query = full_text_query(list(terms))
        if not query:
            return []
        with self._reading():
            rows = self._tables.execute(
                "SELECT rowid, -rank FROM terms WHERE terms MATCH ? ORDER BY rank LIMIT ?", (query, k)
            ).fetchall()
        return [(int(number), float(score)) for number, score in rows]

    def close(self) -> None:
        """Let go of the generation."""
        with self._lock:
            self.resources.close()
            self._backend = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _search(self) -> Index:
        with self._lock:
            if self._backend is None:
                self._backend = backends.open_index(self.manifest.backend, self._vectors, self._ann)
            return self._backend

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except (sqlite3.Error, struct.error, ValueError, TypeError, IndexError) as error:
            raise damaged(self.name) from error


def coverage_of(name: str, manifest: Manifest, known: dict[str, Any]) -> Coverage:
    """What an index covers, from what its tables remember of themselves."""
    outlets, languages = tuple(known["outlets"]), tuple(known["languages"])
    return Coverage((name,), manifest.articles, outlets, languages, known["since"], known["until"])


def damaged(name: str) -> IndexBroken:
    """The error for an index whose files do not fit together."""
    return IndexBroken(
        f"The index {name!r} is damaged; run `provenance index verify {name}` to see where, then restore a backup "
        f"or run `provenance index rebuild {name}` with its sources."
    )


def _once_each(ids: npt.NDArray[np.int64], similarities: npt.NDArray[np.float32], k: int) -> Nearest:
    chosen, scores = backends.nothing(len(ids), k)
    for number, row in enumerate(ids):
        _, first = np.unique(row, return_index=True)
        kept = np.sort(first[row[first] >= 0])[:k]
        chosen[number, : len(kept)], scores[number, : len(kept)] = row[kept], similarities[number, kept]
    return chosen, scores

"""Reading an index: its live parts, opened once and kept, whatever a writer does meanwhile."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from provenance import index as backends
from provenance.errors import IndexBroken
from provenance.index import Keep, Nearest, Queries
from provenance.index.exact import best
from provenance.library import lexical, schema
from provenance.library.captures import StoredCapture
from provenance.library.coverage import covered, summed
from provenance.library.manifest import Manifest
from provenance.library.parts import OpenPart, OpenParts
from provenance.library.ranges import Ranges
from provenance.library.records import load_articles, load_passages
from provenance.library.scope import Scope
from provenance.values import Article, Coverage, Passage

#: Rows asked for each passage wanted, where long passages have several.
WINDOWS_ASKED = 3


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
    """The live parts of an index, open for reading. Several threads may share it."""

    def __init__(self, name: str, manifest: Manifest, manifest_sha256: str, parts: OpenParts) -> None:
        """Read through what `open_index` opened; closing this closes it."""
        self.name = name
        self.manifest = manifest
        self.manifest_sha256 = manifest_sha256
        self._parts = parts
        self._scope = Scope()
        self._lock = RLock()
        self._keep: dict[str, Keep] = {}
        self._inside: dict[str, Ranges] = {}
        with self._reading():
            self._known: dict[str, Any] = json.loads(schema.get_meta(parts.newest.tables, "coverage"))

    def is_current(self) -> bool:
        """Whether what was opened is still what is live, as far as this index can tell; files tell by their dates."""
        return True

    def within(self, scope: Scope) -> OpenIndex:
        """A view of this index in which searches see only the articles inside `scope`; closed with this one."""
        view = object.__new__(type(self))
        view.__dict__ |= self.__dict__
        view._scope, view._keep, view._inside = scope, {}, {}
        return view

    def coverage(self) -> Coverage:
        """What a search of this index covers."""
        if not self._scope:
            return coverage_of(self.name, self.manifest.articles, self._known)
        with self._reading():
            rows = [row for row in summed(self._tables()) if self._scope.holds(row[1], row[0], row[2])]
        return coverage_of(self.name, sum(row[3] for row in rows), covered(rows))

    def nearest(self, queries: Queries, k: int) -> Nearest:
        """The `k` most similar passages of each query, best first.

        Args:
            queries: unit vectors, float32 (n, d).
            k: passages wanted for each query.

        Returns:
            Ids of passages, int64 (n, k), and cosine similarities, float32 (n, k); where there are fewer
            than `k` the rest is -1 and -inf.
        """
        ids, similarities = backends.nothing(len(queries), k)
        for part in self._parts:
            if len(part.owners):
                more = self._nearest_in(part, queries, k)
                ids, similarities = best(np.hstack((ids, more[0])), np.hstack((similarities, more[1])), k)
        return ids, similarities

    def passage_rows(self, ids: Iterable[int]) -> list[PassageRow]:
        """Where the passages with these ids stand, in the order of `ids`; unknown ids (-1) are left out."""
        wanted = [int(number) for number in ids]
        found: dict[int, PassageRow] = {}
        with self._reading():
            for part in self._parts:
                inside = part.passages_of(set(wanted))
                if inside:
                    rows = part.tables.execute(
                        'SELECT p.id, a.id, p.position, p.start, p."end", p.language FROM passages AS p '
                        "JOIN articles AS a ON a.number = p.article WHERE p.id IN (SELECT value FROM json_each(?))",
                        (json.dumps(sorted(inside)),),
                    )
                    found |= {row[0]: PassageRow(*row) for row in rows}
        return [found[number] for number in wanted if number in found]

    def passages(self, ids: Collection[int]) -> dict[int, tuple[str, Passage]]:
        """The passages with these ids, each with the id of its article; unknown ids (-1) are left out."""
        with self._reading():
            return {
                id_: passage
                for part in self._parts
                if (inside := part.passages_of(ids))
                for id_, passage in load_passages(part.tables, inside).items()
            }

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
            places = {id_: self._parts.find(id_) for id_ in dict.fromkeys(ids)}
            numbers: dict[str, list[int]] = {}
            for place in places.values():
                if place:
                    numbers.setdefault(place[0].known.generation, []).append(place[1])
            found = {
                article.id: article
                for part in self._parts
                for article in load_articles(part.tables, numbers.get(part.known.generation, [])).values()
            }
        return [found[id_] for id_ in ids]

    def outlets(self, ids: Iterable[str]) -> dict[str, str | None]:
        """The outlet of each article; ids that are not in the index are left out."""
        wanted = dict.fromkeys(ids)
        return {id_: row[0] for id_ in wanted if (row := self._row(id_, "outlet"))}

    def first_seen(self, article_id: str) -> str | None:
        """When an article first came into this index, ISO 8601 in UTC; None where it is not there."""
        row = self._row(article_id, "first_seen")
        return None if row is None else str(row[0])

    def seen(self, article_id: str) -> str | None:
        """When the present text of an article was captured or came in, ISO 8601 in UTC; None where it is not there."""
        row = self._row(article_id, "seen")
        return None if row is None else str(row[0])

    def captures(self, article_id: str) -> tuple[StoredCapture, ...]:
        """The other captures of an article: its earlier texts and other sites' copies of it, oldest first."""
        with self._reading():
            place = self._parts.find(article_id)
            return tuple(self._parts.captures(place[1])) if place else ()

    def capture(self, article_id: str, capture: StoredCapture) -> Article:
        """The whole article of one of its other captures.

        Raises:
            KeyError: it is not in the index.
        """
        try:
            with self._reading():
                place = self._parts.find(article_id)
                if place is not None:
                    return self._parts.packed(place[1], capture)
        except KeyError:
            pass
        raise KeyError(capture.id)

    def vectors(self, ids: Sequence[int]) -> npt.NDArray[np.float32]:
        """The vectors of passages, float32 (n, d): unit rows, zeros for a passage that has none.

        A long passage with several vectors gives their mean.
        """
        wanted = np.asarray(ids, np.int64)
        vectors = np.zeros((len(wanted), self.manifest.dim), np.float32)
        for part in self._parts:
            first, after = np.searchsorted(part.owners, wanted), np.searchsorted(part.owners, wanted, side="right")
            one = np.flatnonzero(after > first)
            vectors[one] = part.rows[first[one]]
            for place in np.flatnonzero(after > first + 1):
                vectors[place] = part.rows[first[place] : after[place]].astype(np.float32).mean(0)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, norms, out=vectors, where=norms > 0)
        return vectors

    def lexical(self, terms: Sequence[str], k: int) -> list[tuple[int, float]]:
        """Passages that hold any of these names and numbers, best first, with a BM25 score (higher is better).

        Args:
            terms: names and numbers as they stand in a text, in any script, or romanised.
            k: passages wanted.
        """
        limited = bool(self._scope) or len(self._parts.gone) > 0
        with self._reading():
            return lexical.search(self._parts, terms, k, self._allowed if limited else None)

    def close(self) -> None:
        """Let go of the parts."""
        with self._lock:
            self._parts.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _tables(self) -> list[schema.Tables]:
        return [part.tables for part in self._parts]

    def _row(self, article_id: str, column: str) -> tuple[Any, ...] | None:
        with self._reading():
            place = self._parts.find(article_id)
            if place is None:
                return None
            row: tuple[Any, ...] = (
                place[0]
                .tables.execute(
                    f"SELECT {column} FROM articles WHERE number = ?",  # noqa: S608 - a constant
                    (place[1],),
                )
                .fetchone()
            )
            return row

    def _nearest_in(self, part: OpenPart, queries: Queries, k: int) -> Nearest:
        with self._lock:
            search = part.search
            with self._reading():
                keep = self._kept_rows(part)
        rows, similarities = search.nearest(queries, k * WINDOWS_ASKED if part.several else k, keep)
        ids = np.where(rows < 0, -1, part.owners[np.maximum(rows, 0)])
        return once_each(ids, similarities, k) if part.several else (ids, similarities)

    def _kept_rows(self, part: OpenPart) -> Keep:
        name = part.known.generation
        if name not in self._keep:
            keep = self._parts.live_rows(part)
            if self._scope:
                inside = self._inside_scope(part).rows(part.owners)
                keep = inside if keep is None else keep & inside
            self._keep[name] = keep
        return self._keep[name]

    def _inside_scope(self, part: OpenPart) -> Ranges:
        name = part.known.generation
        if name not in self._inside:
            self._inside[name] = self._scope.passages(part)
        return self._inside[name]

    def _allowed(self, part: OpenPart, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        allowed = ~self._parts.gone.holds(ids)
        return allowed & self._inside_scope(part).holds(ids) if self._scope else allowed

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except (sqlite3.Error, struct.error, ValueError, TypeError, IndexError, RecursionError) as error:
            raise damaged(self.name) from error


def coverage_of(name: str, articles: int, known: dict[str, Any]) -> Coverage:
    """What an index covers, from what its tables remember of themselves."""
    outlets, languages = tuple(known["outlets"]), tuple(known["languages"])
    return Coverage((name,), articles, outlets, languages, known["since"], known["until"])


def damaged(name: str) -> IndexBroken:
    """The error for an index whose files do not fit together."""
    return IndexBroken(
        f"The index {name!r} is damaged; run `provenance index verify {name}` to see where, then restore a backup "
        f"or run `provenance index rebuild {name}` with its sources."
    )


def once_each(ids: npt.NDArray[np.int64], similarities: npt.NDArray[np.float32], k: int) -> Nearest:
    """The first `k` of each row of answers in which no id comes twice, (n, k)."""
    chosen, scores = backends.nothing(len(ids), k)
    for number, row in enumerate(ids):
        _, first = np.unique(row, return_index=True)
        kept = np.sort(first[row[first] >= 0])[:k]
        chosen[number, : len(kept)], scores[number, : len(kept)] = row[kept], similarities[number, kept]
    return chosen, scores

"""One generation while it is being written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.embed import Embedder
from provenance.errors import EmbedderError
from provenance.index import backend_for, build_index
from provenance.library import schema
from provenance.library.disk import sha256_of, sync
from provenance.library.manifest import Manifest, StoredFile, write_manifest
from provenance.library.records import store_article
from provenance.library.vectors import FOLDER, VectorWriter, map_rows
from provenance.values import Article

ANN_FOLDER = "ann"
REJECTS_FILE = "rejects.jsonl"
#: An article and the texts to embed for each of its passages, in order.
Prepared = tuple[Article, Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be read: its source, its place in it, and why."""

    source: str
    record: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a rebuild did. `continued` counts the articles that an interrupted run had stored before."""

    name: str
    generation: str
    articles: int
    passages: int
    vectors: int
    replaced: int
    rejected: int
    continued: int


class Build:
    """Writes a generation, batch by batch; opened again, it stands behind its last whole batch.

    Raises:
        IndexBroken: the files of an interrupted generation do not agree.
    """

    def __init__(self, generation: Path, embedder: Embedder) -> None:
        self.generation = generation
        self._embedder = embedder
        self._tables = schema.create(generation / schema.ARTICLES_FILE)
        state = json.loads(schema.get_meta(self._tables, "state", "{}"))
        self.position: int = state.get("position", 0)
        self.replaced: int = state.get("replaced", 0)
        self.rejected: int = state.get("rejected", 0)
        self._next_passage: int = state.get("next_passage", 1)
        self.articles, self.passages = self._count("articles"), self._count("passages")
        self.continued = self.articles
        try:
            self._vectors = VectorWriter(generation, embedder.dim, state.get("rows", 0))
        except BaseException:
            self._tables.close()
            raise

    def add(self, batch: Sequence[Prepared], position: int, rejected: Iterable[Reject]) -> None:
        """Store articles and their vectors, and that the sources are read up to `position`."""
        vectors = self._embed([text for _, passages in batch for texts in passages for text in texts])
        first, owners, replaced = self._next_passage, [], 0
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._tables.execute("BEGIN IMMEDIATE")
        for article, passages in batch:
            replaced += store_article(self._tables, article, first, now)
            owners += [first + place for place, texts in enumerate(passages) for _ in texts]
            first += len(passages)
        known = [(one.source, one.record, one.reason) for one in rejected]
        self._tables.executemany("INSERT INTO rejects VALUES (?, ?, ?)", known)
        if owners:
            self._vectors.append(owners, vectors)
        self._next_passage, self.position = first, position
        self.replaced += replaced
        self.rejected += len(known)
        self._remember()
        self._tables.execute("COMMIT")
        self.articles += len(batch) - replaced
        self.passages += sum(len(passages) for _, passages in batch)

    def finish(self, name: str, live: str | None, sources: tuple[str, ...]) -> Summary:
        """Complete every file, force them to disk and make the generation live."""
        if live:
            self._carry_over(self.generation.with_name(live) / schema.ARTICLES_FILE)
        self._drop_replaced()
        self._vectors.finish()
        schema.set_meta(self._tables, coverage=self._coverage())
        rejects = self._write_rejects()
        schema.finish(self._tables)
        self.articles, self.passages = self._count("articles"), self._count("passages")
        self._tables.close()
        backend = backend_for(self._vectors.rows)
        self._derive(backend)
        manifest = Manifest(
            self.generation.name,
            datetime.now(UTC).isoformat(timespec="seconds"),
            backend,
            self._embedder.name,
            self._embedder.sha256,
            self._embedder.dim,
            self.articles,
            self.passages,
            self._vectors.rows,
            _stored_files(self.generation),
            sources,
        )
        write_manifest(self.generation.parent, manifest)
        return Summary(
            name,
            self.generation.name,
            self.articles,
            self.passages,
            self._vectors.rows,
            self.replaced,
            rejects,
            self.continued,
        )

    def close(self) -> None:
        """Close all files; what the last batch did not complete is forgotten."""
        self._tables.close()
        self._vectors.close()

    def _embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        vectors = self._embedder.encode(texts) if texts else np.zeros((0, self._embedder.dim), np.float32)
        if vectors.shape != (len(texts), self._embedder.dim) or not np.isfinite(vectors).all():
            raise EmbedderError(
                f"The embedder {self._embedder.name!r} gave unusable vectors; choose another with --embedder."
            )
        return vectors

    def _count(self, table: str) -> int:
        return int(self._tables.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - a constant

    def _remember(self) -> None:
        state = {
            "position": self.position,
            "replaced": self.replaced,
            "rejected": self.rejected,
            "next_passage": self._next_passage,
            "rows": self._vectors.rows,
        }
        schema.set_meta(self._tables, state=json.dumps(state))

    def _carry_over(self, previous: Path) -> None:
        """Keep when an article was first seen, and its earlier captures, from the generation before."""
        try:
            self._tables.execute("ATTACH ? AS old", (f"{previous.resolve().as_uri()}?mode=ro&immutable=1",))
            self._tables.execute("BEGIN IMMEDIATE")
            self._tables.execute(
                "INSERT OR REPLACE INTO captures SELECT * FROM old.captures "
                "WHERE article_id IN (SELECT id FROM main.articles)"
            )
            self._tables.execute(
                "UPDATE articles SET first_seen = old.first_seen FROM old.articles AS old WHERE old.id = articles.id"
            )
            self._tables.execute("COMMIT")
            self._tables.execute("DETACH old")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
                raise
            # The old generation is damaged; the new one must not inherit that.
            if self._tables.in_transaction:
                self._tables.execute("ROLLBACK")

    def _drop_replaced(self) -> None:
        if not self.replaced:
            return
        _, passages = map_rows(self.generation / FOLDER, self._vectors.rows, self._embedder.dim)
        kept = np.fromiter((row[0] for row in self._tables.execute("SELECT id FROM passages")), np.int64)
        gone = np.setdiff1d(passages, kept)
        if len(gone):
            self._vectors.drop(gone)
            self._tables.execute("BEGIN IMMEDIATE")
            self._remember()
            self._tables.execute("COMMIT")

    def _coverage(self) -> str:
        def distinct(column: str) -> list[str]:
            rows = self._tables.execute(
                f"SELECT DISTINCT {column} FROM articles WHERE {column} IS NOT NULL ORDER BY 1"  # noqa: S608
            )
            return [row[0] for row in rows]

        since, until = self._tables.execute("SELECT min(published), max(published) FROM articles").fetchone()
        languages = [language for language in distinct("language") if language != "und"]
        _, owners = map_rows(self.generation / FOLDER, self._vectors.rows, self._embedder.dim)
        known = {
            "outlets": distinct("outlet"),
            "languages": languages,
            "since": since,
            "until": until,
            "several": bool((owners[1:] == owners[:-1]).any()),
        }
        return json.dumps(known)

    def _write_rejects(self) -> int:
        rows = self._tables.execute("SELECT source, record, reason FROM rejects").fetchall()
        if rows:
            with (self.generation / REJECTS_FILE).open("w", encoding="utf-8") as file:
                for source, record, reason in rows:
                    line = {"source": source, "record": record, "reason": reason}
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
        return len(rows)

    def _derive(self, backend: str) -> None:
        folder = self.generation / ANN_FOLDER
        folder.mkdir(exist_ok=True)
        rows, _ = map_rows(self.generation / FOLDER, self._vectors.rows, self._embedder.dim)
        build_index(backend, rows, folder)


def _stored_files(generation: Path) -> tuple[StoredFile, ...]:
    files = []
    for path in sorted(generation.rglob("*")):
        if path.is_file():
            sync(path)
            files.append(StoredFile(path.relative_to(generation).as_posix(), path.stat().st_size, sha256_of(path)))
    for folder in (generation / FOLDER, generation / ANN_FOLDER, generation, generation.parent):
        sync(folder)
    return tuple(files)

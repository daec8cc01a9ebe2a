"""One part of an index while it is being written.

What is stored between two calls of `commit` is one transaction, which also remembers how far the sources
were read; its vectors are on disk before it. Opened again, a build stands behind its last commit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.duplicates import signature
from provenance.embed import Embedder
from provenance.errors import EmbedderError
from provenance.library import schema
from provenance.library.bands import Bands
from provenance.library.captures import COLUMNS, COPY, Kind, StoredCapture, capture_row, unpack
from provenance.library.coverage import CoverageRow, count_lost
from provenance.library.memory import SourceMemory
from provenance.library.parts import OpenParts
from provenance.library.prepare import Texts
from provenance.library.records import drop_article, load_articles, store_rows
from provenance.library.rows import Rows
from provenance.library.vectors import VectorWriter
from provenance.values import Article

_KNOWN = "number, sha256, language, title, url, outlet, published, first_seen, seen"


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be read: its source, its place in it, and why."""

    source: str
    record: str
    reason: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the index knows of the article of an id; `facts` are its language, title, URL, outlet and date."""

    number: int
    sha256: str
    facts: tuple[str | None, ...]
    first_seen: str
    seen: str


@dataclass(slots=True)
class State:
    """How far a build is; what a commit remembers. From the article `unbanded` on, no signature is stored yet."""

    position: int = 0
    rows: int = 0
    articles: int = 0
    next_article: int = 1
    next_passage: int = 1
    unbanded: int = 0
    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    copies: int = 0
    removed: int = 0
    rejected: int = 0


class Build:
    """Writes a part on top of the parts in `base`, which stay live.

    Raises:
        IndexBroken: the files of an interrupted build do not agree.
    """

    def __init__(
        self,
        generation: Path,
        embedder: Embedder,
        *,
        base: OpenParts | None = None,
        first: tuple[int, int] = (1, 1),
        memory: SourceMemory | None = None,
    ) -> None:
        """Open the part; its numbers of articles and passages begin with `first`."""
        self.generation = generation
        self.embedder = embedder
        self.base = base
        self.first = first
        self.tables = schema.create(generation / schema.ARTICLES_FILE)
        try:
            kept = json.loads(schema.get_meta(self.tables, "state", "{}"))
            self.state = State(**{"next_article": first[0], "next_passage": first[1], **kept})
            self.continued = self.state.articles
            self.memory = memory if memory is not None else SourceMemory()
            self.memory.look_into([self.tables, *(part.tables for part in (reversed(base) if base else ()))])
            self._removed = {row[0] for row in self.tables.execute("SELECT article FROM removed")}
            self._bands = Bands(self.tables, self.state.unbanded)
            self._vectors = VectorWriter(generation, embedder.dim, self.state.rows)
        except BaseException:
            self.tables.close()
            raise
        self.now = datetime.now(UTC).isoformat(timespec="seconds")
        self._owners: list[int] = []
        self._waiting: list[Texts] = []
        self.tables.execute("BEGIN IMMEDIATE")

    def find(self, id_: str) -> Known | None:
        """What is known of the live article of an id."""
        row = self.tables.execute(f"SELECT {_KNOWN} FROM articles WHERE id = ?", (id_,)).fetchone()  # noqa: S608
        found = self.base.find(id_) if row is None and self.base else None
        if found and found[1] not in self._removed:
            part, number = found
            row = part.tables.execute(f"SELECT {_KNOWN} FROM articles WHERE number = ?", (number,)).fetchone()  # noqa: S608
        return row and Known(row[0], row[1], tuple(row[2:7]), row[7], row[8])

    def article(self, number: int) -> Article:
        """A live article, of this part or of the base."""
        if self._own(number) or not self.base:
            return load_articles(self.tables, [number])[number]
        return self.base.article(number)

    def like(self, bands: Iterable[int]) -> list[int]:
        """The live articles that share a band, lowest number first."""
        found = self._bands.like(tuple(bands), [part.tables for part in self.base or ()])
        return sorted(number for number in found if self._is_live(number))

    def has_copy(self, id_: str, sha256: str) -> bool:
        """Whether this text of this id is kept as a copy of a live article."""
        connections = [self.tables, *(part.tables for part in self.base or ())]
        return any(
            self._is_live(row[0])
            for tables in connections
            for row in tables.execute("SELECT article FROM captures WHERE id = ? AND sha256 = ?", (id_, sha256))
        )

    def captures(self, number: int) -> list[tuple[StoredCapture, Article]]:
        """The other captures of a live article, whole."""
        text = self.article(number).text
        own = [
            (StoredCapture(*row[:-1]), unpack(row[-1], text))
            for row in self.tables.execute(f"SELECT {COLUMNS}, packed FROM captures WHERE article = ?", (number,))  # noqa: S608
        ]
        if self._own(number) or not self.base:
            return own
        return [*((one, self.base.packed(number, one)) for one in self.base.captures(number)), *own]

    def insert(self, rows: Rows, texts: Sequence[Texts], *, first_seen: str, seen: str) -> int:
        """Store an article with what stands for each of its passages in the vectors; its number.

        Near copies of it are found from now on.
        """
        number, first = self.state.next_article, self.state.next_passage
        store_rows(self.tables, rows, number=number, first_passage=first, first_seen=first_seen, seen=seen)
        self._bands.add(number, rows.bands)
        for place, of_passage in enumerate(texts):
            self._owners += [first + place] * len(of_passage)
            self._waiting += [of_passage] if len(of_passage) else []
        self.state.articles += 1
        self.state.next_article += 1
        self.state.next_passage += len(rows.passages)
        return number

    def keep_capture(self, number: int, article: Article, kind: Kind, seen: str) -> None:
        """Keep another capture beside a live article."""
        row = capture_row(article, kind, seen, self.article(number).text)
        self.tables.execute(
            f"INSERT OR IGNORE INTO captures (article, {COLUMNS}, packed) VALUES ({'?, ' * len(row)}?)",  # noqa: S608
            (number, *row),
        )

    def remove(self, number: int) -> None:
        """Take a live article and its captures out of the index."""
        if self._own(number):
            # Found by their values: a search by article would read the whole table.
            self._bands.drop(number, signature(self.article(number).text))
            drop_article(self.tables, number)
            self.state.articles -= 1
            return
        assert self.base  # noqa: S101 - an article that is not in this part is in the base
        tables = self.base.part_of(number).tables
        self.tables.execute("DELETE FROM captures WHERE article = ?", (number,))
        row = tables.execute(
            "SELECT number, first_passage, passages, outlet, language, published FROM articles WHERE number = ?",
            (number,),
        ).fetchone()
        self.tables.execute("INSERT INTO removed VALUES (?, ?, ?)", row[:3])
        self._removed.add(number)
        lost: list[CoverageRow] = [(row[3], row[4], _day(row[5]), -1, 0)]
        copies = (one for one in self.base.captures(number) if one.kind == COPY)
        lost += [(one.outlet, one.language, _day(one.published), 0, -1) for one in copies]
        count_lost(self.tables, lost)

    def commit(self, position: int, rejected: Iterable[Reject] = ()) -> None:
        """Make what was stored since the last commit last, and that the sources are read up to `position`."""
        known = [(one.source, one.record, one.reason) for one in rejected]
        self.tables.executemany("INSERT INTO rejects VALUES (?, ?, ?)", known)
        self.memory.store(self.tables)
        self._store_bands(all_of_them=False)
        if self._owners:
            self._vectors.append(self._owners, self._embed())
            self._owners, self._waiting = [], []
        self.state.position = position
        self.state.rejected += len(known)
        self.save()
        self.tables.execute("COMMIT")
        self.tables.execute("BEGIN IMMEDIATE")

    def _store_bands(self, *, all_of_them: bool) -> None:
        if self._bands.store(all_of_them=all_of_them):
            self.state.unbanded = self.state.next_article

    def save(self) -> None:
        """Remember the state, within the transaction."""
        self.state.rows = self._vectors.rows
        schema.set_meta(self.tables, state=json.dumps(asdict(self.state)))

    @property
    def changed(self) -> bool:
        """Whether this part would change anything."""
        return any(map(self.count, ("articles", "captures", "removed", "memory")))

    def count(self, table: str) -> int:
        """The rows of a table of this part."""
        return int(self.tables.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - a constant

    def finish_vectors(self, gone: npt.NDArray[np.int64]) -> int:
        """Leave out the rows of these passages, complete the files and give the number of rows."""
        if len(gone):
            self._vectors.drop(gone)
        self._vectors.finish()
        self._store_bands(all_of_them=True)
        self.save()
        return self._vectors.rows

    def close(self) -> None:
        """Close all files; what the last commit did not complete is forgotten."""
        self.tables.close()
        self._vectors.close()

    def _own(self, number: int) -> bool:
        return number >= self.first[0]

    def _is_live(self, number: int) -> bool:
        gone = self.base.removed if self.base else frozenset()
        return number not in self._removed and number not in gone

    def _embed(self) -> npt.NDArray[np.float16]:
        texts = [text for one in self._waiting if not isinstance(one, np.ndarray) for text in one]
        made = self.embedder.encode(texts) if texts else np.zeros((0, self.embedder.dim), np.float32)
        if made.shape != (len(texts), self.embedder.dim) or not np.isfinite(made).all():
            raise EmbedderError(
                f"The embedder {self.embedder.name!r} gave unusable vectors; choose another with --embedder."
            )
        rows = made.astype(np.float16)
        if len(texts) == len(self._owners):
            return rows
        ends = np.cumsum([0 if isinstance(one, np.ndarray) else len(one) for one in self._waiting]).tolist()
        return np.concatenate(
            [
                one if isinstance(one, np.ndarray) else rows[end - len(one) : end]
                for one, end in zip(self._waiting, ends, strict=True)
            ]
        )


def _day(published: str | None) -> str | None:
    return published and published[:10]

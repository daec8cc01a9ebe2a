"""The tables of `articles.sqlite`, the truth of one part of an index, and how they are opened.

Numbers of articles and ids of passages are given out once in an index and never again, in the order in
which they arrive; the passages of an article follow each other. So the vectors' files can refer to
them and stay sorted, and a later part can name what it replaces in an earlier one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

ARTICLES_FILE = "articles.sqlite"
#: Bytes: an article takes two to four thousand, of which the usual page holds one and wastes the rest.
_PAGE = 16_384

#: `captures` belong to an article by its number, whichever part holds it; `removed` names articles of earlier
#: parts; `coverage` counts what this part changes, so that the sum over all parts is what the index holds.
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    language TEXT NOT NULL,
    title TEXT,
    url TEXT,
    outlet TEXT,
    published TEXT,
    first_seen TEXT NOT NULL,
    seen TEXT NOT NULL,
    credit TEXT,
    first_passage INTEGER NOT NULL,
    passages INTEGER NOT NULL
);
CREATE TABLE captures (
    article INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    seen TEXT NOT NULL,
    published TEXT,
    outlet TEXT,
    url TEXT,
    title TEXT,
    language TEXT NOT NULL,
    packed BLOB NOT NULL,
    PRIMARY KEY (article, id, sha256)
) WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (number),
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    hash BLOB NOT NULL,
    sentences BLOB NOT NULL
);
CREATE TABLE removed (article INTEGER PRIMARY KEY, first_passage INTEGER NOT NULL, passages INTEGER NOT NULL);
CREATE TABLE bands (value INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (value, article)) WITHOUT ROWID;
CREATE TABLE coverage (outlet TEXT, language TEXT, day TEXT, articles INTEGER NOT NULL, copies INTEGER NOT NULL);
CREATE TABLE memory (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE rejects (source TEXT NOT NULL, record TEXT NOT NULL, reason TEXT NOT NULL);
CREATE VIRTUAL TABLE terms USING fts5 (names, content='', tokenize="unicode61 remove_diacritics 0");
CREATE INDEX captures_by_id ON captures (id);
"""

INDEXES = """
CREATE INDEX IF NOT EXISTS articles_by_url ON articles (url);
CREATE INDEX IF NOT EXISTS articles_by_outlet ON articles (outlet, published);
"""


class Found(Protocol):
    """The rows that a query found."""

    def fetchone(self) -> Any: ...  # noqa: ANN401, D102

    def fetchall(self) -> list[Any]: ...  # noqa: D102

    def fetchmany(self, size: int, /) -> list[Any]: ...  # noqa: D102

    def __iter__(self) -> Iterator[Any]: ...


class Tables(Protocol):
    """The tables of a part, open for reading: those of a file, or of a server that speaks as SQLite does."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Found:  # noqa: ANN401
        """Ask for rows."""


def create(path: Path) -> sqlite3.Connection:
    """Open the tables of a part for writing, making them where they are not there yet."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA page_size = {_PAGE}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA temp_store = MEMORY")
    if not connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'terms'").fetchone()[0]:
        connection.executescript(f"BEGIN; {SCHEMA} COMMIT;")
    return connection


def finish(connection: sqlite3.Connection) -> None:
    """Complete the tables and fold the write-ahead log in, so that one file holds everything."""
    connection.execute("INSERT INTO terms (terms) VALUES ('optimize')")
    connection.executescript(INDEXES)
    connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA journal_mode = DELETE")


def open_finished(path: Path) -> sqlite3.Connection:
    """Open the tables of a live part for reading.

    A live part never changes, so SQLite needs neither locks nor files of its own beside it and a
    read-only disk will do. What the file says is data: no view or trigger in it may call functions.
    """
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.create_function("casefolded", 1, lambda name: name and name.casefold(), deterministic=True)
    return connection


def get_meta(connection: Tables, key: str, default: str = "") -> str:
    """One remembered value."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return default if row is None else str(row[0])


def set_meta(connection: sqlite3.Connection, **values: str) -> None:
    """Remember values."""
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

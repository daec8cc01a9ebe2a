"""Finished reports, their captures, and what people said about the findings: one SQLite file.

The file may hold articles that nobody else should read yet, so only its owner may open it, and what is
deleted is overwritten.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any, Literal, get_args

from provenance.errors import ConfigurationError, NotFound, StorageFull
from provenance.reading import Capture, now

Mark = Literal["confirmed", "not-a-problem"]
MARKS: tuple[Mark, ...] = get_args(Mark)
#: Characters of a note.
LONGEST_NOTE = 4_000
_ID_BYTES = 9
_VERSION = 1
_SCHEMA = """
CREATE TABLE reports (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, source TEXT NOT NULL, summary TEXT NOT NULL,
    report BLOB NOT NULL, captures BLOB NOT NULL
);
CREATE INDEX reports_created ON reports (created);
CREATE TABLE reviews (
    report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    finding INTEGER NOT NULL, mark TEXT, note TEXT NOT NULL, updated TEXT NOT NULL,
    PRIMARY KEY (report, finding)
);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One report in the list of all; `source` is where its article came from, in words."""

    id: str
    created: str
    source: str
    summary: dict[str, Any]
    reviewed: int


@dataclass(frozen=True, slots=True)
class Review:
    """What people said about one finding; `finding` is its place among the report's drifts, from 0."""

    finding: int
    mark: Mark | None
    note: str
    updated: str


class History:
    """The history of one desk; several threads may use it."""

    def __init__(self, path: Path) -> None:
        """Open the file, and make it where it is missing.

        Raises:
            ConfigurationError: the file cannot be used.
        """
        self._lock = Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            self._tables = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10)
            version = self._tables.execute("PRAGMA user_version").fetchone()[0]
            if version not in {0, _VERSION}:
                raise ConfigurationError(
                    f"The history {path} was made by another version; name another with --history."
                )
            for pragma in ("foreign_keys = ON", "secure_delete = ON", "journal_mode = WAL", "synchronous = NORMAL"):
                self._tables.execute(f"PRAGMA {pragma}")
            if version == 0:
                self._tables.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
        except (OSError, sqlite3.Error) as error:
            raise ConfigurationError(
                f"The history {path} cannot be opened ({error}); name another file with --history."
            ) from error

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._tables.close()

    def keep(self, report: bytes, summary: dict[str, Any], captures: Sequence[Capture], source: str) -> str:
        """Keep a finished report in JSON with the captures that it was made from.

        Returns:
            Its id, which cannot be guessed.

        Raises:
            StorageFull: the disk has no room left.
        """
        identity = secrets.token_urlsafe(_ID_BYTES)
        row = identity, now(), source, json.dumps(summary), zlib.compress(report), zlib.compress(_packed(captures))
        with self._working() as tables:
            tables.execute("INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?)", row)
        return identity

    def report(self, identity: str) -> bytes:
        """The report of this id, as JSON.

        Raises:
            NotFound: there is none.
        """
        return zlib.decompress(self._column(identity, "report"))

    def captures(self, identity: str) -> tuple[Capture, ...]:
        """The captures that a report was made from: the repost, and the known original if there was one.

        Raises:
            NotFound: there is no such report.
        """
        return _unpacked(zlib.decompress(self._column(identity, "captures")))

    def created(self, identity: str) -> str:
        """When a report was made, ISO 8601 in UTC.

        Raises:
            NotFound: there is no such report.
        """
        return str(self._column(identity, "created"))

    def latest(self, limit: int, before: str | None = None) -> list[Entry]:
        """The newest reports first, those made before the moment `before` only."""
        with self._working() as tables:
            rows = tables.execute(
                "SELECT id, created, source, summary, (SELECT count(*) FROM reviews WHERE report = id AND mark NOTNULL)"
                " FROM reports WHERE created < ? ORDER BY created DESC, rowid DESC LIMIT ?",
                (before or "9999", limit),
            ).fetchall()
        return [Entry(row[0], row[1], row[2], json.loads(row[3]), row[4]) for row in rows]

    def delete(self, identity: str) -> None:
        """Delete a report with its notes.

        Raises:
            NotFound: there is none.
        """
        with self._working() as tables:
            if not tables.execute("DELETE FROM reports WHERE id = ?", (identity,)).rowcount:
                raise _missing()

    def delete_all(self) -> int:
        """Delete every report; returns how many there were."""
        return self._delete_before("9999")

    def forget(self, days: int) -> int:
        """Delete the reports that are older than `days`; returns how many."""
        return self._delete_before((datetime.now(UTC) - timedelta(days=days)).isoformat())

    def review(self, identity: str, finding: int, mark: Mark | None, note: str) -> None:
        """Say something about a finding; no mark and no note take it back.

        Raises:
            NotFound: there is no such report.
        """
        with self._working() as tables:
            if not mark and not note:
                tables.execute("DELETE FROM reviews WHERE report = ? AND finding = ?", (identity, finding))
                return
            try:
                tables.execute(
                    "INSERT OR REPLACE INTO reviews VALUES (?, ?, ?, ?, ?)", (identity, finding, mark, note, now())
                )
            except sqlite3.IntegrityError as error:
                raise _missing() from error

    def reviews(self, identity: str) -> tuple[Review, ...]:
        """What was said about the findings of a report, in their order."""
        with self._working() as tables:
            rows = tables.execute(
                "SELECT finding, mark, note, updated FROM reviews WHERE report = ? ORDER BY finding", (identity,)
            ).fetchall()
        return tuple(Review(*row) for row in rows)

    def reviewed(self) -> list[str]:
        """The ids of all reports that anything was said about, oldest first."""
        with self._working() as tables:
            rows = tables.execute(
                "SELECT id FROM reports WHERE id IN (SELECT report FROM reviews) ORDER BY created, rowid"
            ).fetchall()
        return [row[0] for row in rows]

    def _column(self, identity: str, name: str) -> Any:  # noqa: ANN401 - text or bytes, as the column
        with self._working() as tables:
            row = tables.execute(f"SELECT {name} FROM reports WHERE id = ?", (identity,)).fetchone()  # noqa: S608 - ours
        if row is None:
            raise _missing()
        return row[0]

    def _delete_before(self, moment: str) -> int:
        with self._working() as tables:
            return tables.execute("DELETE FROM reports WHERE created < ?", (moment,)).rowcount

    @contextmanager
    def _working(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._lock:
                yield self._tables
        except sqlite3.OperationalError as error:
            raise StorageFull(f"The history cannot be read or written ({error}); make room on the disk.") from error


def _missing() -> NotFound:
    return NotFound("There is no report under this address; it may have been deleted.")


def _packed(captures: Sequence[Capture]) -> bytes:
    """Captures as one line of JSON each, followed by their bytes."""
    headers = [
        {
            "name": one.name,
            "taken": one.taken,
            "url": one.url,
            "content_type": one.content_type,
            "charset": one.charset,
            "size": len(one.content),
        }
        for one in captures
    ]
    return json.dumps(headers).encode() + b"\n" + b"".join(one.content for one in captures)


def _unpacked(packed: bytes) -> tuple[Capture, ...]:
    line, _, rest = packed.partition(b"\n")
    captures = []
    for header in json.loads(line):
        size = header.pop("size")
        captures.append(Capture(content=rest[:size], **header))
        rest = rest[size:]
    return tuple(captures)

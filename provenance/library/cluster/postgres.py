"""Tables of a PostgreSQL server that are asked in the words that SQLite understands.

The reading of an index is written once: this puts its few turns of phrase into PostgreSQL's, waits no
longer than it may, and names what went wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from typing import Any

from provenance.errors import ConfigurationError, IndexAway, IndexBroken, IndexBusy, StorageFull
from provenance.library.cluster.settings import Cluster
from provenance.library.schema import Found

_LISTED = re.compile(r"IN \(SELECT value FROM json_each\(\?\)\)|\?")
#: A statement that writes may take this many times as long as one that reads.
_PATIENCE = 360
#: PostgreSQL has no place for the zero character, which is kept as one that no text may hold (Unicode, noncharacters).
_NUL, _INSTEAD = "\x00", "\U0010ffff"


class PostgresTables:
    """The tables of one schema of a database.

    A connection that was lost is made again for the next question, unless it is `writing`: then what
    was begun is over.

    Args:
        settings: where the server is.
        schema: the PostgreSQL schema that holds the tables.
        writing: whether statements may take long, and must not be repeated.

    Raises:
        ConfigurationError: the library is not installed.
        IndexAway: the server does not answer.
    """

    def __init__(self, settings: Cluster, schema: str, *, writing: bool = False) -> None:
        self.settings = settings
        self.schema = schema
        self._writing = writing
        self._connection: Any = None
        with self._named():
            self._connect()

    def execute(self, sql: str, parameters: Sequence[object] = (), /) -> Found:
        """Ask for rows, or change some, in SQLite's words.

        Raises:
            IndexAway: the server does not answer.
            IndexBroken: it refuses.
        """
        statement, lists = _translated(sql)
        values = [_list(value) if listed else _clean(value) for value, listed in zip(parameters, lists, strict=True)]
        with self._named():
            if self._connection.closed:
                self._connect()
            try:
                found: Found = self._connection.execute(statement, values or None)
            except _psycopg().OperationalError:
                # An open connection means that the server itself said no.
                if self._writing or not self._connection.closed:
                    raise
                self._connect()
                found = self._connection.execute(statement, values or None)
            return found

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Change rows, in SQLite's words."""
        statement, _ = _translated(sql)
        with self._named(), self._connection.cursor() as cursor:
            cursor.executemany(statement, [list(map(_clean, row)) for row in rows])

    def copy(self, table: str, rows: Iterable[Sequence[object]]) -> int:
        """Fill a table; how many rows that were."""
        count = 0
        with self._named(), self._connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as into:
            for row in rows:
                into.write_row(list(map(_clean, row)))
                count += 1
        return count

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is changed inside, or nothing."""
        with self._named(), self._connection.transaction():
            yield

    def lock(self, key: str, name: str) -> None:
        """Hold the right to change an index until this is closed, or its process ends.

        Raises:
            IndexBusy: another process holds it, on whichever machine.
        """
        if not self.execute("SELECT pg_try_advisory_lock(hashtextextended(?, 0))", (key,)).fetchone()[0]:
            raise IndexBusy(f"Another process is writing to the index {name!r}; wait until it is done, then try again.")

    def has_schema(self, schema: str) -> bool:
        """Whether the database holds a schema."""
        return bool(self.execute("SELECT 1 FROM pg_namespace WHERE nspname = ?", (schema,)).fetchone())

    def close(self) -> None:
        """End the connection."""
        with suppress(Exception):
            self._connection.close()

    def _connect(self) -> None:
        settings = self.settings
        self._connection = _connection_class().connect(
            settings.postgres,
            autocommit=True,
            connect_timeout=max(2, round(settings.timeout)),
            options=f'-c search_path="{self.schema}"',
        )
        self._connection.adapters.register_loader("text", _text_loader())
        self._connection.longest = settings.timeout * (_PATIENCE if self._writing else 1)

    @contextmanager
    def _named(self) -> Iterator[None]:
        errors = _psycopg().errors
        shown = self.settings.shown
        try:
            yield
        except errors.DiskFull as error:
            raise StorageFull(
                f"The disk of the PostgreSQL server {shown} has no room left; make room and run the same command again."
            ) from error
        except errors.OperationalError as error:
            raise IndexAway(
                f"The PostgreSQL server {shown} did not answer ({_short(error)}); see that it runs and is reached "
                "from here, then try again."
            ) from error
        except (errors.UndefinedTable, errors.InvalidSchemaName) as error:
            raise IndexBroken(
                f"The PostgreSQL server {shown} does not hold {self.schema!r}, which is live; restore a newer backup "
                "of it, or run `provenance index rebuild` with the sources."
            ) from error
        except errors.Error as error:
            raise IndexBroken(
                f"The PostgreSQL server {shown} refuses: {_short(error)}; run `provenance index verify`."
            ) from error


def _clean(value: object) -> object:
    return value.replace(_NUL, _INSTEAD) if isinstance(value, str) and _NUL in value else value


def _list(value: object) -> list[object]:
    return list(map(_clean, json.loads(str(value))))


@lru_cache(512)
def _translated(sql: str) -> tuple[str, tuple[bool, ...]]:
    """A statement of SQLite's in PostgreSQL's words, and which of its values are lists, written as JSON."""
    lists: list[bool] = []

    def put(found: re.Match[str]) -> str:
        lists.append(found.group() != "?")
        return "= ANY(%s)" if lists[-1] else "%s"

    return _LISTED.sub(put, sql.replace("%", "%%")), tuple(lists)


def _short(error: BaseException) -> str:
    return re.sub(r"\s+", " ", str(error)).strip()[:200].rstrip(".;")


@cache
def _psycopg() -> Any:  # noqa: ANN401
    """The client library, loaded when it is first needed."""
    try:
        import psycopg
    except ImportError as error:
        raise ConfigurationError(
            "An index in PostgreSQL needs what `pip install 'translation-provenance[cluster]'` installs."
        ) from error
    return psycopg


@cache
def _text_loader() -> Any:  # noqa: ANN401
    """Reads text with the zero characters that were written."""
    from psycopg.adapt import Loader

    class TextLoader(Loader):  # type: ignore[misc]
        def load(self, data: Any) -> str:  # noqa: ANN401
            text = str(data, "utf-8")
            return text.replace(_INSTEAD, _NUL) if _INSTEAD in text else text

    return TextLoader


@cache
def _connection_class() -> Any:  # noqa: ANN401
    """A connection that waits for an answer no longer than it may, and is of no use afterwards."""
    library = _psycopg()

    class Connection(library.Connection):  # type: ignore[misc, name-defined]
        longest = 0.0

        def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:  # noqa: ANN401
            try:
                return super().wait(gen, interval, timeout or self.longest or None)
            except library.OperationalError:
                if self.pgconn.transaction_status == library.pq.TransactionStatus.ACTIVE:
                    # The answer may still come, and would be taken for that of the next question.
                    self.pgconn.finish()
                raise

    return Connection

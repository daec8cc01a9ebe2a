"""What an index covers: articles by outlet, language and day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from provenance.library.schema import Tables

#: Outlet, language, day of publication (as far as it is known), articles, copies of other sites' articles.
CoverageRow = tuple[str | None, str, str | None, int, int]

_HELD = """
INSERT INTO coverage
    SELECT outlet, language, substr(published, 1, 10), count(*), 0 FROM articles GROUP BY 1, 2, 3
    UNION ALL
    SELECT outlet, language, substr(published, 1, 10), 0, count(*) FROM captures WHERE kind = 'copy' GROUP BY 1, 2, 3
"""
_SUMMED = "SELECT outlet, language, day, sum(articles), sum(copies) FROM coverage GROUP BY 1, 2, 3"


def count_held(tables: sqlite3.Connection) -> None:
    """Count what a part holds, beside what it takes away from earlier ones, which was counted before."""
    tables.execute("DELETE FROM coverage WHERE articles >= 0 AND copies >= 0")
    tables.execute(_HELD)


def count_lost(tables: sqlite3.Connection, rows: Iterable[CoverageRow]) -> None:
    """Count what a part takes away from earlier ones; the counts are negative."""
    tables.executemany("INSERT INTO coverage VALUES (?, ?, ?, ?, ?)", rows)


def summed(parts: Iterable[Tables]) -> list[CoverageRow]:
    """What several parts hold together, or change together where earlier ones are left out."""
    total: dict[tuple[str | None, str, str | None], list[int]] = {}
    for tables in parts:
        for outlet, language, day, articles, copies in tables.execute(_SUMMED):
            counts = total.setdefault((outlet, language, day), [0, 0])
            counts[0] += articles
            counts[1] += copies
    return [(*key, articles, copies) for key, (articles, copies) in total.items() if articles or copies]


def covered(rows: Iterable[CoverageRow]) -> dict[str, object]:
    """Outlets and languages, sorted, and the first and last day of what is held."""
    held = [row for row in rows if row[3] > 0 or row[4] > 0]
    days = sorted(row[2] for row in held if row[2])
    return {
        "outlets": sorted({row[0] for row in held if row[0]}),
        "languages": sorted({row[1] for row in held} - {"und"}),
        "since": days[0] if days else None,
        "until": days[-1] if days else None,
    }

"""What a part on disk becomes on the servers: rows of tables, and vectors under their stable ids."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.index.milvus import Facts
from provenance.library.cluster.reader import WINDOWS_MOST
from provenance.library.records import load_articles
from provenance.library.terms import names_and_numbers
from provenance.values import STORY_KINDS

#: Tables whose rows are the same on both engines, in an order in which they can be filled. The others are about
#: the part itself, or parts before it.
COPIED = ("articles", "passages", "captures", "bands", "coverage", "memory")
#: Vectors handled at once.
_BATCH = 10_000
_ARTICLES = 500


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors (n, d) of passages, their ids and what a search is narrowed by; `after` is the row behind them."""

    ids: list[int]
    rows: npt.NDArray[np.float16]
    facts: list[Facts]
    after: int


def table_rows(tables: sqlite3.Connection, table: str) -> Iterator[tuple[object, ...]]:
    """The rows of a table of a part."""
    yield from tables.execute(f"SELECT * FROM {table}")  # noqa: S608 - a constant


def names_rows(tables: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """The names and numbers of each story passage of a part, by its id."""
    last = 0
    while some := tables.execute(
        "SELECT number, first_passage FROM articles WHERE number > ? ORDER BY number LIMIT ?", (last, _ARTICLES)
    ).fetchall():
        last = some[-1][0]
        articles = load_articles(tables, [number for number, _ in some])
        for number, first in some:
            for place, passage in enumerate(articles[number].passages):
                if passage.kind in STORY_KINDS:
                    yield first + place, " ".join(names_and_numbers(passage.text))


def vectors_of(
    tables: sqlite3.Connection, rows: npt.NDArray[np.float16], owners: npt.NDArray[np.int64], start: int = 0
) -> Iterator[Vectors]:
    """The vectors of a part in batches, from a row on.

    Args:
        tables: of the part.
        rows: its vectors, (n, d).
        owners: the passages that they belong to, (n,), sorted.
        start: the first row.
    """
    for first in range(start, len(rows), _BATCH):
        places = np.arange(first, min(first + _BATCH, len(rows)))
        passages = np.asarray(owners[places])
        inside = np.minimum(places - np.searchsorted(owners, passages), WINDOWS_MOST - 1)
        known = {
            number: Facts(language, (outlet or "").casefold(), published or "")
            for number, language, outlet, published in tables.execute(
                "SELECT p.id, a.language, a.outlet, a.published FROM passages AS p "
                "JOIN articles AS a ON a.number = p.article WHERE p.id >= ? AND p.id <= ?",
                (int(passages[0]), int(passages[-1])),
            )
        }
        facts = [known[passage] for passage in passages.tolist()]
        yield Vectors((passages * WINDOWS_MOST + inside).tolist(), rows[places], facts, first + len(places))

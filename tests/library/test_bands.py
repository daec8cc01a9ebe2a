"""Near copies are found whether the signatures of their originals wait in memory or stand in the tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from provenance.duplicates import signature
from provenance.library import bands as waiting
from provenance.library import schema
from provenance.library.bands import Bands
from provenance.library.records import store_rows
from provenance.library.rows import rows_of
from provenance.values import Article
from tests.library.samples import article

_STORY = " ".join(f"word{number} says that case {number} is open" for number in range(30))


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(schema.create(tmp_path / schema.ARTICLES_FILE)) as connection:
        yield connection


def stored(tables: sqlite3.Connection, number: int) -> Article:
    """An article of the tables, whose signature is nowhere yet."""
    one = article(str(number), f"{_STORY} {number}.")
    store_rows(tables, rows_of(one), number=number, first_passage=number, first_seen="2024", seen="2024")
    return one


def count(tables: sqlite3.Connection) -> int:
    return int(tables.execute("SELECT count(*) FROM bands").fetchone()[0])


def test_what_waits_is_found_and_so_is_what_was_stored(tables: sqlite3.Connection) -> None:
    bands = Bands(tables, 1)
    own = signature(stored(tables, 1).text)
    bands.add(1, own)
    assert bands.like(own) == {1}
    assert not bands.store(all_of_them=False)
    assert not count(tables)
    assert bands.store(all_of_them=True)
    assert count(tables) == len(own)
    assert bands.like(own) == {1}


def test_many_are_stored_on_their_own(tables: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_MOST_WAITING", 2)
    bands = Bands(tables, 1)
    bands.add(1, (5, 6))
    assert not bands.store(all_of_them=False)
    bands.add(2, (6, 7))
    assert bands.store(all_of_them=False)
    assert count(tables) == 4
    assert bands.like((6,)) == {1, 2}


def test_what_waited_when_a_run_was_killed_is_made_again(tables: sqlite3.Connection) -> None:
    texts = [stored(tables, number).text for number in (1, 2)]
    again = Bands(tables, 2)
    assert again.like(signature(texts[1])) == {2}
    assert Bands(tables, 1).like(signature(texts[0])) == {1, 2}


def test_what_was_dropped_is_found_no_more(tables: sqlite3.Connection) -> None:
    bands = Bands(tables, 1)
    bands.add(1, (5, 6))
    bands.store(all_of_them=True)
    bands.add(2, (6, 7))
    bands.drop(1, (5, 6))
    bands.drop(2, (6, 7))
    assert not bands.like((5, 6, 7))
    assert bands.store(all_of_them=True)
    assert not count(tables)

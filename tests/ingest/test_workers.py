"""Records read in other processes: in order, and none of them can take the run with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from provenance.errors import ConfigurationError, EmptyPage
from provenance.ingest import read_sources, workers
from provenance.ingest.record import Item, Note, Record
from provenance.ingest.workers import Workers
from provenance.library import Reject
from provenance.values import Article


def fine(number: int) -> Article:
    return Article(str(number), f"Text {number}.", "en", ())


def empty() -> Article:
    raise EmptyPage("The page has no text.")


def crash() -> Article:
    os._exit(7)


def hang() -> Article:
    time.sleep(600)
    raise AssertionError


def swell() -> Article:
    raise MemoryError


def record(read: object, place: str = "", weight: int = 0) -> Record:
    return Record("source", place, 1, read, weight)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def pool() -> Iterator[Workers]:
    pool = Workers(2, seconds=20.0)
    yield pool
    pool.close()


def results(pool: Workers, items: list[Item]) -> list[str]:
    return [found if isinstance(found, str) else found.id for _, found in pool.outcomes(iter(items))]


def test_order_is_kept_and_notes_stand_where_they_stood(pool: Workers) -> None:
    items: list[Item] = []
    for number in range(1000):
        items += [record(partial(fine, number), weight=number * 100), Note("key", str(number))]
    pairs = list(pool.outcomes(items))
    assert [item for item, _ in pairs] == items
    assert [found.id for _, found in pairs if isinstance(found, Article)] == [str(number) for number in range(1000)]
    assert list(pool.outcomes([])) == []
    assert list(pool.outcomes([Note("a", "b")])) == [(Note("a", "b"), "")]


def test_a_record_that_fails_or_crashes_costs_only_itself(pool: Workers) -> None:
    reads = [partial(fine, 0), empty, partial(fine, 1), crash, partial(fine, 2), swell, crash, partial(fine, 3)]
    found = results(pool, [record(read) for read in reads])
    assert found[:3] == ["0", "The page has no text.", "1"]
    assert found[3:5] == ["reading it crashed", "2"]
    assert "memory" in found[5]
    assert found[6:] == ["reading it crashed", "3"]


def test_a_record_that_hangs_is_given_up() -> None:
    pool = Workers(1, seconds=3.0)
    try:
        # The first reading waits for the process to begin, which is not held against the record.
        assert results(pool, [record(partial(fine, 0))]) == ["0"]
        found = results(pool, [record(read) for read in (partial(fine, 1), hang, partial(fine, 2))])
        assert found == ["1", "reading it took longer than 3 seconds", "2"]
    finally:
        pool.close()


def test_reading_ahead_is_bounded(pool: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_RECORDS_AT_ONCE", 4)
    taken: list[int] = []

    def endless() -> Iterator[Item]:
        for number in range(10**9):
            taken.append(number)
            yield record(partial(fine, number))

    outcomes = pool.outcomes(endless())
    for _ in range(10):
        next(outcomes)
    assert len(taken) <= 2 * 12 * 4 + 12


def test_closing_does_not_wait_for_what_hangs() -> None:
    pool = Workers(1)
    outcomes = pool.outcomes([record(partial(fine, 0)), record(hang)])
    began = time.monotonic()
    pool.close()
    pool.close()
    assert time.monotonic() - began < workers.LONGEST_SECONDS / 2
    with pytest.raises((RuntimeError, ConfigurationError)):
        next(outcomes)


def test_sources_read_in_processes_are_those_read_here(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(number), "text": f"The river rose by {number} metres."}) for number in range(200)]
    lines[7] = "{"
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    rejects: list[Reject] = []
    here = list(read_sources([str(tmp_path)], on_reject=print))
    with read_sources([str(tmp_path)], on_reject=rejects.append, workers=2) as articles:
        assert list(articles) == here
        assert articles.position == 200
    assert [one.record for one in rejects] == ["line 8"]


def test_a_script_without_a_guard_is_told_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A few words.")
    script = tmp_path / "script.py"
    script.write_text(
        "from provenance.ingest import read_sources\n"
        "from provenance.errors import ConfigurationError\n"
        "try:\n"
        f"    list(read_sources([{str(tmp_path / 'a.txt')!r}], on_reject=print, workers=1))\n"
        "except ConfigurationError as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=120, check=False)
    assert "workers=0" in done.stdout

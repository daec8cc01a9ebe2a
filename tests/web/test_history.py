"""The history: kept, listed, judged, deleted for good."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from provenance.errors import ConfigurationError, NotFound
from provenance.reading import Capture
from provenance.web.history import History
from tests.web.stub import SUMMARY

CAPTURES = (
    Capture("a\nname.html", b"\x00\xff\nbytes", "2026-03-01T10:00:00Z", "https://a.example/", "text/html", "utf-8"),
    Capture("original", b"", "2026-03-01T10:00:01Z"),
)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "new folder" / "desk.sqlite")


def keep(history: History, report: bytes = b'{"a": 1}') -> str:
    return history.keep(report, SUMMARY, CAPTURES, "pasted text")


def test_a_report_comes_back_with_its_captures(history: History) -> None:
    identity = keep(history, "{“ž”}".encode())
    assert history.report(identity) == "{“ž”}".encode()
    assert history.captures(identity) == CAPTURES
    entry = history.latest(5)[0]
    assert (entry.id, entry.source, entry.summary, entry.reviewed) == (identity, "pasted text", SUMMARY, 0)
    assert entry.created == history.created(identity)


def test_ids_cannot_be_guessed_and_fit_into_an_address(history: History) -> None:
    ids = {keep(history) for _ in range(50)}
    assert len(ids) == 50
    assert all(len(one) == 12 and one.replace("-", "").replace("_", "").isalnum() for one in ids)


def test_only_its_owner_may_open_the_file(tmp_path: Path) -> None:
    History(tmp_path / "desk.sqlite").close()
    assert stat.S_IMODE((tmp_path / "desk.sqlite").stat().st_mode) == 0o600


def test_the_newest_comes_first_and_older_ones_on_the_next_page(history: History) -> None:
    ids = [keep(history) for _ in range(3)]
    history._tables.executemany(
        "UPDATE reports SET created = ? WHERE id = ?", [(f"2026-01-0{day}", one) for day, one in enumerate(ids, 1)]
    )
    assert [entry.id for entry in history.latest(2)] == ids[:0:-1]
    assert [entry.id for entry in history.latest(2, before="2026-01-02")] == ids[:1]


def test_a_judgement_is_kept_replaced_and_taken_back(history: History) -> None:
    identity = keep(history)
    history.review(identity, 2, "confirmed", "")
    history.review(identity, 0, None, "look again")
    history.review(identity, 2, "not-a-problem", "a rounding")
    assert [(one.finding, one.mark, one.note) for one in history.reviews(identity)] == [
        (0, None, "look again"),
        (2, "not-a-problem", "a rounding"),
    ]
    assert history.latest(1)[0].reviewed == 1
    assert history.reviewed() == [identity]
    history.review(identity, 2, None, "")
    assert [one.finding for one in history.reviews(identity)] == [0]


def test_a_judgement_needs_a_report(history: History) -> None:
    with pytest.raises(NotFound):
        history.review("nobody", 0, "confirmed", "")


def test_what_is_deleted_is_gone_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    history = History(path)
    identity = history.keep(b"{}", SUMMARY | {"title": "Zlatovlaska"}, CAPTURES, "secret-name.txt")
    history.review(identity, 0, None, "whispered remark")
    history.delete(identity)
    for read in (history.report, history.captures, history.created, history.delete):
        with pytest.raises(NotFound):
            read(identity)
    assert history.reviews(identity) == ()
    history.close()
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for word in (b"Zlatovlaska", b"secret-name", b"whispered"):
        assert word not in content


def test_old_reports_are_forgotten(history: History) -> None:
    old, new = keep(history), keep(history)
    history._tables.execute("UPDATE reports SET created = '2020-01-01T00:00:00Z' WHERE id = ?", (old,))
    assert history.forget(30) == 1
    assert [entry.id for entry in history.latest(5)] == [new]
    assert history.delete_all() == 1
    assert history.latest(5) == []


def test_a_history_lives_longer_than_its_desk(tmp_path: Path) -> None:
    first = History(tmp_path / "desk.sqlite")
    identity = keep(first)
    first.close()
    assert History(tmp_path / "desk.sqlite").report(identity) == b'{"a": 1}'


@pytest.mark.parametrize("content", [b"no database at all" * 100, None])
def test_a_file_that_is_no_history_is_refused_and_left_alone(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "desk.sqlite"
    if content is None:
        with sqlite3.connect(path) as tables:
            tables.execute("PRAGMA user_version = 77")
        content = path.read_bytes()
    else:
        path.write_bytes(content)
    with pytest.raises(ConfigurationError, match="--history"):
        History(path)
    assert path.read_bytes() == content

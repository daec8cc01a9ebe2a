"""Full disks, clocks that go backwards, folders that may not be written to."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest

from provenance.errors import IndexBusy, StorageFull
from provenance.index import Layout
from provenance.library import Selection, add, backup, compact, open_index, rebuild, remove, restore, verify
from provenance.library.locks import writer_lock
from tests.library.samples import HashEmbedder, article, many

EMBEDDER = HashEmbedder()
ROOT = Path(__file__).parents[2]

_LIMITED = """
import resource, sys
from pathlib import Path
from provenance.errors import StorageFull
from provenance.library import add, compact
from tests.library.samples import HashEmbedder, many
home = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
for work in (
    lambda: add("news", many(5000, seed=5), home=home, embedder=HashEmbedder()),
    lambda: compact("news", home=home, embedder=HashEmbedder("wide", 4096)),
):
    try:
        work()
    except StorageFull as error:
        print(error)
"""


def test_changes_that_no_disk_has_room_for_leave_the_index(tmp_path: Path) -> None:
    rebuild("news", many(60), home=tmp_path, embedder=EMBEDDER)
    add("news", many(5, seed=1), home=tmp_path, embedder=EMBEDDER)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("no room left") == 2
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert verify("news", tmp_path) == []


def test_a_search_file_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuild("news", many(60), home=tmp_path, embedder=EMBEDDER)

    def full(*_: object) -> None:
        raise StorageFull("The search file cannot be written; make room.")

    monkeypatch.setattr("provenance.library.merging.build_index", full)
    with pytest.raises(StorageFull):
        compact("news", home=tmp_path, layout=Layout("flat"))
    assert [path.name for path in (tmp_path / "news").glob("gen-*")] == ["gen-1"]
    assert verify("news", tmp_path) == []


def test_a_backup_that_no_disk_has_room_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuild("news", many(5), home=tmp_path, embedder=EMBEDDER)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFull):
        backup("news", tmp_path / "news.tar", home=tmp_path)
    assert not list(tmp_path.glob("news.tar*"))


class Backwards(datetime):
    """A clock that was set back by years."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime(1999, 1, 1, tzinfo=tz or UTC)


def test_a_clock_that_goes_backwards_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = article("x", "The first text of the story."), article("x", "The second text of the story.")
    rebuild("news", [first, *many(5)], home=tmp_path, embedder=EMBEDDER)
    monkeypatch.setattr("provenance.library.build.datetime", Backwards)
    monkeypatch.setattr("provenance.library.finishing.datetime", Backwards)
    add("news", [second], home=tmp_path, embedder=EMBEDDER)
    with open_index("news", home=tmp_path, embedder=EMBEDDER) as index:
        assert index.manifest.created.startswith("1999")
        assert index.article("x") == second
        (earlier,) = index.captures("x")
        assert index.capture("x", earlier) == first
    compact("news", home=tmp_path)
    assert verify("news", tmp_path) == []


def test_every_second_writer_says_so_and_leaves(tmp_path: Path) -> None:
    rebuild("news", many(5), home=tmp_path, embedder=EMBEDDER)
    backup("news", tmp_path / "news.tar", home=tmp_path)
    with writer_lock(tmp_path / "news", "news"):
        for work in (
            lambda: add("news", many(6), home=tmp_path, embedder=EMBEDDER),
            lambda: remove("news", Selection(ids=frozenset({"a-1"})), home=tmp_path, embedder=EMBEDDER),
            lambda: compact("news", home=tmp_path),
            lambda: restore("news", tmp_path / "news.tar", home=tmp_path),
        ):
            with pytest.raises(IndexBusy, match="Another process"):
                work()
        backup("news", tmp_path / "again.tar", home=tmp_path)
    assert (tmp_path / "again.tar").read_bytes() == (tmp_path / "news.tar").read_bytes()

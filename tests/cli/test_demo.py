"""The demo index at its first use, and `provenance demo`."""

from __future__ import annotations

import json
import shutil
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from provenance.embed.static import open_embedded
from provenance.errors import ConfigurationError, IndexBroken, IndexBusy, IndexIncompatible
from provenance.ingest import demo
from provenance.library import rebuild
from provenance.library.locks import writer_lock
from tests.cli.conftest import PRISONERS, Run, finish, start
from tests.library.samples import HashEmbedder, article

ORIGINALS = 47


def open_demo(home: Path) -> int:
    """Opens the demo index and gives the number of its articles."""
    with demo.open_demo(home, open_embedded()) as index:
        return index.coverage().articles


def test_demo_prints_the_report_and_writes_it_as_a_page(run: Run, tmp_path: Path) -> None:
    done = run("demo")
    assert (done.code, done.err) == (0, "")
    assert "Traced to Seznam Zprávy" in done.out
    assert "provenance-demo.html" in done.out
    assert "\x1b" not in done.out
    assert (tmp_path / "provenance-demo.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")


def test_demo_where_its_page_cannot_be_written(run: Run) -> None:
    done = run("demo", "--out", "nowhere/page.html")
    assert done.code == 2
    assert "There is no folder nowhere" in done.refusal


def test_two_first_uses_at_the_same_time(tmp_path: Path) -> None:
    both = [start("check", PRISONERS, "--json", "--indexes", tmp_path / "mine") for _ in range(2)]
    first, second = [finish(process) for process in both]
    assert (first.code, first.err) == (second.code, second.err) == (1, "")
    ours, theirs = json.loads(first.out), json.loads(second.out)
    assert ours["verdict"] == theirs["verdict"]
    assert ours["drifts"] == theirs["drifts"]


def test_waits_for_the_process_that_is_building(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = ExitStack()
    other.enter_context(writer_lock(tmp_path / "demo", "demo"))
    waited = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            other.close()

    monkeypatch.setattr(time, "sleep", sleep)
    assert open_demo(tmp_path) == ORIGINALS
    assert len(waited) == 3


def test_does_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "LONGEST_WAIT", 0.0)
    with writer_lock(tmp_path / "demo", "demo"), pytest.raises(IndexBusy):
        open_demo(tmp_path)


def test_a_home_that_cannot_be_written_gives_way_to_the_users_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("check", PRISONERS, "--indexes", tmp_path / "file" / "indexes", "--json")
    assert json.loads(done.out)["verdict"]["status"] == "traced"
    assert (tmp_path / "data" / "translation-provenance" / "indexes" / "demo" / "index.toml").is_file()
    assert (tmp_path / "file").read_bytes() == b""


def test_a_home_that_only_seems_to_be_writable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, home: Path, **options: object) -> object:
        if home == tmp_path / "read-only":
            raise ConfigurationError("The folder cannot be written to.")
        return rebuild(*arguments, home=home, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(demo, "rebuild", refuse)
    assert open_demo(tmp_path / "read-only") == ORIGINALS


def test_nowhere_to_write(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file" / "data"))
    refusal = run("check", PRISONERS, "--indexes", tmp_path / "file" / "indexes").refusal
    assert "name a writable folder with --indexes" in refusal


@pytest.fixture
def copied(home: Path, tmp_path: Path) -> Path:
    shutil.copytree(home, tmp_path / "mine")
    return tmp_path / "mine"


@pytest.mark.parametrize("damage", ["gen-1/articles.sqlite", "gen-1/vectors/rows.f16"])
def test_a_damaged_demo_index_is_built_again(copied: Path, damage: str) -> None:
    (copied / "demo" / damage).write_bytes(b"")
    assert open_demo(copied) == ORIGINALS


def test_a_demo_index_of_another_embedder_or_format_is_built_again(copied: Path) -> None:
    with demo.open_demo(copied, HashEmbedder()) as index:
        assert index.manifest.embedder == HashEmbedder().name
    manifest = copied / "demo" / "index.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("format = ", "format = 9"), encoding="utf-8")
    assert open_demo(copied) == ORIGINALS


def test_an_index_of_ones_own_that_is_called_demo_is_left_alone(tmp_path: Path) -> None:
    own = [article("1", "The bridge is open.")]
    rebuild("demo", own, home=tmp_path, embedder=HashEmbedder(), described=["my articles"])
    with pytest.raises(IndexIncompatible):
        open_demo(tmp_path)
    with demo.open_demo(tmp_path, HashEmbedder()) as index:
        assert index.coverage().articles == 1
    (tmp_path / "demo" / "gen-1" / "articles.sqlite").write_bytes(b"")
    with pytest.raises(IndexBroken, match="provenance index rebuild demo"):
        demo.open_demo(tmp_path, HashEmbedder())


def test_a_manifest_that_cannot_be_read_is_not_replaced(run: Run, copied: Path) -> None:
    (copied / "demo" / "index.toml").write_bytes(b"\xffnonsense")
    refusal = run("check", PRISONERS, "--indexes", copied).refusal
    assert "`provenance index rebuild demo " in refusal
    assert (copied / "demo" / "index.toml").read_bytes() == b"\xffnonsense"


def test_the_demo_index_remembers_its_originals(run: Run, copied: Path) -> None:
    assert f"demo: {ORIGINALS} articles" in run("index", "rebuild", "demo", "--indexes", copied).out

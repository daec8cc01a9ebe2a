"""Who may write to an index, and which generations may be removed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from provenance.errors import IndexBusy
from provenance.library import locks, open_index, rebuild
from provenance.library.locks import hold, is_held, writer_lock
from provenance.library.schema import ARTICLES_FILE
from tests.library.samples import HashEmbedder, many

_HOLDER = """
import sys, time
from pathlib import Path
from provenance.library.locks import writer_lock
with writer_lock(Path(sys.argv[1]), "news"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def generation(tmp_path: Path) -> Path:
    folder = tmp_path / "gen-1"
    folder.mkdir()
    (folder / ARTICLES_FILE).touch()
    return folder


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without `flock`."""
    monkeypatch.setattr(locks, "_HAS_FLOCK", False)


def test_a_writer_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", _HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    with pytest.raises(IndexBusy), writer_lock(tmp_path, "news"):
        pass
    process.kill()
    process.communicate()
    with writer_lock(tmp_path, "news"):
        pass


def test_one_process_does_not_write_twice_at_once(tmp_path: Path) -> None:
    with writer_lock(tmp_path, "news"):
        with pytest.raises(IndexBusy), writer_lock(tmp_path, "news"):
            pass
        # The one that failed has not let go of what the first holds.
        with pytest.raises(IndexBusy), writer_lock(tmp_path, "news"):
            pass


def test_a_generation_is_held_while_it_is_read(generation: Path) -> None:
    assert not is_held(generation)
    with hold(generation), hold(generation):
        assert is_held(generation)
    assert not is_held(generation)


@pytest.mark.usefixtures("windows")
def test_without_flock_an_open_file_holds_its_generation(generation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("a file that is open cannot be renamed")

    with hold(generation), monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        assert is_held(generation)
    assert (generation / ARTICLES_FILE).is_file()


@pytest.mark.usefixtures("windows")
def test_without_flock_what_nobody_reads_may_go(generation: Path) -> None:
    assert not is_held(generation)
    # A run that was killed before it removed the rest does so the next time.
    assert not is_held(generation)


@pytest.mark.usefixtures("windows")
def test_without_flock_a_missing_generation_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gen-1"), hold(tmp_path / "gen-1"):
        pass


@pytest.mark.usefixtures("windows")
def test_an_index_lives_without_flock(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    for seed in (1, 2):
        rebuild("news", many(5, seed=seed), home=tmp_path, embedder=embedder)
    assert [path.name for path in (tmp_path / "news").glob("gen-*")] == ["gen-2"]
    with open_index("news", home=tmp_path, embedder=embedder) as index:
        assert index.nearest(embedder.encode(["museum strike"]), 3)[0].shape == (1, 3)

"""A change that is killed at any moment costs nothing: the old index stays, and the next run goes on."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from provenance.errors import IndexMissing
from provenance.library import Progress, add, open_index, rebuild, verify, writer
from provenance.library.locks import writer_lock
from tests.library.samples import HashEmbedder, Stream, many
from tests.library.slow_writer import ARTICLES, fresh_articles

EMBEDDER = HashEmbedder()
ROOT = Path(__file__).parents[2]
_COMMAND = [sys.executable, "-m", "tests.library.slow_writer"]


def start(home: Path, work: str = "rebuild") -> subprocess.Popen[str]:
    return subprocess.Popen([*_COMMAND, str(home), work], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def finish(home: Path, work: str = "rebuild") -> None:
    assert (
        subprocess.run([*_COMMAND, str(home), work], cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode == 0
    )


def kill_after(process: subprocess.Popen[str], lines: int, delay: float) -> str:
    assert process.stdout
    seen = ""
    for _ in range(lines):
        seen = process.stdout.readline() or seen
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return seen


def answers(home: Path) -> tuple[list, list, str]:
    queries = EMBEDDER.encode(["the mayor and the storm case 3 part 1.", "Olga harbour verdict case 17 part 0."])
    with open_index("news", home=home, embedder=EMBEDDER) as index:
        ids, similarities = index.nearest(queries, 5)
        return ids.tolist(), similarities.tolist(), index.manifest_sha256


def content(home: Path) -> tuple[dict, np.ndarray]:
    """The articles by id, and for some queries the articles found."""
    queries = EMBEDDER.encode([f"museum strike budget case {number} part 1." for number in range(20)])
    with open_index("news", home=home, embedder=EMBEDDER) as index:
        articles = {one.id: index.article(one.id) for one in fresh_articles()}
        return articles, np.sort(index.nearest(queries, 5)[1])


def test_killed_at_random_moments_the_old_index_answers_and_the_next_run_goes_on(tmp_path: Path) -> None:
    rebuild("news", many(30, seed=1), home=tmp_path, embedder=EMBEDDER)
    before = answers(tmp_path)
    chance = random.Random(20240506)
    stored = 0
    for _ in range(6):
        process = start(tmp_path)
        assert process.stdout
        process.stdout.readline()
        first = int(process.stdout.readline())
        assert first >= stored, "an earlier run's batches were lost"
        stored = max(first, int(kill_after(process, chance.randint(1, 4), chance.random() * 0.02) or 0))
        assert process.returncode == -signal.SIGKILL
        assert answers(tmp_path) == before
    assert 0 < stored < ARTICLES
    finish(tmp_path)
    assert verify("news", tmp_path) == []
    rebuild("news", fresh_articles(), home=tmp_path / "whole", embedder=EMBEDDER)
    articles, similarities = content(tmp_path)
    expected, scores = content(tmp_path / "whole")
    assert articles == expected
    assert np.allclose(similarities, scores)
    assert sorted(path.name for path in (tmp_path / "news").glob("gen-*")) == ["gen-2"]


@pytest.mark.parametrize("work", ["add", "remove", "compact"])
def test_other_changes_killed_at_random_moments_cost_nothing(work: str, tmp_path: Path) -> None:
    rebuild("news", many(200, seed=1), home=tmp_path, embedder=EMBEDDER)
    add("news", many(10, seed=2), home=tmp_path, embedder=EMBEDDER)
    before = answers(tmp_path)
    chance = random.Random(20240507)
    for _ in range(3):
        kill_after(start(tmp_path, work), chance.randint(1, 3), chance.random() * 0.02)
        now = answers(tmp_path)
        assert now == before or now[2] != before[2]
        before = now
    finish(tmp_path, work)
    assert verify("news", tmp_path) == []
    assert not list((tmp_path / "news").glob("*.building"))


def test_an_interrupted_rebuild_waits_while_small_changes_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild("news", many(5, seed=1), home=tmp_path, embedder=EMBEDDER)
    interrupted(tmp_path, Stream(many(100)), 50, monkeypatch)
    add("news", many(3, seed=2), home=tmp_path, embedder=EMBEDDER)
    assert rebuild("news", Stream(many(100)), home=tmp_path, embedder=EMBEDDER).continued == 50
    assert verify("news", tmp_path) == []


def test_killed_while_finishing(tmp_path: Path) -> None:
    rebuild("news", many(30, seed=1), home=tmp_path, embedder=EMBEDDER)
    before = answers(tmp_path)
    process = start(tmp_path)
    assert process.stdout
    line = "0"
    while line and int(line) < ARTICLES:
        line = process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert answers(tmp_path) == before or answers(tmp_path)[2] != before[2]
    finish(tmp_path)
    assert verify("news", tmp_path) == []
    with open_index("news", home=tmp_path, embedder=EMBEDDER) as index:
        assert index.manifest.articles == ARTICLES


def test_a_first_rebuild_that_was_killed_is_named_as_unfinished(tmp_path: Path) -> None:
    kill_after(start(tmp_path), 4, 0)
    with pytest.raises(IndexMissing, match="never finished"):
        open_index("news", home=tmp_path, embedder=EMBEDDER)


class Stopped(Exception):
    """What a test interrupts a rebuild with."""


def interrupted(home: Path, stream: Stream, after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "TEXTS_AT_ONCE", 30)

    def stop(progress: Progress) -> None:
        if progress.articles >= after:
            raise Stopped

    with pytest.raises(Stopped):
        rebuild("news", stream, home=home, embedder=EMBEDDER, progress=stop)


def test_goes_on_behind_the_last_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(tmp_path, Stream(many(100)), 50, monkeypatch)
    stream = Stream(many(100))
    summary = rebuild("news", stream, home=tmp_path, embedder=EMBEDDER)
    assert stream.skipped == summary.continued == 50
    assert (summary.articles, summary.passages, summary.vectors) == (100, 300, 300)
    assert verify("news", tmp_path) == []


def test_other_sources_start_afresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(tmp_path, Stream(many(100)), 50, monkeypatch)
    stream = Stream(many(20, seed=3), "two")
    summary = rebuild("news", stream, home=tmp_path, embedder=EMBEDDER)
    assert stream.skipped == summary.continued == 0
    assert summary.articles == 20


def test_another_embedder_starts_afresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(tmp_path, Stream(many(100)), 50, monkeypatch)
    other = HashEmbedder("other", 16)
    assert rebuild("news", Stream(many(100)), home=tmp_path, embedder=other).continued == 0
    assert verify("news", tmp_path) == []


def test_damaged_leftovers_start_afresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(tmp_path, Stream(many(100)), 50, monkeypatch)
    (tmp_path / "news" / "gen-1" / "vectors" / "rows.f16").write_bytes(b"short")
    assert rebuild("news", Stream(many(100)), home=tmp_path, embedder=EMBEDDER).continued == 0
    assert verify("news", tmp_path) == []


def test_bytes_behind_the_last_batch_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(tmp_path, Stream(many(100)), 50, monkeypatch)
    with (tmp_path / "news" / "gen-1" / "vectors" / "rows.f16").open("ab") as file:
        file.write(b"half a row")
    assert rebuild("news", Stream(many(100)), home=tmp_path, embedder=EMBEDDER).continued == 50
    assert verify("news", tmp_path) == []


def test_a_dead_writer_holds_nothing(tmp_path: Path) -> None:
    kill_after(start(tmp_path), 2, 0)
    with writer_lock(tmp_path / "news", "news"):
        assert (tmp_path / "news" / ".lock").exists()

from __future__ import annotations

import os
import subprocess
import sys
from multiprocessing import active_children
from multiprocessing.connection import wait
from pathlib import Path
from select import select

import pytest

from provenance import bitext
from provenance.bitext import Row, compare_file, compare_rows
from provenance.errors import WorkerLost
from provenance.models import open_models

LINES = [
    "Záplavy poškodily 300 domů.\tThe floods damaged 3,000 houses.\tcs\ten",
    "Záplavy poškodily 300 domů.\tThe floods damaged 300 houses.\tcs\ten",
    "\t",
    "Starosta mluvil v pondělí.\tThe mayor spoke on Monday.\tcs\ten",
]


def test_processes_answer_as_one_does_and_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("\n".join(LINES * 20) + "\n", encoding="utf-8")
    monkeypatch.setattr(bitext, "ROWS_AT_ONCE", 32)
    alone = list(compare_file(file, checker=False, workers=1))
    assert list(compare_file(file, checker=False, workers=2)) == alone
    assert [one.row for one in alone] == list(range(80))


def test_a_long_file_is_shared_between_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    monkeypatch.setattr(bitext, "_processors", lambda: 2)
    asked: list[int] = []
    monkeypatch.setattr(bitext, "ProcessPoolExecutor", lambda processes, **_: asked.append(processes))
    assert len(list(compare_file(file, checker=False))) == len(LINES)
    assert asked == []
    monkeypatch.setattr(bitext, "SMALLEST_SHARED", file.stat().st_size)
    with pytest.raises(AttributeError):
        list(compare_file(file, checker=False))
    assert asked == [2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals as POSIX has them")
def test_processes_end_with_the_one_that_asked(tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("\n".join(LINES * 500) + "\n", encoding="utf-8")
    code = (
        "from pathlib import Path; from multiprocessing import active_children\n"
        "from provenance.bitext import compare_file\n"
        f"found = compare_file(Path({str(file)!r}), checker=False, workers=2)\n"
        "next(found); print(*[one.pid for one in active_children()], flush=True); next(iter(int, 1))\n"
    )
    asking = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert asking.stdout is not None
    with asking.stdout as told:
        workers = [int(pid) for pid in told.readline().split()]
        asking.kill()
        asking.wait()
        assert len(workers) == 2
        # The pipe is at its end when nobody holds it any more.
        ready, _, _ = select([told], [], [], 60)
        assert ready, "a process outlives the one that asked"
        assert told.read() == ""


def test_who_stops_early_leaves_no_process_behind(tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("\n".join(LINES * 500) + "\n", encoding="utf-8")
    found = compare_file(file, checker=False, workers=2)
    next(found)
    workers = active_children()
    assert len(workers) == 2
    found.close()  # type: ignore[attr-defined]
    # Whoever collects them first knows how they ended; that they ended shows here.
    assert all(wait([one.sentinel], 60) for one in workers)


def test_a_killed_process_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    monkeypatch.setattr(bitext, "_compare_block", _killed)
    with pytest.raises(WorkerLost, match="--workers 1"):
        list(compare_file(file, checker=False, workers=2))


def _killed(*_: object) -> None:
    os._exit(9)


def test_what_came_before_a_bad_row_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("\n".join([*LINES, "one column"]) + "\n", encoding="utf-8")
    monkeypatch.setattr(bitext, "SMALLEST_SHARED", 0)
    results = compare_file(file, checker=False, workers=2)
    assert [next(results).row for _ in LINES] == [0, 1, 2, 3]
    with pytest.raises(bitext.UnreadableFile, match="Row 4"):
        next(results)


def test_a_changed_figure_scores_above_a_kept_one() -> None:
    rows = [Row(number, *line.split("\t")) for number, line in enumerate(LINES[:2])]
    wrong, right = compare_rows(rows, open_models(checker=False))
    assert wrong.drift_probability > right.drift_probability
    assert [drift.check for drift in wrong.drifts] == ["number"]
    assert right.drifts == ()

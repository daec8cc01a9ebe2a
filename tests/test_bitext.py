from __future__ import annotations

from pathlib import Path

import pytest

from provenance import bitext
from provenance.bitext import Row, compare_file, compare_rows
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
    alone = list(compare_file(file, checker=False, workers=1))
    monkeypatch.setattr(bitext, "SMALLEST_SHARED", 0)
    assert list(compare_file(file, checker=False, workers=2)) == alone
    assert [one.row for one in alone] == list(range(80))


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

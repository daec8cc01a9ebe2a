"""The layer of a named model: it learns whom to believe, and says what it is worth on rows held back."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from provenance.bitext import Row, compare_rows
from provenance.deep import Depth
from provenance.deep.depth import open_depth
from provenance.deep.readings import NLI
from provenance.errors import TrainingError
from provenance.models import open_models
from provenance.training.corpus import Pair
from provenance.training.deep_calibration import Fitted, ReadRow, calibrate_deep, fit
from provenance.training.drift_material import Made, made_rows
from provenance.values import DeepReading
from tests.deep.made import Told
from tests.training.test_drift_training import NEWS

KNOWN = frozenset([*NEWS, *((english, text) for text, english in NEWS)])


def graded(score: float) -> DeepReading:
    return DeepReading("m", "metric", (("score", score),))


def drawn(count: int, seed: int, sharp: float, **more: float) -> list[ReadRow]:
    """Rows that the checks tell apart a little; the model's score falls by `sharp` where there is a fault."""
    draw = random.Random(seed)
    rows = []
    for number in range(count):
        bad = number % 2 == 1
        own = 1 / (1 + 2.7 ** -draw.gauss(0.5 if bad else -0.5, 1.0))
        reading = graded(draw.gauss(-sharp if bad else 0.0, 1.0))
        findings = ((own, reading),) if draw.random() < more.get("findings", 0.5) else ()
        rows.append(ReadRow(own, reading, "made" if bad else "faithful", 1.0, findings))
    return rows


def fitted(sharp: float, **more: float) -> Fitted:
    faithful = [one for one in drawn(400, 2, sharp) if not one.faulty]
    return fit(drawn(800, 1, sharp, **more), faithful, most_flagged=0.05)


def test_a_model_that_sees_faults_is_believed() -> None:
    found = fitted(2.0)
    assert found.area_with > found.area_without + 0.1
    layer = found.calibration
    chances = [layer.row(0.5, graded(score)) for score in (1.0, 0.0, -2.0)]
    assert chances == sorted(chances)
    assert layer.row(0.3, graded(0.0)) < layer.row(0.7, graded(0.0))
    assert layer.finding(graded(1.0)) < 0 < layer.finding(graded(-3.0))
    faithful = [one for one in drawn(400, 5, 2.0) if not one.faulty]
    assert sum(layer.row(one.probability, one.reading) >= 0.5 for one in faithful) / len(faithful) < 0.12
    assert (found.rows, found.held_back) == (640, 160)


@pytest.mark.parametrize("sharp", [0.0, -2.0])
def test_a_model_that_sees_nothing_or_speaks_the_wrong_way_is_not(sharp: float) -> None:
    layer = fitted(sharp).calibration
    assert abs(layer.row(0.5, graded(-2.0)) - layer.row(0.5, graded(2.0))) < 0.15
    assert 0 <= layer.scores["score"].weight < 0.15


def test_a_few_findings_leave_the_checks_word_as_it_is() -> None:
    layer = fitted(2.0, findings=0.005).calibration
    assert (layer.shift, layer.trust) == (0.0, 0.0)


def test_too_few_rows_are_refused() -> None:
    with pytest.raises(TrainingError, match="read 10 faithful pairs and 10 with a fault, and 30 of each are needed"):
        fit(drawn(20, 1, 1.0), [], most_flagged=0.05)


def seen(original: str, repost: str) -> tuple[tuple[str, float], ...]:
    """A model that knows the faithful pairs, not without doubt."""
    sure = 0.9 + 0.08 * random.Random(original + repost).random()
    scores = (sure, 0.02, sure, 0.02) if (original, repost) in KNOWN else (0.05, sure, 0.2, sure)
    return tuple(zip(NLI, scores, strict=True))


def material() -> list[Made]:
    return list(made_rows([Pair("news", "de", "en", text, english) for text, english in NEWS] * 12, 1))


def test_a_named_model_is_calibrated_and_then_moves_rows(tmp_path: Path) -> None:
    models = open_models(checker=False)
    depth = open_depth(Told("nli", seen), "base", tmp_path)
    known = [Row(number, *texts, "de", "en") for number, texts in enumerate(NEWS)]
    told: list[str] = []
    found = calibrate_deep(
        material(), known, models, depth, most_rows=100, most_flagged=0.05, seed=1, progress=told.append
    )
    assert (told[-1], found.rows + found.held_back) == ("106 of 106 rows read", 100)
    assert found.area_with > found.area_without + 0.05
    depth.keep(found.calibration)
    again = open_depth(Told("nli", seen), "base", tmp_path)
    rows = [known[0], Row(1, NEWS[1][0], "The bridge does not stay closed until the end of October.", "de", "en")]
    plain = [one.drift_probability for one in compare_rows(rows, models)]
    along = [one.drift_probability for one in compare_rows(rows, replace(models, deep=again))]
    assert along[0] + 0.2 < along[1]
    assert along[1] > plain[1]


def test_an_earlier_calibration_is_not_learned_from(tmp_path: Path) -> None:
    models = open_models(checker=False)

    def calibrated(depth: Depth) -> Fitted:
        return calibrate_deep(material(), [], models, depth, most_rows=100, most_flagged=0.05, seed=1)

    first = calibrated(open_depth(Told("nli", seen), "base", tmp_path))
    open_depth(Told("nli", seen), "base", tmp_path).keep(first.calibration)
    assert calibrated(open_depth(Told("nli", seen), "base", tmp_path)) == first

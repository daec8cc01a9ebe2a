"""Which way scores speak, what is said of them, and the layer that weighs them."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from provenance.deep import Depth
from provenance.deep.calibration import DeepCalibration, Weight, chance, odds, read_calibration
from provenance.deep.depth import open_depth
from provenance.deep.readings import FORCED, METRIC, NLI, doubts, said, worst
from provenance.errors import EmbedderError
from provenance.values import DeepReading
from tests.deep.made import Told

LAYER = DeepCalibration(-0.5, 0.8, {"score": Weight(2.0, -0.5, -1.0, 0.5)}, 0.1, 0.5)


def inferred(*scores: float, doubt: float | None = None) -> DeepReading:
    return DeepReading("m", "nli", tuple(zip(NLI, scores, strict=True)), doubt)


def graded(score: float) -> DeepReading:
    return DeepReading("m", "metric", ((METRIC[0], score),))


def test_more_doubt_speaks_for_drift() -> None:
    good, bad = doubts(inferred(0.9, 0.02, 0.8, 0.03)), doubts(inferred(0.2, 0.7, 0.1, 0.6))
    assert all(bad[name] > good[name] for name in NLI)
    assert doubts(graded(0.2))["score"] > doubts(graded(0.8))["score"]
    assert all(math.isfinite(one) for one in doubts(inferred(0.0, 1.0, 1.0, 0.0)).values())


def test_the_worst_of_several_pairs_speaks_for_a_text() -> None:
    both = worst([inferred(0.9, 0.1, 0.2, 0.0), None, inferred(0.5, 0.3, 0.7, 0.1)])
    assert both == inferred(0.5, 0.3, 0.2, 0.1)
    assert worst([None]) is None


@pytest.mark.parametrize(
    ("reading", "sentence"),
    [
        (
            inferred(0.1, 0.2, 0.1, 0.93),
            "reads a contradiction (0.93); not calibrated.",
        ),
        (inferred(0.9, 0.0, 0.8, 0.0, doubt=-1.0), "reads each side as following from the other (0.90 and 0.80); this"),
        (inferred(0.2, 0.0, 0.8, 0.0, doubt=0.0), "does not read the repost as following from the original (0.20)."),
        (inferred(0.8, 0.0, 0.2, 0.0, doubt=0.0), "does not read the original as following from the repost (0.20)."),
        (
            inferred(0.2, 0.0, 0.3, 0.0, doubt=2.0),
            "neither side as following from the other (0.20 and 0.30); this makes",
        ),
        (graded(0.412), "scores the repost 0.41 as a translation of the original; not calibrated."),
        (
            DeepReading("m", "forced-decoding", tuple(zip(FORCED, (-3.2, -9.0), strict=True)), 0.0),
            "gives the repost a mean log-probability of -3.20 a token.",
        ),
    ],
)
def test_a_reader_is_told(reading: DeepReading, sentence: str) -> None:
    assert said(reading).startswith("The model m ")
    assert sentence in said(reading)


def test_what_a_layer_makes_of_a_row_and_a_finding() -> None:
    assert LAYER.row(0.5, graded(0.5)) == pytest.approx(chance(-0.5))
    assert LAYER.row(0.5, graded(0.0)) == pytest.approx(chance(-0.5 + 2.0 * 0.5))
    # Beyond the range that it was fitted on, a score says no more.
    assert LAYER.row(0.5, graded(-70.0)) == LAYER.row(0.5, graded(-0.5))
    assert LAYER.finding(graded(0.0)) == pytest.approx(0.1 + 0.5 * 1.0)
    assert [odds(0.0), odds(0.5), odds(1.0)] == [-30.0, 0.0, 30.0]
    assert all(0 < LAYER.row(one, graded(0.0)) < 1 for one in (0.0, 0.3, 1.0))


def reader(score: float = 0.0) -> Told:
    return Told("metric", lambda *_: (("score", score),))


def test_a_calibration_is_found_again_by_whom_it_was_fitted_for(tmp_path: Path) -> None:
    bare = open_depth(reader(), "base", tmp_path / "deep")
    assert bare.calibration is None
    assert "is not calibrated: its scores are shown" in bare.note
    bare.keep(LAYER)
    kept = open_depth(reader(), "base", tmp_path / "deep")
    assert kept.calibration == LAYER
    assert kept.signature.calibration_sha256 == kept.calibration_sha256 != ""
    assert "with a calibration of its own" in kept.note
    other = open_depth(reader(), "another base", tmp_path / "deep")
    assert (other.calibration, other.signature.calibration_sha256) == (None, "")
    assert "calibrated for another version" in other.note
    read = read_calibration(bare.file)
    assert read is not None
    assert (read.model_sha256, read.base) == (reader().source.sha256, "base")


def test_only_a_calibrated_reading_bears_on_a_finding(tmp_path: Path) -> None:
    bare = Depth(reader(), "base", tmp_path / "c.json")
    weighed = Depth(reader(), "base", tmp_path / "c.json", LAYER)
    pairs, languages = [("a", "b")], [("cs", "en")]
    assert [one and one.doubt for one in bare.read(pairs, languages)] == [None]
    assert [one and one.doubt for one in weighed.read(pairs, languages)] == [pytest.approx(0.6)]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 99}', '{"version": 1, "finding": [1]}'])
def test_a_broken_calibration_is_named(tmp_path: Path, text: str) -> None:
    open_depth(reader(), "base", tmp_path).keep(LAYER)
    (file,) = tmp_path.iterdir()
    file.write_text(text, encoding="utf-8")
    with pytest.raises(EmbedderError, match=r"cannot be used.*delete it, and fit it again\.$"):
        open_depth(reader(), "base", tmp_path)

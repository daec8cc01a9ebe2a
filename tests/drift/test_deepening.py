"""What a named model does to links, findings and rows: nothing without a calibration, its share with one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from provenance.bitext import Row, RowResult, compare_rows
from provenance.deep import Depth
from provenance.deep.calibration import DeepCalibration, Weight
from provenance.deep.readings import NLI
from provenance.drift.deepening import finding_chance, read_deeply, row_chance
from provenance.models import Models, open_models
from tests.deep.made import Told
from tests.drift.links import make_link

ROWS = [
    Row(0, "Záplavy poškodily 300 domů.", "The floods damaged 3,000 houses.", "cs", "en"),
    Row(1, "Starosta mluvil v pondělí.", "The mayor spoke on Monday.", "cs", "en"),
    Row(2, "", "", None, None),
    Row(3, "Prší. Most je zavřený už od pondělí.", "It rains. The bridge has been closed since Monday.", "cs", "en"),
]
AGREES, OBJECTS = (0.97, 0.01, 0.95, 0.01), (0.03, 0.93, 0.05, 0.9)
#: Speaks for drift where the model contradicts, and against it where it does not.
LAYER = DeepCalibration(0.0, 1.0, {NLI[1]: Weight(0.7, 0.0, -5.0, 5.0)}, 0.0, 1.0)


def depth(scores: tuple[float, ...] | None, layer: DeepCalibration | None = None) -> Depth:
    told = Told("nli", lambda *_: None if scores is None else tuple(zip(NLI, scores, strict=True)))
    return Depth(told, "base", Path("unused"), layer)


@pytest.fixture(scope="module")
def models() -> Models:
    return open_models(checker=False)


def results(models: Models, deep: Depth | None) -> list[RowResult]:
    return list(compare_rows(ROWS, replace(models, deep=deep)))


def test_a_model_without_a_calibration_changes_no_probability_and_no_severity(models: Models) -> None:
    plain, along = results(models, None), results(models, depth(OBJECTS))
    assert any(one.drifts for one in plain)
    for one, other in zip(plain, along, strict=True):
        assert one.drift_probability == other.drift_probability
        assert one.drifts == tuple(replace(drift, deep=None, also=drift.also[:-1]) for drift in other.drifts)
        for drift in other.drifts:
            assert drift.deep is not None
            assert drift.deep.scores == tuple(zip(NLI, OBJECTS, strict=True))
            assert drift.also[-1] == ("The model told reads a contradiction (0.93); not calibrated.")


def test_a_calibrated_model_moves_rows_and_findings_its_way(models: Models) -> None:
    plain = results(models, None)
    doubted, believed = (results(models, depth(scores, LAYER)) for scores in (OBJECTS, AGREES))
    for one, up, down in zip(plain, doubted, believed, strict=True):
        if one.row == 2:
            assert one.drift_probability == up.drift_probability == down.drift_probability == 0
        else:
            assert down.drift_probability < one.drift_probability < up.drift_probability
    (found,), (surer,) = plain[0].drifts, doubted[0].drifts
    assert found.probability < surer.probability
    assert surer.also[-1].endswith("this makes the finding more probable.")
    # What the checks found alone is not reported once a trusted model finds nothing wrong.
    assert sum(len(one.drifts) for one in believed) < sum(len(one.drifts) for one in plain)


def test_each_pair_of_sentences_is_read_once_with_its_neighbours(models: Models) -> None:
    own = depth(AGREES)
    read = results(models, own)
    assert isinstance(own.reader, Told)
    assert own.reader.asked == [(row.original, row.repost) for row in ROWS[:2]] + [
        ("Prší.", "It rains."),
        ("Most je zavřený už od pondělí.", "The bridge has been closed since Monday."),
    ]
    assert [one.deep is not None for one in read] == [True, True, False, True]


def test_a_pair_that_the_model_cannot_read_stays_as_it_was(models: Models) -> None:
    assert results(models, depth(None, LAYER)) == results(models, None)


def test_a_sentence_without_a_counterpart_is_not_read() -> None:
    link = make_link("Prší.", "It rains.")
    alone = replace(link, repost=())
    first, second = read_deeply([link, alone], depth(OBJECTS, LAYER))
    assert first.deep is not None
    assert second == alone
    assert finding_chance(0.6, second) == 0.6 < finding_chance(0.6, first)
    assert row_chance(0.6, [second], depth(OBJECTS, LAYER)) == 0.6
    assert read_deeply([link], None) == (link,)

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from provenance.drift.calibration import (
    RULES,
    SUREST,
    WITH_CHECKER,
    Bend,
    Calibration,
    open_calibration,
    write_calibration,
)
from provenance.drift.detect import look
from provenance.drift.features import feature_names, row_features
from provenance.errors import EmbedderError
from tests.drift.links import make_link

SMALL = Calibration(
    bias=-1.0,
    bends={"longer": Bend((0.0, 1.0), (1.0, 2.0))},
    usual={"*": {"longer": 0.5}, "cs-en": {"longer": 0.0}},
    findings={"name serious": (1.0, 1.5, 0.4)},
    base_rate=0.5,
)


def test_a_bend_adds_up_above_its_knots() -> None:
    assert [Bend((0.0, 1.0), (1.0, 2.0)).at(value) for value in (-1.0, 0.5, 2.0)] == [0.0, 0.5, 4.0]


def test_more_of_a_feature_never_lowers_a_row() -> None:
    chances = [SMALL.row({"longer": value}, "cs", "en") for value in (-2.0, 0.0, 0.4, 0.8, 1.6, 3.0)]
    assert chances == sorted(chances)
    assert len(set(chances)) == 5


def test_what_is_usual_for_a_pair_of_languages_counts_for_nothing() -> None:
    assert SMALL.row({"longer": 0.5}, "xx", "en") == SMALL.row({"longer": 0.0}, "cs", "en")


def test_a_trusted_check_gains_and_another_keeps_its_word() -> None:
    assert SMALL.finding("name", 0.6, serious=True) > 0.6
    assert SMALL.finding("name", 0.6, serious=False) == pytest.approx(0.6)


def test_the_checkers_opinion_makes_a_finding_surer() -> None:
    chances = [SMALL.finding("name", 0.6, serious=True, opinion=opinion) for opinion in (0.0, 0.01, 0.3, 0.9)]
    assert chances[0] == chances[1] < chances[2] < chances[3]
    assert SMALL.finding("name", 0.6, serious=False, opinion=0.9) == pytest.approx(0.6)


def test_a_row_is_lifted_by_its_surest_finding_alone() -> None:
    lifted = replace(SMALL, bends={SUREST: Bend((0.0,), (0.5,))})
    sure, both = ({"name serious": 0.7}, {"name serious": 0.7, "date serious": 0.99})
    assert lifted.surest(sure) == lifted.surest(both) > 0
    assert lifted.row({}, "cs", "en") < lifted.row(sure, "cs", "en") == lifted.row(both, "cs", "en")
    assert lifted.surest({"name serious": 0.05}) == 0


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_calibration(tmp_path / "c.json", {RULES: SMALL})
    assert open_calibration(RULES, tmp_path / "c.json") == SMALL


@pytest.mark.parametrize("text", ["", "{}", '{"version": 99}', '{"version": 1, "rules": {"bias": 0}}', "[1]"])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "c.json").write_text(text, encoding="utf-8")
    with pytest.raises(EmbedderError, match="calibration"):
        open_calibration(RULES, tmp_path / "c.json")


def test_the_shipped_weights_know_only_features_that_exist_and_never_speak_against_drift() -> None:
    for name, checker in ((RULES, False), (WITH_CHECKER, True)):
        shipped = open_calibration(name)
        assert set(shipped.bends) <= {*feature_names(checker=checker), SUREST}
        assert all(weight >= 0 for bend in shipped.bends.values() for weight in bend.weights)
        assert 0 < shipped.base_rate < 1


def test_a_changed_figure_raises_a_row() -> None:
    shipped = open_calibration(RULES)

    def row(repost: str) -> float:
        link = make_link("Záplavy poškodily 300 domů.", repost, glosses="Záplavy=floods poškodily=damaged domů=houses")
        found = [(one.check, one.finding, one.opinion) for one in look([link])]
        return shipped.row(row_features([link], found), "cs", "en")

    assert row("The floods damaged 3,000 houses.") > row("The floods damaged 300 houses.")

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from provenance.drift import sex_odds
from provenance.drift.sex_odds import PLACES, STEP, learned_languages, traits, write_sexes
from provenance.drift.sexes import contradicted
from provenance.drift.sides import sides
from provenance.training.drift_sexes import UNMARKED
from tests.drift.links import Row


@pytest.mark.parametrize(
    ("text", "languages", "woman"),
    [
        ("Včera přišla sama.", "cs-en", True),
        ("Včera přišel sám.", "cs-en", False),
        ("Она вернулась домой одна.", "ru-en", True),
        ("Wczoraj wrócił sam.", "pl-en", False),
        ("Вона повернулася сама.", "uk-en", True),
    ],
)
def test_marked_words_tell_a_sex(text: str, languages: str, woman: bool) -> None:
    side = sides(Row(text, "They did.", languages).link())[0]
    told = sex_odds.sex_odds(side)
    assert told is not None
    assert (told.odds > 1) == woman
    assert (told.odds < -1) == (not woman)


def test_languages_that_do_not_mark_a_sex_say_nothing() -> None:
    assert not UNMARKED & set(learned_languages())
    assert sex_odds.sex_odds(sides(Row("Hän tuli eilen yksin.", "They did.", "fi-en").link())[0]) is None


def test_only_a_text_of_one_sex_can_be_contradicted() -> None:
    original, repost = sides(Row("Včera přišla sama.", "He came with her yesterday.", "cs-en").link())
    assert contradicted(original, repost) is None
    original, repost = sides(Row("Včera přišla sama.", "He came alone yesterday.", "cs-en").link())
    against = contradicted(original, repost)
    assert against is not None
    assert against.odds > 1
    original, repost = sides(Row("Včera přišla sama.", "She came alone yesterday.", "cs-en").link())
    assert contradicted(original, repost) is None


def test_weights_are_read_as_they_were_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = np.zeros(PLACES + 1, np.float32)
    weights[list(traits("sama"))] = 1.0
    weights[PLACES] = -0.5
    write_sexes(tmp_path / "sexes.bin", {"cs": weights})
    monkeypatch.setattr(sex_odds, "DATA_FILE", tmp_path / "sexes.bin")
    for cached in (sex_odds._parts, sex_odds._weights, sex_odds.sex_odds):
        cached.cache_clear()
    try:
        told = sex_odds.sex_odds(sides(Row("Odešla sama.", "They left.", "cs-en").link())[0])
        assert told is not None
        assert told.word == 1
        assert told.odds == pytest.approx(1.5, abs=4 * STEP)
        assert learned_languages() == ("cs",)
    finally:
        for cached in (sex_odds._parts, sex_odds._weights, sex_odds.sex_odds):
            cached.cache_clear()

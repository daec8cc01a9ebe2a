from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from provenance.drift import casualties
from provenance.drift.checks.number import find
from tests.drift.links import Row


@pytest.mark.parametrize(
    ("original", "repost", "languages", "severity"),
    [
        ("Při požáru zemřelo 12 lidí.", "The fire killed 21 people.", "cs-en", "critical"),
        ("Bei dem Brand wurden 12 Menschen verletzt.", "The fire hurt 15 people.", "de-en", "critical"),
        ("При пожаре погибли 12 человек.", "The fire left 14 people without a home.", "ru-en", "critical"),
        ("火灾造成12人死亡。", "The fire took 14 people.", "zh-en", "critical"),
        ("Město opravilo 12 mostů.", "The town repaired 15 bridges.", "cs-en", "major"),
        ("Za diety utratili 12 korun.", "They spent 15 crowns on diets.", "cs-en", "major"),
    ],
)
def test_a_changed_toll_is_critical(original: str, repost: str, languages: str, severity: str) -> None:
    (finding,) = find(Row(original, repost, languages).link())
    assert finding.severity == severity


def test_every_language_of_the_word_lists_has_words() -> None:
    listed = {path.stem for path in (Path(casualties.__file__).parents[1] / "cues" / "words").glob("*.toml")}
    text = (Path(casualties.__file__).parent / "data" / "casualties.toml").read_text(encoding="utf-8")
    assert set(tomllib.loads(text)) == listed

from __future__ import annotations

import pytest

from provenance.names.by_sound import sounds, sounds_chinese, stretches
from provenance.names.spelled import spellings


@pytest.mark.parametrize(
    ("text", "language", "name", "other"),
    [
        ("美国总统特朗普星期四抵达柏林", "zh", "Trump", "Johnson"),
        ("德国总理默克尔表示", "zh", "Merkel", "Johnson"),
        ("ジミー・カーター元大統領が訪れた", "ja", "Carter", "Williams"),
        ("アトランタで会談した", "ja", "Atlanta", "Houston"),
        ("Канцлер Меркель встретилась с Трампом", "ru", "Merkel", "Stoltenberg"),
        ("Zacharovová odpověděla novinářům", "cs", "Zakharova", "Peskov"),
    ],
)
def test_a_text_spells_the_name_that_it_holds_better_than_another(
    text: str, language: str, name: str, other: str
) -> None:
    words = tuple(text.split()) if language not in {"zh", "ja"} else tuple(text)
    known = spellings(words, language)
    assert known.of(name) > known.of(other) + 0.1


def test_a_name_in_the_same_script_is_spelled_in_full() -> None:
    assert spellings(("Novák", "přišel"), "cs").of("Novák") == 1.0


def test_nothing_is_spelled_by_nothing() -> None:
    assert spellings((), "cs").of("Novák") == 0.0
    assert spellings(("12",), "zh").of("Novák") == 0.0
    assert spellings(("Novák",), "cs").of("") == 0.0


def test_an_r_before_a_consonant_may_be_lost() -> None:
    assert "nkr" in sounds("merkel")
    assert "nrkr" in sounds("merkel")


def test_only_katakana_may_be_a_foreign_name_in_japanese() -> None:
    assert set(stretches("安倍首相はロンドンへ", "ja")) == {"rondon"}


@pytest.mark.parametrize(
    ("name", "chinese"),
    [("zhou", True), ("jinping", True), ("guangdong", True), ("hunan", True), ("trump", False), ("smith", False)],
)
def test_chinese_syllables(name: str, chinese: bool) -> None:
    assert sounds_chinese(name) == chinese

"""Whether Japanese characters can be read as a name."""

from __future__ import annotations

import pytest

from provenance.names.japanese import read_as


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("matsumoto", "松本さんが話した。"),
        ("yoshiro", "松本好郎さんが話した。"),
        ("kitakyushu", "北九州で火災"),
        ("hokkaido", "北海道で火災"),
        ("satoh", "佐藤選手"),
        ("sasaki", "佐々木選手"),
        ("chizuru", "加賀千鶴"),
        ("kinoshita", "木下首相"),
        ("toraya", "〈とらや〉の羊羹"),
        ("sho", "しょうが"),
        ("gatsu", "ガッツ"),
        ("izumo", "出雲の神社"),
    ],
    ids=[
        "by its meaning", "as in names", "by its sound", "doubled", "a long vowel", "said again", "voiced",
        "with what is not written", "kana", "a glide", "a silent sign", "as a whole",
    ],
)  # fmt: skip
def test_characters_that_are_read_as_a_name(name: str, text: str) -> None:
    assert read_as(name, text) == 1.0


@pytest.mark.parametrize("text", ["", "London", "大阪で火災", "田中さんが話した。"])
def test_characters_that_are_not(text: str) -> None:
    assert read_as("yoshiro", text) < 0.6


def test_the_beginning_of_a_name_is_worth_its_share() -> None:
    assert 0.3 < read_as("matsuzawa", "松本さん") < 0.6


def test_a_sign_that_repeats_itself_without_end_says_nothing() -> None:
    assert read_as("sasaki", "佐" + "々" * 20_000) < 1.0

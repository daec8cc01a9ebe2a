"""How long a text usually is beside the same text in another language."""

from __future__ import annotations

import pytest

from provenance.align.lengths import usual_ratio


def test_chinese_grows_to_three_times_its_characters_in_english() -> None:
    assert 1.5 < usual_ratio("zh", "en") < 2.0


@pytest.mark.parametrize("pair", [("zh", "en"), ("de", "cs"), ("ja", "ko")])
def test_the_other_way_is_the_opposite(pair: tuple[str, str]) -> None:
    assert usual_ratio(*pair) == -usual_ratio(pair[1], pair[0])


def test_nothing_is_expected_of_unknown_languages() -> None:
    assert usual_ratio("xx", "yy") == 0.0

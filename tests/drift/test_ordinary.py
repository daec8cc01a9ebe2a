"""Which capitalised words are ordinary ones."""

from __future__ import annotations

import pytest

from provenance.drift.ordinary import is_ordinary


@pytest.mark.parametrize(
    ("word", "language"),
    [("River", "en"), ("Pogotowia", "pl"), ("Urzędu", "pl"), ("Комитета", "ru"), ("Úřadu", "cs")],
)
def test_words_of_institutions_are_ordinary(word: str, language: str) -> None:
    assert is_ordinary(word, language)


@pytest.mark.parametrize(
    ("word", "language"), [("Warszawie", "pl"), ("Kolpinga", "pl"), ("Путин", "ru"), ("Babiš", "cs"), ("London", "en")]
)
def test_names_are_not(word: str, language: str) -> None:
    assert not is_ordinary(word, language)

from __future__ import annotations

from pathlib import Path

import pytest

from provenance.drift import vocabulary
from provenance.drift.foreign import foreign_language
from provenance.drift.vocabulary import counted_words, knows, level, surprise, usually_capital, write_vocabulary


def test_common_words_stand_higher_than_rare_ones() -> None:
    assert level("the", "en") > level("court", "en") > level("siempre", "en")
    assert surprise("the", "en") < surprise("court", "en") <= 1


def test_words_are_known_in_their_own_language() -> None:
    assert level("siempre", "es")
    assert not level("siempre", "cs")
    assert not level("the", "xx")
    assert not knows("xx")


def test_names_are_usually_capital() -> None:
    assert usually_capital("Moscow", "en")
    assert not usually_capital("court", "en")


def test_a_table_is_read_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "vocabulary.bin"
    counts = {"en": {"river": 80, "delta": 20, "once": 1}, "cs": {"řeka": 5}}
    write_vocabulary(file, counts, {"en": frozenset({"delta"})}, most=10, fewest=2)
    monkeypatch.setattr(vocabulary, "DATA_FILE", file)
    vocabulary._tables.cache_clear()
    vocabulary._entry.cache_clear()
    try:
        assert (counted_words("en"), counted_words("cs"), counted_words("de")) == (2, 1, 0)
        assert level("River", "en") - level("delta", "en") == 2 * vocabulary.STEPS_PER_HALVING
        assert usually_capital("Delta", "en")
        assert not usually_capital("river", "en")
        assert level("once", "en") == vocabulary.UNKNOWN
    finally:
        vocabulary._tables.cache_clear()
        vocabulary._entry.cache_clear()


@pytest.mark.parametrize(
    ("word", "original", "copied", "language"),
    [
        ("siempre", "cs", False, "es"),
        ("vielleicht", "de", True, "de"),
        ("Wasser", "de", True, "de"),
        ("river", "de", False, None),
        ("restaurant", "fr", True, None),
        ("Moscow", "de", True, None),
        ("kot", "pl", True, None),
    ],
)
def test_words_of_another_language(word: str, original: str, copied: bool, language: str | None) -> None:
    assert foreign_language(word, "en", original, copied=copied) == language


def test_a_language_with_few_counted_words_is_not_judged() -> None:
    assert foreign_language("siempre", "hy", "es", copied=True) is None

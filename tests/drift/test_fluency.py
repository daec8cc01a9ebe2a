from __future__ import annotations

from pathlib import Path

import pytest

from provenance.drift import fluency
from provenance.drift.fluency import count_classes, follows, surprises, write_follows
from tests.drift.links import words_of

TEXT = "The court rejected the appeal of the company on Tuesday."
MIXED = "company the on of rejected court appeal Tuesday the the."


def score(text: str, language: str = "en") -> float:
    odds = surprises(text, words_of(text), 0, language)
    return float(odds.mean())


def test_a_sentence_reads_better_than_its_words_in_any_order() -> None:
    assert score(TEXT) > 0.3
    assert score(MIXED) < -0.3


def test_a_language_that_was_not_counted_says_nothing() -> None:
    assert follows("xx") is None
    assert len(surprises(TEXT, words_of(TEXT), 0, "xx")) == 0


def least(text: str) -> float:
    return float(surprises(text, words_of(text), 0, "en").min())


def test_two_words_that_never_stand_together_are_the_worst_neighbours() -> None:
    assert least("The court rejected the of the company on Tuesday.") < least(TEXT) - 2
    assert least("The court rejected the appeal of the.") < least(TEXT) - 2


def test_quotation_marks_and_abbreviations_part_no_words() -> None:
    assert least("The “appeal” of the “company” was rejected.") == least("The appeal of the company was rejected.")
    assert least("The paper Co. in Brno was closed.") == least("The paper Co in Brno was closed.")
    assert least("The paper Co., in Brno, was closed.") == least("The paper Co, in Brno, was closed.")


def test_neighbours_know_how_many_words_lie_before_them() -> None:
    text = "No, the mayor (from Brno) left."
    odds, counts = fluency.neighbours(text, words_of(text), 0, "en")
    assert len(odds) == len(counts)
    assert counts == [0, 1, 1, 2, 3, 3, 4, 5, 5, 6]


def test_offsets_may_begin_anywhere() -> None:
    words = tuple(type(word)(word.text, word.start + 700) for word in words_of(TEXT))
    assert surprises(TEXT, words, 700, "en").tolist() == surprises(TEXT, words_of(TEXT), 0, "en").tolist()


def test_a_table_is_read_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [(text, words_of(text)) for text in ["on the roof, on the road", "on the hill"] * 20]
    common, endings = ["on", "the"], ["of"]
    file = tmp_path / "fluency.bin"
    write_follows(file, {"en": (common, endings, count_classes(texts, common, endings))})
    monkeypatch.setattr(fluency, "DATA_FILE", file)
    fluency._tables.cache_clear()
    try:
        good, bad = surprises("on the", words_of("on the"), 0, "en"), surprises("the on", words_of("the on"), 0, "en")
        assert good[1] > 0 > bad[1]
    finally:
        fluency._tables.cache_clear()

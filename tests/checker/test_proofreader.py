from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from provenance.checker import Checker, open_checker
from provenance.checker.features import COMMA, STOP, Side
from provenance.checker.proofreader import Proofreader, Vocabulary, mark_bits
from provenance.checker.storage import CHECKER_FILE
from provenance.embed.static import open_embedded
from provenance.errors import EmbedderError
from tests.checker.made import SMALL, drawn_proof, written_checker

REPOST = "The minister said on Monday that the government will not raise taxes."
ORIGINAL = "Ministr v pondělí řekl, že vláda daně nezvýší."


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    return Checker(written_checker(tmp_path_factory.mktemp("checker"), proof=drawn_proof()), open_embedded())


def test_a_word_has_its_row_else_that_of_its_ending() -> None:
    vocabulary = Vocabulary({"en": (["the", "of"], ["ing"]), "cs": (["the"], [])})
    known = vocabulary["en"]
    rows = [known.row_of(word) for word in ("The", "of", "walking", "ox")]
    assert len({*rows, known.row}) == 5
    assert rows[-1] == 0
    assert vocabulary["cs"].row_of("the") not in rows
    assert vocabulary.rows == 1 + 4 + 2
    assert "de" not in vocabulary


def test_marks_are_told_apart() -> None:
    assert mark_bits(np.array([0, COMMA, STOP | COMMA])).tolist() == [[0, 0, 0], [1, 0, 0], [1, 1, 0]]


def test_each_gap_and_word_of_the_repost_is_read(checker: Checker) -> None:
    (reading,) = checker.read([(ORIGINAL, REPOST)], [("cs", "en")])
    assert [one.start for one in reading.holes] == [one.start for one in reading.missing]
    assert [(one.start, one.end) for one in reading.odd] == [(one.start, one.end) for one in reading.wrong]
    values = [one.value for one in (*reading.holes, *reading.odd)]
    assert all(0 <= value <= 1 for value in values)
    assert len(set(values)) > 5


def test_it_does_not_see_the_original(checker: Checker) -> None:
    one, another = checker.read([(ORIGINAL, REPOST), ("Něco docela jiného.", REPOST)], [("cs", "en")] * 2)
    assert np.allclose([x.value for x in one.holes], [x.value for x in another.holes], atol=1e-5)
    assert np.allclose([x.value for x in one.odd], [x.value for x in another.odd], atol=1e-5)


def test_a_language_that_it_does_not_know_is_not_read(checker: Checker) -> None:
    (reading,) = checker.read([(ORIGINAL, "Der Minister sagte am Montag.")], [("cs", "de")])
    assert reading.wrong
    assert not reading.holes
    assert not reading.odd


def test_padding_changes_nothing() -> None:
    proof = drawn_proof()
    reader = Proofreader(proof.vocabulary, proof.weights, SMALL.vector)
    draw = np.random.default_rng(3)
    sides = [Side(tuple("abcdefghijk"[:n]), (0,) * n, "en") for n in (1, 3, 11)]
    vectors = [draw.standard_normal((len(side.words), SMALL.vector)).astype(np.float32) for side in sides]
    together = reader.read(sides, vectors)
    for side, own, read in zip(sides, vectors, together, strict=True):
        (alone,) = reader.read([side], [own])
        assert np.allclose(alone.holes, read.holes, atol=1e-4)
        assert np.allclose(alone.odd, read.odd, atol=1e-4)
        assert len(read.holes) == len(read.odd) + 1 == len(side.words) + 1


def test_weights_for_other_words_are_refused(tmp_path: Path) -> None:
    proof = drawn_proof()
    proof.weights["own.weight"] = proof.weights["own.weight"][:-1]
    with pytest.raises(EmbedderError, match="do not fit together"):
        Checker(written_checker(tmp_path, proof=proof), open_embedded())


#: A faithful sentence, and the same with a word taken out or put in, in our own words.
SPOILED = {
    "verb": ("The government rejected the proposal on Tuesday.", "The government the proposal on Tuesday."),
    "noun": ("She wrote to the mayor of the town.", "She wrote to the of the town."),
    "article's noun": ("They met in the library after lunch.", "They met in the after lunch."),
    "German verb": ("Die Regierung hat den Vorschlag am Dienstag abgelehnt, sagte der Minister.",
                    "Die Regierung den Vorschlag am Dienstag abgelehnt, sagte der Minister."),
}  # fmt: skip


@pytest.mark.skipif(not CHECKER_FILE.is_file(), reason="no checker is installed")
@pytest.mark.parametrize("fault", SPOILED)
def test_the_packaged_proofreader_sees_where_a_word_is_missing(fault: str) -> None:
    language = "de" if fault.startswith("German") else "en"
    pairs = [(text, text) for text in SPOILED[fault]]
    before, after = open_checker().read(pairs, [(language, language)] * 2)
    assert max(one.value for one in after.holes) > 2 * max(one.value for one in before.holes)

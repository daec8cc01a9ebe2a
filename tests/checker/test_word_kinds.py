"""The cue words and the kinds of words that the checker is told of."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.checker.cue_marks import CUES, FUNCTION, IMPLICIT, NEGATION, cue_marks
from provenance.checker.features import STOP, Side
from provenance.checker.word_kinds import KINDS, NAMES, kinds_of


def kinds(words: str, language: str, stops: tuple[int, ...] = ()) -> list[str]:
    own = tuple(words.split())
    marks = tuple(STOP if at in stops else 0 for at in range(len(own)))
    masks = kinds_of(Side(own, marks, language))
    assert masks.shape == (KINDS, len(own))
    assert (masks.sum(axis=0) == 1).all(), "every word is of one kind"
    return [NAMES[kind] for kind in masks.argmax(axis=0)]


def test_a_word_is_of_the_kind_that_tells_most() -> None:
    assert kinds("Prague was not closed unlawfully in 2021", "en")[1:] == [
        "grammar", "denial", "content", "turned", "grammar", "figure",
    ]  # fmt: skip
    assert kinds("the mayor of Brno", "en")[-1] == "name"
    assert kinds("Škola nebyla zavřená", "cs")[1] == "denial"


def test_a_capital_after_a_full_stop_is_no_name() -> None:
    assert kinds("rain fell Schools closed", "en", stops=(1,))[2] == "content"
    assert kinds("rain fell Schools closed", "en")[2] == "name"


@pytest.mark.parametrize(
    ("word", "language", "cue"), [("not", "en", NEGATION), ("without", "en", IMPLICIT), ("der", "de", FUNCTION)]
)
def test_cues_are_marked_in_their_own_language(word: str, language: str, cue: int) -> None:
    assert cue_marks([word], language)[0, cue] == 1
    assert not np.any(cue_marks([word], "xx"))


def test_a_degree_has_a_level() -> None:
    slightly, somewhat, highly = cue_marks(["slightly", "fairly", "highly"], "en")[:, FUNCTION - 6 : FUNCTION - 4]
    assert slightly[0] == somewhat[0] == highly[0] == 1
    assert slightly[1] < somewhat[1] < highly[1]


def test_a_text_without_words_has_no_kinds() -> None:
    assert kinds_of(Side((), (), "en")).shape == (KINDS, 0)
    assert cue_marks([], "en").shape == (0, CUES)

"""Each kind of fault changes a text as its name says, and the labels follow it to the other side."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from provenance.align.words import WordAligner
from provenance.checker.features import CHANCE, Side, marks_of, pair_input
from provenance.embed.static import open_embedded
from provenance.lexicon import open_lexicon, split_words
from provenance.training.checker.draft import NEW, Draft
from provenance.training.checker.examples import UNASKED, label_original, label_repost
from provenance.training.checker.faults import FAULTS, SHARES, Surroundings
from provenance.training.checker.words import Words, opposites_by_language, read_antonyms

ALIGNER = WordAligner(open_embedded(), open_lexicon())


def side(text: str, language: str = "en") -> Side:
    words = split_words(text, open_embedded().tokenizer)
    return Side(tuple(word.text for word in words), marks_of(text, words), language)


GERMAN = side("Die Ministerin Anna Weber hat am Montag in Köln 24 neue Schulen eröffnet, aber viele sind leer.", "de")
ENGLISH = side(
    "On Monday, minister Anna Weber has opened 24 new schools in Cologne, but very many are allegedly not full."
)
OTHER = side(
    "Fishermen on the northern coast, who had lost their boats, asked Peter Hahn for help in the winter storm."
)


RELATED = side(
    "universities kindergartens hospitals classrooms pupils teachers villages towns capital mayor president senator "
    "closed built visited Tuesday Sunday morning empty crowded old modern roads bridges"
)


@pytest.fixture(scope="module")
def english() -> Words:
    texts = [ENGLISH, OTHER, RELATED] * 4
    return Words("en", texts, opposites_by_language(read_antonyms(), ())["en"], ALIGNER)


def apply(kind: str, words: Words, seed: int = 3, on: Side = ENGLISH) -> Draft | None:
    """The draft after the first of several tries that the fault accepts."""
    for attempt in range(40):
        draft = Draft(on)
        if FAULTS[kind](draft, Surroundings(words, OTHER, GERMAN), random.Random(100 * seed + attempt)):
            return draft
    return None


@pytest.mark.parametrize("kind", sorted(set(FAULTS) - {"pronoun"}))
def test_every_kind_changes_the_text_and_marks_where(kind: str, english: Words) -> None:
    draft = apply(kind, english)
    assert draft is not None
    assert draft.side.words != ENGLISH.words
    assert len(draft.side.words) == len(draft.side.marks)
    assert any(token.bad or token.gap for token in draft.tokens) or draft.gap_at_end


def test_every_kind_is_drawn() -> None:
    assert SHARES.keys() == FAULTS.keys()
    assert min(SHARES.values()) > 0


def test_a_pronoun_changes_gender(english: Words) -> None:
    draft = apply("pronoun", english, on=side("Yesterday she left."))
    assert draft is not None
    assert draft.side.words == ("Yesterday", "he", "left")


@pytest.mark.parametrize(
    ("language", "told", "changed"),
    [("en", "Yesterday it was left.", "Yesterday it will be left"), ("cs", "Pak bude doma.", "Pak byl doma"),
     ("de", "Dort wurde gebaut.", "Dort wird gebaut"), ("th", "Dort wurde gebaut.", None)],
)  # fmt: skip
def test_what_was_is_still_to_come_and_the_other_way_round(language: str, told: str, changed: str | None) -> None:
    draft = apply("tense", Words(language, (), {}, ALIGNER), on=side(told, language))
    assert (None if draft is None else " ".join(draft.side.words)) == changed


def test_negation_is_lost_and_added(english: Words) -> None:
    lost = apply("negation lost", english)
    assert lost is not None
    assert "not" not in lost.side.words
    added = apply("negation added", english, on=OTHER)
    assert added is not None
    assert {"not", "hadn't"} & set(added.side.words)


def test_contractions_lose_their_negation(english: Words) -> None:
    for text, wanted in (("They won't come", "will"), ("It cannot be", "can"), ("He didn't go", "did")):
        draft = apply("negation lost", english, on=side(text))
        assert draft is not None
        assert draft.side.words[1] == wanted


def test_a_number_becomes_another(english: Words) -> None:
    for seed in range(10):
        draft = apply("number", english, seed)
        assert draft is not None
        (changed,) = [token.word for token in draft.tokens if token.bad]
        assert changed.isdigit()
        assert changed != "24"


def test_a_name_gives_way_to_one_of_the_language(english: Words) -> None:
    draft = apply("name replaced", english)
    assert draft is not None
    new = {token.word for token in draft.tokens if token.bad}
    assert new
    assert new <= {word for name in english.names for word in name}


def test_a_dropped_end_leaves_its_full_stop() -> None:
    draft = Draft(ENGLISH)
    draft.drop(len(draft) - 2, len(draft))
    assert draft.gap_at_end
    assert draft.side.marks[-1] == ENGLISH.marks[-1]


def test_a_dropped_word_is_missing_here_and_unrendered_there() -> None:
    german, english = side("Der Hund schläft im Garten", "de"), side("The dog sleeps in the garden")
    links = pair_input(ALIGNER, german, english).grid[CHANCE]
    draft = Draft(english)
    draft.drop(1, 2)
    example = label_repost(draft, links.T, pair_input(ALIGNER, german, draft.side), "word dropped")
    assert example.missing.tolist() == [0, 1, 0, 0, 0, 0]
    assert not example.wrong.any()
    assert example.unrendered[1] == 1
    assert example.faulty == 1


def test_what_the_original_loses_becomes_wrong_in_the_repost() -> None:
    german, english = side("Der Hund schläft im Garten", "de"), side("The dog sleeps in the garden")
    links = pair_input(ALIGNER, german, english).grid[CHANCE]
    draft = Draft(german)
    draft.drop(4, 5)
    example = label_original(draft, links, pair_input(ALIGNER, draft.side, english), "word dropped")
    assert example.wrong[5] == 1
    assert not example.wrong[1]
    assert not example.missing.any()


def test_what_the_original_gains_is_unrendered_and_no_gap_is_asked_for() -> None:
    german, english = side("Der Hund schläft im Garten", "de"), side("The dog sleeps in the garden")
    links = pair_input(ALIGNER, german, english).grid[CHANCE]
    draft = Draft(german)
    draft.insert(2, ["angeblich"])
    assert draft.tokens[2].origin == NEW
    example = label_original(draft, links, pair_input(ALIGNER, draft.side, english), "hedge")
    assert example.unrendered.tolist() == [0, 0, 1, 0, 0, 0]
    assert set(example.missing.tolist()) == {UNASKED}


def test_opposites_reach_other_languages_through_the_dictionary() -> None:
    rows = [("de", "en", "Sieg", "victory"), ("en", "de", "defeat", "Niederlage"), ("fr", "en", "défaite", "defeat")]
    found = opposites_by_language([("victory", "defeat")], rows)
    assert found["de"] == {"sieg": ("Niederlage",), "niederlage": ("Sieg",)}
    assert "fr" not in found or not found["fr"]


def test_a_language_without_lists_still_has_words() -> None:
    words = Words("xx", [replace(OTHER, language="xx")] * 4, {}, ALIGNER)
    assert words.names
    assert not words.is_negator("not")
    assert np.isfinite([words.counts["the"]]).all()

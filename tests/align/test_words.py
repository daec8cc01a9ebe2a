from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.align.word_features import CONTEXT, LEXICAL
from provenance.align.word_model import MODEL_FILE, open_stages
from provenance.align.words import FAINTEST_LINK, WordAligner
from provenance.embed.static import open_embedded
from provenance.errors import EmbedderError
from provenance.lexicon import open_lexicon
from provenance.values import Link, Sentence


@pytest.fixture(scope="module")
def aligner() -> WordAligner:
    return WordAligner(open_embedded(), open_lexicon())


@pytest.fixture(scope="module")
def without_lexicon() -> WordAligner:
    return WordAligner(open_embedded(), None)


def linked(
    aligner: WordAligner, original: str, repost: str, original_language: str, repost_language: str
) -> set[tuple[str, str]]:
    left, right = aligner.words(original), aligner.words(repost)
    links = aligner.align(left, right, original_language, repost_language)
    return {(left[link.original].text, right[link.repost].text) for link in links}


@pytest.mark.parametrize(
    ("language", "text", "english", "expected"),
    [
        (
            "cs",
            "Starosta města slíbil novou nemocnici.",
            "The mayor of the city promised a new hospital.",
            {
                ("Starosta", "mayor"),
                ("města", "city"),
                ("slíbil", "promised"),
                ("novou", "new"),
                ("nemocnici", "hospital"),
            },
        ),
        (
            "de",
            "Die Polizei hat am Freitag drei Männer verhaftet.",
            "Police arrested three men on Friday.",
            {
                ("Polizei", "Police"),
                ("verhaftet", "arrested"),
                ("drei", "three"),
                ("Männer", "men"),
                ("Freitag", "Friday"),
            },
        ),
        (
            "ru",
            "Министр не ответил на вопросы журналистов.",
            "The minister did not answer the journalists' questions.",
            {("Министр", "minister"), ("не", "not"), ("вопросы", "questions")},
        ),
        (
            "fr",
            "L'école restera fermée jusqu'à lundi.",
            "The school will remain closed until Monday.",
            {("école", "school"), ("fermée", "closed"), ("lundi", "Monday")},
        ),
    ],
)
def test_words_find_their_counterparts(
    aligner: WordAligner, language: str, text: str, english: str, expected: set[tuple[str, str]]
) -> None:
    assert expected <= linked(aligner, text, english, language, "en")
    assert {pair[::-1] for pair in expected} <= linked(aligner, english, text, "en", language)


def test_two_languages_without_english(aligner: WordAligner) -> None:
    found = linked(aligner, "Vláda schválila nový zákon.", "Уряд схвалив новий закон.", "cs", "uk")
    assert {("Vláda", "Уряд"), ("nový", "новий"), ("zákon", "закон")} <= found


def test_without_a_lexicon_vectors_and_spelling_remain(without_lexicon: WordAligner) -> None:
    found = linked(
        without_lexicon, "Prezident Havránek navštívil Londýn.", "President Havránek visited London.", "cs", "en"
    )
    assert {("Prezident", "President"), ("Havránek", "Havránek"), ("Londýn", "London")} <= found


def test_a_language_outside_the_lexicon_falls_back(aligner: WordAligner, without_lexicon: WordAligner) -> None:
    sides = "Prezident Havránek navštívil Londýn.", "President Havránek visited London."
    assert linked(aligner, *sides, "und", "en") == linked(without_lexicon, *sides, "und", "en")


def test_a_word_without_counterpart_stays_alone(aligner: WordAligner) -> None:
    found = linked(aligner, "Ministr odstoupil.", "The minister resigned after a purple elephant scandal.", "cs", "en")
    assert not {repost for _, repost in found} & {"purple", "elephant", "scandal"}


def test_equal_numbers_find_each_other_across_their_spelling(aligner: WordAligner) -> None:
    found = linked(
        aligner,
        "Požár zničil 12 500 domů a 37 škol.",
        "The fire destroyed 37 schools and 12,500 houses.",
        "cs",
        "en",
    )
    assert {("12 500", "12,500"), ("37", "37")} <= found


def test_link_words_fills_offsets_of_the_articles(aligner: WordAligner) -> None:
    link = Link(
        original=(Sentence("Vláda padla.", 10), Sentence("Premiér odešel.", 23)),
        repost=(Sentence("The government fell and the prime minister left.", 100),),
        similarity=0.8,
        original_language="cs",
        repost_language="en",
        original_context="before",
    )
    filled = aligner.link_words(link)
    assert [(word.text, word.start) for word in filled.original_words] == [
        ("Vláda", 10),
        ("padla", 16),
        ("Premiér", 23),
        ("odešel", 31),
    ]
    assert filled.original_context == "before"
    assert filled.similarity == link.similarity
    pairs = {(filled.original_words[w.original].text, filled.repost_words[w.repost].text) for w in filled.words}
    assert ("Vláda", "government") in pairs
    assert pairs & {("Premiér", "prime"), ("Premiér", "minister")}


def test_one_side_empty_gives_no_links(aligner: WordAligner) -> None:
    words = aligner.words("Vláda padla.")
    assert aligner.align(words, (), "cs", "en") == ()
    assert aligner.align((), words, "cs", "en") == ()
    link = Link((), (Sentence("Only here.", 0),), 0.0, "cs", "en")
    assert aligner.link_words(link).original_words == ()


def test_an_endless_sentence_is_cut_not_refused(aligner: WordAligner) -> None:
    words = aligner.words("slovo " * 2000)
    assert len(words) == 2000
    assert all(link.original < 2000 for link in aligner.align(words, words[:3], "cs", "cs"))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text("ab1, .'éж政\u0301\u200d", max_size=60))
def test_links_point_at_words_and_are_probabilities(aligner: WordAligner, original: str, repost: str) -> None:
    left, right = aligner.words(original), aligner.words(repost)
    links = aligner.align(left, right, "cs", "en")
    assert list(links) == sorted(links, key=lambda link: (link.original, link.repost))
    for link in links:
        assert 0 <= link.original < len(left)
        assert 0 <= link.repost < len(right)
        assert FAINTEST_LINK <= link.strength <= 1
    assert links == aligner.align(left, right, "cs", "en")


def test_what_was_aligned_before_does_not_matter(aligner: WordAligner) -> None:
    fresh = WordAligner(open_embedded(), open_lexicon())
    sides = ["Starosta", "slíbil", "nemocnici"], ["mayor", "promised", "hospital"]
    assert np.array_equal(aligner.probabilities(*sides, "cs", "en"), fresh.probabilities(*sides, "cs", "en"))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"version":1', '"version":9'),
        lambda text: text.replace(f'"{LEXICAL[3]}"', '"another"'),
        lambda text: text.replace('"bias":', '"bent":'),
        lambda text: text.replace(f'"{CONTEXT[-1]}"', "7"),
        lambda _: "[]",
        lambda _: "[" * 100_000,
    ],
)
def test_a_broken_model_file_is_refused(change: object, tmp_path: Path) -> None:
    assert callable(change)
    path = tmp_path / "words.json"
    path.write_text(change(MODEL_FILE.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(EmbedderError, match="word alignment"):
        open_stages(path)

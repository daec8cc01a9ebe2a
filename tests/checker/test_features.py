from __future__ import annotations

import numpy as np

from provenance.align.words import WordAligner
from provenance.checker.features import CHANCE, CHANNELS, COMMA, QUOTE, SCALARS, STOP, Side, marks_of, pair_input
from provenance.embed.static import open_embedded
from provenance.lexicon import open_lexicon, split_words


def side(text: str, language: str) -> Side:
    words = split_words(text, open_embedded().tokenizer)
    return Side(tuple(word.text for word in words), marks_of(text, words), language)


def test_marks_say_what_follows_a_word() -> None:
    made = side('One, "two" three. Four', "en")
    assert made.words == ("One", "two", "three", "Four")
    assert made.marks == (COMMA | QUOTE, QUOTE, STOP, 0)
    assert marks_of("...", ()) == ()


def test_the_evidence_links_words_that_render_each_other() -> None:
    aligner = WordAligner(open_embedded(), open_lexicon())
    original, repost = side("Der Hund schläft seit 1998", "de"), side("The dog sleeps since 1998", "en")
    pair = pair_input(aligner, original, repost)
    assert pair.vectors.shape == (10, 256)
    assert pair.scalars.shape == (10, SCALARS)
    assert pair.grid.shape == (CHANNELS, 5, 5)
    assert pair.grid[CHANCE].argmax(axis=1).tolist() == [0, 1, 2, 3, 4]
    assert np.allclose(np.linalg.norm(pair.vectors, axis=1), 16, atol=1e-2)


def test_a_word_without_counterpart_is_linked_least() -> None:
    aligner = WordAligner(open_embedded(), open_lexicon())
    pair = pair_input(aligner, side("Der Hund schläft", "de"), side("The dog sleeps helicopter", "en"))
    assert pair.grid[CHANCE].max(axis=0).argmin() == 3


def test_a_name_is_told_how_well_the_other_side_spells_it() -> None:
    aligner = WordAligner(open_embedded(), open_lexicon())
    for text, language in (("Канцлер Меркель уехала", "ru"), ("アトランタへ行った", "ja")):
        right, wrong = {"ru": ("Merkel", "Schmidt"), "ja": ("Atlanta", "Schmidt")}[language]
        spelled = [
            pair_input(aligner, side(text, language), side(f"Yesterday {name} left", "en")).scalars[-2, -2]
            for name in (right, wrong)
        ]
        assert spelled[0] > spelled[1] + 0.2

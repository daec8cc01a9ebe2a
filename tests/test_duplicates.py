"""Near-copies of a text: the same wire story with small edits, and stories that only resemble it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

import pytest

from provenance.duplicates import FEWEST_WORDS, is_copy, resemblance, signature

SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in ("a", "e", "i", "o", "u", "an", "er", "il")]


DICE = random.Random(3)
LEXICON = ["".join(DICE.choices(SYLLABLES, k=DICE.randint(1, 4))) for _ in range(4000)]
#: Words as frequent as in a language: a few often, most of them rarely.
FREQUENCIES = list(itertools.accumulate(1 / rank for rank in range(1, len(LEXICON) + 1)))


def words(dice: random.Random, count: int) -> list[str]:
    return dice.choices(LEXICON, cum_weights=FREQUENCIES, k=count)


def story(dice: random.Random, sentences: int = 22) -> list[str]:
    """A story as sentences, some of them with figures."""
    made = []
    for _ in range(sentences):
        sentence = words(dice, dice.randint(9, 25))
        if dice.random() < 0.3:
            sentence[dice.randrange(len(sentence))] = str(dice.randint(2, 5000))
        made.append(" ".join(sentence).capitalize() + ".")
    return made


def another_headline(dice: random.Random, sentences: list[str]) -> list[str]:
    return [" ".join(words(dice, 8)).capitalize(), *sentences]


def another_byline(_: random.Random, sentences: list[str]) -> list[str]:
    return [sentences[0], "Agency, our editors", *sentences[1:], "Read more on our pages."]


def a_lost_sentence(dice: random.Random, sentences: list[str]) -> list[str]:
    spared = [number for number, sentence in enumerate(sentences) if not any(map(str.isdigit, sentence))]
    lost = dice.choice(spared)
    return sentences[:lost] + sentences[lost + 1 :]


def words_edited(dice: random.Random, sentences: list[str]) -> list[str]:
    edited = list(sentences)
    for number in dice.sample(range(len(edited)), 4):
        parts = edited[number].split()
        places = [place for place, word in enumerate(parts) if not any(map(str.isdigit, word))]
        parts[dice.choice(places)] = words(dice, 1)[0]
        edited[number] = " ".join(parts)
    return edited


def other_typography(_: random.Random, sentences: list[str]) -> list[str]:
    return [sentence.upper().replace(".", " …") + "\n\n" for sentence in sentences]


EDITS = [another_headline, another_byline, a_lost_sentence, words_edited, other_typography]


@pytest.mark.parametrize("edit", EDITS)
def test_copies_with_small_edits_are_found(edit: Callable[[random.Random, list[str]], list[str]]) -> None:
    dice = random.Random(11)
    pairs = []
    for _ in range(60):
        original = story(dice)
        pairs.append((" ".join(original), " ".join(edit(dice, original))))
    proposed = sum(bool(set(signature(one)) & set(signature(other))) for one, other in pairs)
    confirmed = sum(is_copy(one, other) for one, other in pairs)
    assert proposed >= 58
    assert confirmed >= 58


def test_a_changed_figure_makes_another_text() -> None:
    dice = random.Random(5)
    for _ in range(20):
        original = [*story(dice), "The flood drove 312 people from their homes."]
        changed = [*original[:-1], original[-1].replace("312", "3120")]
        assert resemblance(" ".join(original), " ".join(changed)) > 0.9
        assert not is_copy(" ".join(original), " ".join(changed))


def test_other_stories_and_halves_are_no_copies() -> None:
    dice = random.Random(7)
    stories = [story(dice) for _ in range(15)]
    texts = [" ".join(one) for one in stories] + [" ".join(one[: len(one) // 2]) for one in stories]
    assert not any(is_copy(one, other) for number, one in enumerate(texts) for other in texts[:number])
    bands = [band for text in texts[:15] for band in signature(text)]
    assert len(bands) == len(set(bands)) == 15 * 8


@pytest.mark.parametrize(
    "text",
    [
        "東京の橋は月曜日の夜に閉鎖された。市長は誰も怪我をしていないと述べた。学校は水が引くまで休校となる。",
        "สะพานเก่าในเมืองถูกปิดเมื่อคืนวันจันทร์ นายกเทศมนตรีกล่าวว่าไม่มีผู้ใดได้รับบาดเจ็บ",
    ],
)
def test_scripts_without_spaces(text: str) -> None:
    assert len(signature(text)) == 8
    assert is_copy(text, text + "！")
    assert 0 < resemblance(text, text[:-8]) < 1


@pytest.mark.parametrize("text", ["", "7 7 7", "word " * (FEWEST_WORDS - 1), "\ud800" * 50])
def test_a_text_too_short_to_tell(text: str) -> None:
    assert signature(text) == ()
    assert resemblance(text, text + " more") == 0.0
    assert is_copy(text, text)


def test_a_signature_fits_a_database_and_stays_the_same() -> None:
    text = " ".join(f"word{number}" for number in range(40_000))
    assert all(-(2**63) <= band < 2**63 for band in signature(text))
    assert signature("The river rose and " * 10)[0] == 8511312497734491604

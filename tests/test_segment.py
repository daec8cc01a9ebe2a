from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.segment import sentences

CASES = [
    ("en", ["The river rose.", "Nobody was hurt.", "Who pays?"]),
    ("en", ["Mr. George W. Bush met Dr. Jane Roe in the U.S. Army museum.", "He left at 5 p.m. on Monday."]),
    ("en", ["“We waited,” he said.", "Then he left."]),
    ("en", ['"Go."', '"Stop."', "He left."]),
    ("en", ['"Really?" he asked.', "Nobody answered."]),
    ("en", ["He paid No. 5 a visit.", "Nobody was in."]),
    ("cs", ["Sešli se 24. února v Praze.", "Prezident řekl: „Nepřijdeme.“", "Pak odešel."]),
    ("cs", ["Ing. Jan Novák a J. K. Tyl např. nepřišli.", "Přišla Mgr. Eva Malá."]),
    ("de", ["Am 3. Zug stand Dr. Meier.", "„Wir kommen.“", "Dann ging er."]),
    ("de", ["Am 24. Dezember 1945 starb Ludwig XIV. König von Frankreich.", "Er war alt."]),
    ("de", ["Das war 1945.", "Danach ging er."]),
    ("pl", ["Przyszedł gen. Nowak z ul. Długiej.", "Potem wyszedł."]),
    ("pl", ["W 2018 r. 40 osób wyszło o godz. 16 z domu.", "Było to w 2018 r.", "Potem wróciły."]),
    ("en", ["The hall at ul. Nowa is full.", "Nobody left."]),
    ("ru", ["Он из театра им. А. Орлова.", "Мы сказали им.", "Потом он ушёл."]),
    ("ru", ["Это сказал проф. Иванов.", "Он сказал им.", "Потом он ушёл."]),
    ("ru", ["«Мы придём!» — сказал он.", "Никто не ответил."]),
    ("zh", ["他说：“我们来了。”", "然后他走了！", "真的吗？"]),
    ("ja", ["彼は「行きます。」と言った。", "そして去った。"]),
    ("hi", ["वह आया।", "वह गया।"]),
    ("ar", ["هل جاء؟", "نعم جاء."]),
    ("ka", ["ის მოვიდა.", "ის წავიდა."]),
    ("el", ["Ήρθε ο κ. Παππάς.", "Πού πήγε;"]),
    ("und", ["One thing.", "Two things."]),
    ("xx", ["One thing.", "Two things."]),
]


@pytest.mark.parametrize(("language", "expected"), CASES)
def test_known_breaks(language: str, expected: list[str]) -> None:
    text = ("" if language in {"zh", "ja"} else " ").join(expected)
    assert [sentence.text for sentence in sentences(text, language)] == expected


def test_offsets_count_from_the_start_of_the_article() -> None:
    first, second = sentences("  One thing.  Two things. ", "en", 100)
    assert (first.text, first.start, first.end) == ("One thing.", 102, 112)
    assert (second.text, second.start) == ("Two things.", 114)


def test_a_line_break_inside_a_passage_ends_no_sentence() -> None:
    assert [sentence.text for sentence in sentences("The river\nrose. It\nfell.", "en")] == [
        "The river\nrose.",
        "It\nfell.",
    ]


def test_nothing_gives_nothing() -> None:
    assert sentences("", "en") == ()
    assert sentences(" \n ", "en") == ()


pieces = st.sampled_from(
    [
        "The river rose",
        " ",
        ".",
        "!",
        "?",
        "…",
        '"',
        "“",
        "”",
        "„",
        "«",
        "»",
        "'",
        "24",
        "3.",
        "Dr.",
        "J.",
        "\n",
        "řekl",
        "河水。",
        "」",
        "(",
        ")",
        "e.g.",
        "\u00a0",
        "\u202e",
        "😀",
        "XIV.",
        "—",
        ", ",
        "a\u0301",
        "ა",
        "と",
    ]
)


@given(
    st.lists(pieces, max_size=25).map("".join) | st.text(max_size=80),
    st.sampled_from(["en", "cs", "de", "ja", "und", "zz"]),
)
def test_sentences_hold_every_character_in_order(text: str, language: str) -> None:
    position = 0
    for sentence in sentences(text, language, 7):
        assert text[sentence.start - 7 : sentence.end - 7] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        assert text[position : sentence.start - 7].strip() == ""
        position = sentence.end - 7
    assert text[position:].strip() == ""

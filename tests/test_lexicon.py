from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.embed.static import open_embedded
from provenance.errors import EmbedderError, TrainingError
from provenance.lexicon import LEXICON_FILE, Lexicon, open_lexicon, split_words, word_unit
from provenance.lexicon.storage import MAGIC
from provenance.training.corpus import Pair
from provenance.training.lexicon import LexiconRecipe, train_lexicon
from provenance.training.tokenizer import blank_tokenizer

SIZE_LIMIT = 9_000_000
CZECH = {"pes": "dog", "kočka": "cat", "spí": "sleeps", "běží": "runs", "doma": "indoors", "venku": "outside"}
POLISH = {"pies": "dog", "kotka": "cat", "śpi": "sleeps", "biega": "runs", "wewnątrz": "indoors", "dworze": "outside"}
SMALL = LexiconRecipe(fewest_rows=1)


def toy_pairs() -> list[Pair]:
    pairs = []
    for code, words in (("cs", CZECH), ("pl", POLISH)):
        names = list(words)
        for who in names[:2]:
            for does in names[2:4]:
                for where in names[4:]:
                    text = f"{who} {does} {where} 24."
                    english = f"the {words[who]} {words[does]} {words[where]} 24"
                    pairs += [Pair("toy", code, "en", text, english), Pair("toy", "en", code, english, text)]
    return pairs


def train_toy(out: Path) -> Lexicon:
    train_lexicon(toy_pairs(), [Pair("toy", "cs", "en", "pes", "dog")], blank_tokenizer(), out, lambda _: None, SMALL)
    return Lexicon(out)


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    return train_toy(tmp_path_factory.mktemp("lexicon") / "lexicon.bin")


def units(words: list[str], language: str) -> list[str]:
    return [word_unit(word, language) for word in words]


def test_training_finds_what_renders_what(toy: Lexicon) -> None:
    assert toy.languages == ("en", "cs", "pl")
    scores = toy.scores(units(list(CZECH), "cs"), units(list(CZECH.values()), "en"), "cs", "en")
    assert scores.dtype == np.float32
    assert (scores.argmax(axis=1) == np.arange(len(CZECH))).all()
    assert (scores.diagonal() > 0.4).all()


def test_the_other_direction_is_the_transpose(toy: Lexicon) -> None:
    czech, english = units(list(CZECH), "cs"), units(list(CZECH.values()), "en")
    there = toy.scores(czech, english, "cs", "en")
    assert np.array_equal(toy.scores(english, czech, "en", "cs"), there.T)


def test_two_languages_meet_through_english(toy: Lexicon) -> None:
    scores = toy.scores(units(list(CZECH), "cs"), units(list(POLISH), "pl"), "cs", "pl")
    assert (scores.argmax(axis=1) == np.arange(len(CZECH))).all()
    assert 0 <= scores.min() <= scores.max() <= 1


def test_what_is_unknown_scores_nothing(toy: Lexicon) -> None:
    assert not toy.scores(["neznám", "", "24"], ["dog", ""], "cs", "en").any()
    assert not toy.scores(["pes"], ["dog"], "tlh", "en").any()
    assert not toy.scores(["pes"], ["pes"], "cs", "cs").any()
    assert toy.scores([], ["dog"], "cs", "en").shape == (0, 1)


def test_training_again_gives_the_same_file(toy: Lexicon, tmp_path: Path) -> None:
    assert train_toy(tmp_path / "again.bin").sha256 == toy.sha256


def test_training_on_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="English"):
        train_lexicon([Pair("toy", "cs", "pl", "pes", "pies")], [], blank_tokenizer(), tmp_path / "x", lambda _: None)
    assert not (tmp_path / "x").exists()


def test_a_broken_file_is_refused_at_every_length(toy: Lexicon, tmp_path: Path) -> None:
    whole = toy.path.read_bytes()
    broken = tmp_path / "broken.bin"
    for length in range(0, len(whole), 37):
        broken.write_bytes(whole[:length])
        with pytest.raises(EmbedderError, match=r"install the package again"):
            Lexicon(broken)
    broken.write_bytes(whole + b"\0\0\0\0")
    with pytest.raises(EmbedderError):
        Lexicon(broken)
    with pytest.raises(EmbedderError):
        Lexicon(tmp_path / "missing.bin")


@pytest.mark.parametrize(
    "header",
    [
        b'{"version":2}',
        b'{"version":1,"english":-1,"languages":{},"sha256":""}',
        b'{"version":1,"english":1e99,"languages":{},"sha256":""}',
        b'{"version":1,"english":99999999999,"languages":{},"sha256":""}',
        b'{"version":1,"english":0,"languages":{"cs":[1]},"sha256":""}',
        b'{"version":1,"english":0,"languages":{"cs":[4,9]},"sha256":""}',
        b'{"version":1,"english":0,"languages":[],"sha256":""}',
        b"[" * 100_000,
        b"null",
    ],
)
def test_a_hostile_header_is_refused(header: bytes, tmp_path: Path) -> None:
    path = tmp_path / "hostile.bin"
    path.write_bytes(MAGIC + len(header).to_bytes(4, "little") + header + b"\x07" * 64)
    with pytest.raises(EmbedderError):
        Lexicon(path)


@given(st.binary(min_size=1, max_size=8), st.integers(0, 10_000))
def test_a_flipped_byte_never_escapes_as_another_error(toy: Lexicon, change: bytes, where: int) -> None:
    content = bytearray(toy.path.read_bytes())
    where %= len(content)
    content[where : where + len(change)] = change
    path = toy.path.with_name("flipped.bin")
    path.write_bytes(content)
    try:
        scores = Lexicon(path).scores(units(list(CZECH), "cs"), ["dog", "cat"], "cs", "en")
    except EmbedderError:
        return
    assert ((scores >= 0) & (scores <= 1)).all()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dne 24. února zemřelo 1,000.5 lidí.", ["Dne", "24.", "února", "zemřelo", "1,000.5", "lidí"]),
        (
            "Am 3. Mai um 10:30 Uhr, Ende 2023. Danach",
            ["Am", "3.", "Mai", "um", "10:30", "Uhr", "Ende", "2023", "Danach"],
        ),
        ("5 % z 10 000 Kč (€7)", ["5", "%", "z", "10 000", "Kč", "€", "7"]),
        ("They don’t know well-known O'Hara", ["They", "don’t", "know", "well", "known", "O'Hara"]),
        ("l’homme dell'arte qu'il", ["l’", "homme", "dell'", "arte", "qu'", "il"]),
        ("सेवाओं का नियंत्रण ।", ["सेवाओं", "का", "नियंत्रण"]),
        ("п'ять 2021–2022", ["п'ять", "2021", "2022"]),
        ("می‌رود «خانه»", ["می‌رود", "خانه"]),
        ("The U.S. and G7 in E.U.", ["The", "U.S.", "and", "G7", "in", "E.U."]),
        ("nemoc\u00adnice", ["nemoc\u00adnice"]),
        ("— … 👍 !", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [word.text for word in split_words(text, blank_tokenizer())] == words


def test_scripts_without_spaces_are_cut_into_pieces() -> None:
    text = "政府在2020年不会增加税收。"
    words = split_words(text, open_embedded().tokenizer)
    assert "".join(word.text for word in words) == text.rstrip("。")
    assert len(words) > 5
    assert "2020" in [word.text for word in words]


@given(st.text(max_size=80) | st.text("aá1. ,'’ก漢カﾊ한𠀀ﷺ½é\u0301\u200d%€", max_size=40), st.integers(0, 5))
def test_every_word_stands_where_it_says(text: str, start: int) -> None:
    words = split_words(text, open_embedded().tokenizer, start)
    end = start
    for word in words:
        assert word.start >= end
        assert word.text
        assert text[word.start - start : word.end - start] == word.text
        end = word.end


@pytest.mark.parametrize(
    ("word", "language", "unit"),
    [
        ("Vojáků", "cs", "voják"),
        ("24.", "cs", ""),
        ("政府机构", "zh", "政府机构"),
        ("والحكومة", "ar", word_unit("حكومة", "ar")),
        ("ＡＢＣ", "en", "abc"),
        ("nemoc\u00adnice", "cs", "nemoc"),
        ("știință", "ro", "stiin"),
        ("Don’t", "en", "don't"),
    ],
)
def test_units(word: str, language: str, unit: str) -> None:
    assert word_unit(word, language) == unit


def test_the_shipped_lexicon_is_small_and_knows_the_news() -> None:
    assert LEXICON_FILE.stat().st_size <= SIZE_LIMIT
    lexicon = open_lexicon()
    for language, words in {
        "cs": ("vojáků", "vláda", "nemocnice"),
        "ru": ("солдат", "правительство", "больница"),
        "uk": ("солдатів", "уряд", "лікарня"),
        "de": ("Soldaten", "Regierung", "Krankenhaus"),
        "fr": ("soldats", "gouvernement", "hôpital"),
        "es": ("soldados", "gobierno", "hospital"),
    }.items():
        scores = lexicon.scores(
            units(list(words), language), units(["soldiers", "government", "hospital"], "en"), language, "en"
        )
        assert (scores.argmax(axis=1) == np.arange(3)).all(), language
        assert (scores.diagonal() > 0.2).all(), language


def test_the_recorded_hash_is_the_hash_of_the_body() -> None:
    import hashlib

    content = LEXICON_FILE.read_bytes()
    header = int.from_bytes(content[len(MAGIC) : len(MAGIC) + 4], "little")
    assert hashlib.sha256(content[len(MAGIC) + 4 + header :]).hexdigest() == open_lexicon().recorded_sha256

"""A model extended by new text learns it and keeps what it knew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from provenance.embed.card import read_card
from provenance.embed.static import StaticEmbedder
from provenance.errors import EmbedderError, TrainingError
from provenance.training.corpus import Files, Pair, write_pairs
from provenance.training.evaluate import measure_retrieval
from provenance.training.extend import extend_model
from provenance.training.run import train_model
from provenance.training.static_model import Recipe

LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: Two languages: English in two letter ciphers, in scripts of their own.
CIPHERS = {
    "xx": str.maketrans(LETTERS, "αβγδεζηθικλμνξοπρστυφχψωϊϋ"),
    "yy": str.maketrans(LETTERS, "абвгдежзийклмнопрстуфхцчшщ"),
}
KNOWN = ("house", "river", "mountain", "garden", "window", "letter", "engine", "market", "bottle", "ladder")
NEW = ("harbour", "treaty", "senate", "vaccine", "keeper", "budget", "verdict", "drought", "airport", "union")
QUALITIES = ("red", "green", "blue", "black", "white", "brown", "grey", "pink")


def sentences(things: Sequence[str], seeds: range) -> list[str]:
    texts = []
    for seed in seeds:
        draw = np.random.default_rng(seed)
        a, b, c = (f"{draw.choice(QUALITIES)} {draw.choice(things)}" for _ in range(3))
        texts.append(f"the {a} and the {b} beside a {c}")
    return list(dict.fromkeys(texts))


def rows(language: str, texts: Sequence[str], corpus: str = "tatoeba") -> list[Pair]:
    return [Pair(corpus, "en", language, text, text.translate(CIPHERS[language])) for text in texts]


def hits(folder: Path, language: str, things: Sequence[str]) -> float:
    texts = sentences(things, range(90_000, 90_150))
    return measure_retrieval(
        StaticEmbedder(folder), [text.translate(CIPHERS[language]) for text in texts], texts
    ).p_at_1


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    # The words of the new field are in the vocabulary, but were hardly seen in `xx`.
    pairs = [pair for language in CIPHERS for pair in rows(language, sentences(KNOWN, range(1200)))]
    pairs += rows("yy", sentences(NEW, range(600)))
    write_pairs(folder / "pairs.tsv", pairs)
    recipe = Recipe(
        pieces=500, dim=32, steps=150, block=64, blocks=2, warmup=10, vocabulary_characters=300_000, joined_share=0.0
    )
    train_model(recipe, Files((folder / "pairs.tsv",)), folder / "model", lambda _: None)
    return folder / "model"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Files:
    path = tmp_path_factory.mktemp("archive") / "mine.tsv"
    write_pairs(path, rows("xx", sentences(NEW, range(5_000, 6_500)), "archive"))
    return Files((path,))


def test_the_new_field_is_learned_and_no_language_forgotten(base: Path, archive: Files, tmp_path: Path) -> None:
    said: list[str] = []
    card = extend_model(base, archive, tmp_path / "own", said.append)
    assert hits(tmp_path / "own", "xx", NEW) > hits(base, "xx", NEW) + 0.1
    for language, things in (("xx", KNOWN), ("yy", KNOWN), ("yy", NEW)):
        assert hits(tmp_path / "own", language, things) > hits(base, language, things) - 0.05
    assert read_card(tmp_path / "own") == card
    before = read_card(base)
    assert card["languages"]["xx"]["rows"] > before["languages"]["xx"]["rows"]
    assert card["languages"]["yy"] == before["languages"]["yy"]
    assert card["corpora"][-1]["name"] == "archive"
    assert card["corpora"][-1]["licence"] == "the user's own"
    assert any("before the extension" in line for line in said)


def test_an_interrupted_extension_goes_on(base: Path, archive: Files, tmp_path: Path) -> None:
    said: list[str] = []
    extend_model(base, archive, tmp_path / "own", lambda _: None, steps=5)
    extend_model(base, archive, tmp_path / "own", said.append, steps=10)
    assert "going on from step 5" in said


def test_the_base_is_never_overwritten(base: Path, archive: Files, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="--out"):
        extend_model(base, archive, base, lambda _: None)
    with pytest.raises(EmbedderError):
        extend_model(tmp_path / "nowhere", archive, tmp_path / "own", lambda _: None)


def test_too_little_text_is_said_plainly(base: Path, tmp_path: Path) -> None:
    write_pairs(tmp_path / "few.tsv", rows("xx", sentences(NEW, range(10))))
    with pytest.raises(TrainingError, match="name more parallel text"):
        extend_model(base, Files((tmp_path / "few.tsv",)), tmp_path / "own", lambda _: None)

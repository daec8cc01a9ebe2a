"""The proofreader's training: text of each language once, what is done to it, and the checker that comes out."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from provenance.checker import Checker
from provenance.checker.proofreader import Proofreader
from provenance.embed.static import open_embedded
from provenance.errors import TrainingError
from provenance.training.checker.material import Material, prepare
from provenance.training.proofreader import text as proof_text
from provenance.training.proofreader.network import Network
from provenance.training.proofreader.recipe import ProofRecipe
from provenance.training.proofreader.spoiled import SHARES, Spoiled, spoil
from provenance.training.proofreader.supply import Supply
from provenance.training.proofreader.text import Texts, faithful_texts, vocabulary_of
from provenance.training.proofreader.train import CHECKPOINT, train_proofreader
from tests.checker.made import written_checker
from tests.training.test_checker_training import pairs

TINY = ProofRecipe(steps=4, words=200, pool=30, warmup=2)


@pytest.fixture(autouse=True)
def _little_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof_text, "FEWEST_WORDS", 50)


@pytest.fixture(scope="module")
def material() -> Material:
    machine = [replace(one, corpus="wmt22sys", text_b=one.text_b.replace("The", "An")) for one in pairs(3)]
    return prepare([*pairs(), *pairs(5), *machine], lambda _: None)


def spoiled(many: int = 4000) -> list[Spoiled]:
    draw = random.Random(5)
    forms, marks = np.arange(1, 9), np.array([0, 1, 0, 0, 2, 0, 0, 2])
    return [spoil(forms, marks, [77], draw) for _ in range(many)]


def test_each_text_that_people_wrote_is_taken_once(material: Material) -> None:
    texts = faithful_texts(material)
    assert set(texts) == {"de", "en"}
    assert len(texts["en"].forms) == len({one.text_b for one in pairs()})
    assert not any(material.forms[form] == "An" for one in texts["en"].forms for form in one)
    assert texts["en"].weights.sum() == pytest.approx(1)


def test_a_language_with_little_text_is_left_out(material: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof_text, "FEWEST_WORDS", 10_000)
    assert not faithful_texts(material)


def test_the_commonest_words_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof_text, "_TEXT_A_WORD", 3)
    monkeypatch.setattr(proof_text, "_TEXT_AN_ENDING", 3)
    forms = ["The", "the", "walking", "talking", "ox"]
    own = Texts([np.array([0, 2, 1, 3, 4, 1])], [np.zeros(6, np.int64)], np.ones(1), Counter())
    assert vocabulary_of({"en": own}, forms).lists == {"en": (("the", "walking"), ("ing", "ox"))}


def test_what_is_taken_out_leaves_a_hole_where_it_stood() -> None:
    taken = [one for one in spoiled() if sum(one.holes)]
    for one in taken:
        hole = one.holes.index(1)
        assert sum(one.holes) == 1
        assert len(one.holes) == len(one.forms) + 1 == len(one.marks) + 1
        before, behind = one.forms[:hole], one.forms[hole:]
        assert before == list(range(1, hole + 1))
        assert behind == list(range(9 - len(behind), 9))
        assert not any(one.odd)
    assert {8 - len(one.forms) for one in taken} == {1, 2, 3, 4, 5, 6}


def test_the_marks_behind_what_is_taken_out_stay() -> None:
    ends = [one for one in spoiled() if sum(one.holes) and one.holes[-1]]
    assert ends
    assert all(one.marks[-1] & 2 for one in ends)


def test_what_is_exchanged_put_in_or_moved_is_odd() -> None:
    for one in spoiled():
        strange = [form for form, odd in zip(one.forms, one.odd, strict=True) if odd]
        if 77 in one.forms:
            assert strange == [77]
        elif strange:
            assert len(strange) == 2
            assert sorted(one.forms) == list(range(1, 9))
    untouched = sum(one.forms == list(range(1, 9)) for one in spoiled())
    assert untouched / 4000 == pytest.approx(SHARES[""], abs=0.03)


def test_short_texts_stay_as_they_are() -> None:
    draw = random.Random(1)
    assert all(spoil(np.array([1, 2, 3]), np.zeros(3, int), [9], draw).forms == [1, 2, 3] for _ in range(50))


def test_the_same_seed_gives_the_same_batches(material: Material) -> None:
    def first(done: int) -> list[Spoiled]:
        return next(Supply(faithful_texts(material), material.forms, TINY).batches(done))[1]

    assert first(0) == first(0)
    assert first(0) != first(3)


def test_numpy_reads_what_torch_has_learnt(material: Material) -> None:
    torch.manual_seed(3)
    supply = Supply(faithful_texts(material), material.forms, TINY)
    network = Network(supply.vocabulary.rows, supply.dimensions)
    weights = {name: value.numpy() for name, value in network.state_dict().items()}
    own = [row for row in range(len(material)) if material[row].b.language == "en"][:3]
    sides = [replace(material[row].b, words=material[row].b.words[: 5 + row]) for row in own]
    sides = [replace(side, marks=side.marks[: len(side.words)]) for side in sides]
    place = {form: number for number, form in enumerate(material.forms)}
    some = [
        Spoiled(
            [place[word] for word in side.words], list(side.marks), [0] * (len(side.words) + 1), [0] * len(side.words)
        )
        for side in sides
    ]
    read, *_ = supply.tensors("en", some, "cpu")
    with torch.no_grad():
        holes, odd = network(**read)
    vectors = [supply.vectors(one.forms) for one in some]
    reader = Proofreader(supply.vocabulary, weights, supply.dimensions)
    for row, proof in enumerate(reader.read(sides, vectors)):
        assert np.allclose(proof.holes, holes[row, : len(proof.holes)], atol=2e-3)
        assert np.allclose(proof.odd, odd[row, : len(proof.odd)], atol=2e-3)


def test_a_whole_run_writes_the_checker_with_its_proofreader(material: Material, tmp_path: Path) -> None:
    said: list[str] = []
    checker = written_checker(tmp_path)
    out = tmp_path / "run"
    out.mkdir()
    path = train_proofreader(TINY, material, checker, out, "cpu", said.append)
    text = pairs()[0].text_b
    (before,), (after,) = (
        Checker(one, open_embedded()).read([(text, text)], [("en", "en")]) for one in (checker, path)
    )
    assert not before.holes
    assert after.holes
    assert after.wrong == before.wrong
    assert (out / CHECKPOINT).exists()
    card = json.loads((out / "card.json").read_text(encoding="utf-8"))["proofreader"]
    assert card["texts"] == {language: len(own.forms) for language, own in faithful_texts(material).items()}
    assert [one["name"] for one in card["corpora"]] == ["newstest"]
    train_proofreader(replace(TINY, steps=6), material, checker, out, "cpu", said.append)
    assert "going on from step 4" in said


def test_without_enough_text_it_says_so(material: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof_text, "FEWEST_WORDS", 10_000)
    with pytest.raises(TrainingError, match="enough text.*more files"):
        train_proofreader(TINY, material, written_checker(tmp_path), tmp_path, "cpu", lambda _: None)

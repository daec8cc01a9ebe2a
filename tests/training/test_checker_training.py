"""The checker's training: prepared text, batches, steps that can be taken up again, and the file at the end."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch

from provenance.align.words import WordAligner
from provenance.checker import Checker
from provenance.checker.network import Network as Reader
from provenance.checker.shape import Shape
from provenance.checker.storage import CheckerContent, write_checker
from provenance.cli.corpus_options import mqm_files
from provenance.embed.static import open_embedded
from provenance.errors import ConfigurationError, TrainingError
from provenance.lexicon import open_lexicon
from provenance.training.checker.authentic import judged_example, judged_stream, read_critical, read_mqm, training_part
from provenance.training.checker.batches import Batch, batches, collate, replayed
from provenance.training.checker.evaluation import area, best_threshold, matthews
from provenance.training.checker.examples import UNASKED, Examples
from provenance.training.checker.material import Material, open_material, prepare
from provenance.training.checker.recipe import CheckerFiles, CheckerRecipe
from provenance.training.checker.train import train_checker, weights_of
from provenance.training.checker.trainer import CHECKPOINT, CheckerTraining
from provenance.training.corpus import Pair
from tests.checker.made import SMALL

ALIGNER = WordAligner(open_embedded(), open_lexicon())
THINGS = (("dog", "Hund"), ("garden", "Garten"), ("river", "Fluss"), ("minister", "Minister"), ("letter", "Brief"))
TINY = CheckerRecipe(shape=SMALL, steps=4, words=200, pool=40, uses=2, warmup=2, late=0.5, judged=0.5, settled=60)


def pairs(many: int = 60) -> list[Pair]:
    """Simple sentences of our own in German and English."""
    made = []
    for number in range(many):
        (a, da), (b, db) = THINGS[number % 5], THINGS[(number // 5 + 1) % 5]
        made.append(
            Pair(
                "newstest", "de", "en",
                f"Der {da} liegt am {number + 3}. Mai nicht neben dem alten {db}, sagt Karl Vogt.",
                f"The {a} is not beside the old {b} on May {number + 3}, says Karl Vogt.",
            )
        )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def material() -> Material:
    return prepare(pairs(), lambda _: None)


def test_prepared_text_is_kept_and_found_again(material: Material, tmp_path: Path) -> None:
    material.save(tmp_path)
    again = open_material(tmp_path)
    assert again is not None
    assert len(again) == len(material) == 60
    assert again[7] == material[7]
    assert again[7].b.words[:3] == ("The", "river", "is")
    assert open_material(tmp_path / "elsewhere") is None


def test_nothing_to_train_on_is_an_error() -> None:
    with pytest.raises(TrainingError, match="No pair of texts"):
        prepare([Pair("newstest", "de", "en", "kurz", "short")], lambda _: None)


def test_the_stream_is_decided_by_its_seed(material: Material) -> None:
    def kinds(seed: int) -> list[str]:
        return [one.kind for one in islice(Examples(material, ALIGNER, {}, seed).stream(), 40)]

    assert kinds(1) == kinds(1)
    assert kinds(1) != kinds(2)
    assert 5 < kinds(1).count("faithful") < 30


def test_a_batch_pads_without_asking_anything(material: Material) -> None:
    examples = list(islice(Examples(material, ALIGNER, {}, 1).stream(), 6))
    batch = collate(examples)
    for row, example in enumerate(examples):
        n, m = example.pair.grid.shape[1:]
        assert batch["original"][row].sum() == n
        assert batch["repost"][row].sum() == m
        assert (batch["wrong"][row, m:] == UNASKED).all()
        assert (batch["missing"][row, m + 1 :] == UNASKED).all()
        assert (batch["unrendered"][row, n:] == UNASKED).all()
        assert not batch["grid"][row, :, n:].any()


def test_batches_keep_to_their_size(material: Material) -> None:
    for batch in islice(batches(islice(Examples(material, ALIGNER, {}, 1).stream(), 120), 300, 1, 40), 5):
        assert len(batch["faulty"]) == 1 or batch["original"].any(1).sum() * (batch["original"].shape[1]) <= 300


def test_replayed_batches_come_as_often_as_asked() -> None:
    fresh: list[Batch] = [{"number": np.array([number])} for number in range(200)]
    seen = [int(batch["number"][0]) for batch in replayed(fresh, 3, 10, 1)]
    often = [seen.count(number) for number in range(150)]
    assert max(often) == 3
    assert np.mean(often) > 2.7
    assert [int(batch["number"][0]) for batch in replayed(fresh, 1, 10, 1)] == list(range(200))


def test_numpy_reads_what_torch_has_learnt(material: Material) -> None:
    torch.set_num_threads(1)
    examples = list(islice(Examples(material, ALIGNER, {}, 4).stream(), 5))
    training = CheckerTraining(replace(TINY, shape=Shape(dim=32, layers=2, heads=4, wide=48)), "cpu")
    batch = collate(examples)
    for _ in range(2):
        training.step(batch)
    training.network.load_state_dict(training.average)
    ready = {name: torch.from_numpy(values.astype(np.float32) if values.dtype == np.float16 else values)
             for name, values in batch.items()}  # fmt: skip
    with torch.no_grad():
        wrong, missing, unrendered, pair, serious = (torch.sigmoid(one).numpy() for one in training.network(ready))
    read = Reader(training.recipe.shape, training.weights()).read([one.pair for one in examples])
    for row, odds in enumerate(read):
        # The batch holds what the network reads in half precision.
        assert np.allclose(odds.wrong, wrong[row, : len(odds.wrong)], atol=5e-3)
        assert np.allclose(odds.missing, missing[row, : len(odds.missing)], atol=5e-3)
        assert np.allclose(odds.unrendered, unrendered[row, : len(odds.unrendered)], atol=5e-3)
        assert odds.pair == pytest.approx(pair[row], abs=5e-3)
        assert odds.serious == pytest.approx(serious[row], abs=5e-3)


def test_steps_lower_the_loss(material: Material) -> None:
    batch = collate(list(islice(Examples(material, ALIGNER, {}, 4).stream(), 12)))
    training = CheckerTraining(replace(TINY, steps=60, rate=0.01), "cpu")
    losses = [sum(training.step(batch)) for _ in range(30)]
    assert losses[-1] < 0.7 * losses[0]


def test_a_deeper_network_begins_as_the_one_that_it_grew_from(material: Material, tmp_path: Path) -> None:
    examples = list(islice(Examples(material, ALIGNER, {}, 4).stream(), 5))
    first = CheckerTraining(TINY, "cpu")
    first.step(collate(examples))
    path = tmp_path / "first.npz"
    write_checker(path, CheckerContent(TINY.shape, first.weights(), open_embedded().sha256))
    deeper = replace(TINY, shape=replace(TINY.shape, layers=TINY.shape.layers + 1))
    grown = CheckerTraining(deeper, "cpu", weights_of(path, deeper))
    shallow, deep = (Reader(one.recipe.shape, one.weights()) for one in (first, grown))
    for one, other in zip(*(each.read([x.pair for x in examples]) for each in (shallow, deep)), strict=True):
        # The file keeps the weights in a byte each.
        assert one.pair == pytest.approx(other.pair, abs=5e-3)
        assert np.allclose(one.wrong, other.wrong, atol=5e-3)
    before = {name: value.copy() for name, value in grown.weights().items()}
    grown.step(collate(examples))
    assert any(
        name.startswith(f"layers.{TINY.shape.layers}.") and not np.allclose(value, before[name])
        for name, value in grown.weights().items()
    )
    with pytest.raises(TrainingError, match="other sizes"):
        weights_of(path, replace(TINY, shape=replace(TINY.shape, dim=2 * TINY.shape.dim)))


def test_an_interrupted_run_goes_on_as_if_it_had_not_been(material: Material, tmp_path: Path) -> None:
    made = list(islice(batches(Examples(material, ALIGNER, {}, 4).stream(), 200, 1, 40), 6))
    whole, first, second = (CheckerTraining(replace(TINY, steps=6), "cpu") for _ in range(3))
    for batch in made:
        whole.step(batch)
        whole.done += 1
    first.run(made, 0.5, lambda _: None, tmp_path / CHECKPOINT)
    second.load(tmp_path / CHECKPOINT)
    assert second.done == 3
    second.run(made[3:], 1, lambda _: None, tmp_path / CHECKPOINT)
    for name, value in whole.weights().items():
        assert np.allclose(value, second.weights()[name], atol=1e-4)


def test_a_checkpoint_of_other_sizes_is_refused(tmp_path: Path) -> None:
    CheckerTraining(TINY, "cpu").save(tmp_path / CHECKPOINT, {})
    with pytest.raises(TrainingError, match="does not belong"):
        CheckerTraining(replace(TINY, shape=replace(SMALL, dim=32)), "cpu").load(tmp_path / CHECKPOINT)


def test_a_whole_run_writes_a_checker_that_reads(tmp_path: Path) -> None:
    text, out, said = tmp_path / "pairs.tsv", tmp_path / "run", list[str]()
    lines = ["\t".join((one.corpus, one.language_a, one.language_b, one.text_a, one.text_b)) for one in pairs()]
    text.write_text("\n".join(lines) + "\n", encoding="utf-8")
    files = CheckerFiles((text,), mqm=((_mqm(tmp_path), ("en", "de")),))
    path = train_checker(TINY, files, out, "cpu", said.append)
    (reading,) = Checker(path, open_embedded()).read([(pairs()[0].text_a, pairs()[0].text_b)])
    assert reading.wrong
    assert any(line.startswith("step 4 of 4") for line in said)
    card = json.loads((out / "card.json").read_text(encoding="utf-8"))
    assert {one["name"] for one in card["corpora"]} == {"newstest", "mqm"}
    said.clear()
    assert train_checker(TINY, files, out, "cpu", said.append) == path
    assert "going on from step 4" in said


def _mqm(folder: Path) -> Path:
    header = ["system", "doc", "doc_id", "seg_id", "rater", "source", "target", "category", "severity"]
    rows = [
        ["s", f"doc{doc}", "1", str(doc), rater, "The dog is red.", target, category, severity]
        for doc in range(12)
        for rater, target, category, severity in (
            ("r1", "Der <v>Kater</v> ist rot.", "Accuracy/Mistranslation", "Major"),
            ("r2", "Der <v>Kater</v> ist <v>rot</v>.", "Accuracy/Mistranslation", "Major"),
            ("r3", "Der Kater ist rot.", "no-error", "no-error"),
        )
    ]
    path = folder / "mqm.tsv"
    path.write_text("\n".join("\t".join(row) for row in [header, *rows]) + "\n", encoding="utf-8")
    return path


def test_marked_errors_become_labels(tmp_path: Path) -> None:
    judged = read_mqm(_mqm(tmp_path), ("en", "de"))
    assert len(judged) == 12
    assert judged[0].repost == "Der Kater ist rot."
    assert judged[0].faulty == pytest.approx(2 / 3)
    cat = frozenset(range(4, 9))
    assert judged[0].by_rater == (cat, cat, frozenset())
    example = judged_example(judged[0], ALIGNER)
    assert example is not None
    assert example.wrong.tolist() == [0, 1, 0, 0]
    assert not example.missing.any()


def test_no_document_trains_and_measures(tmp_path: Path) -> None:
    judged = read_mqm(_mqm(tmp_path), ("en", "de"))
    train = {one.text for one in training_part([(_mqm(tmp_path), ("en", "de"))], ())}
    assert 0 < len(train) < len({one.text for one in judged})


def test_sources_of_the_development_set_never_train(tmp_path: Path) -> None:
    rows = [
        {"pair": "en-cs", "split": split, "source": source, "translation": "Něco.", "annotations": "[1, 0, 1]"}
        for split, source in (
            ("train", "Both sets have this."),
            ("train", "Only this."),
            ("dev", "Both sets have this."),
        )
    ]
    path = tmp_path / "critical.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert [one.original for one in read_critical(path, "train")] == ["Only this."]
    (dev,) = read_critical(path, "dev")
    assert dev.faulty == pytest.approx(2 / 3)
    example = next(judged_stream([dev], ALIGNER, 1))
    assert set(example.wrong.tolist()) == {UNASKED}


def test_an_annotator_who_could_not_judge_found_no_error(tmp_path: Path) -> None:
    row = {"pair": "en-cs", "split": "dev", "source": "One.", "translation": "Jedna."}
    marks = ("[0, 0, 3]", "[1, 1, 3]", "[0, 0, 2]", "[1, 1, 1]")
    path = tmp_path / "critical.jsonl"
    path.write_text("\n".join(json.dumps(row | {"annotations": own}) for own in marks), encoding="utf-8")
    assert [one.faulty for one in read_critical(path, "dev")] == pytest.approx([0, 2 / 3, 0, 1])


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_text("a\tb\n1\t2\n", encoding="utf-8")
    with pytest.raises(TrainingError, match="no table of MQM"):
        read_mqm(tmp_path / "x.tsv", ("en", "de"))


def test_languages_of_a_table_must_be_named() -> None:
    assert mqm_files(["zh-en=a=b.tsv"]) == ((Path("a=b.tsv"), ("zh", "en")),)
    with pytest.raises(ConfigurationError, match="zh-en=FILE"):
        mqm_files(["table.tsv"])


def test_measures_of_ranking() -> None:
    high, low = np.array([0.9, 0.8, 0.7]), np.array([0.1, 0.2, 0.7])
    assert area(high, low) == pytest.approx((3 + 3 + 2.5) / 9)
    truth = np.array([True, True, True, False, False, False])
    scores = np.concatenate([high, low])
    assert matthews(scores > 0.7, truth) == pytest.approx(0.7071, abs=1e-3)
    assert matthews(np.zeros(6, bool), truth) == 0
    assert 0.2 <= best_threshold(scores, truth) < 0.8

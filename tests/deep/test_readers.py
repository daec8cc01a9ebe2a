"""What every named model promises: a reading for each pair, in order, the same alone and among others."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from provenance.deep import DeepReader
from provenance.deep.loading import PAIRS_AT_ONCE
from provenance.deep.open import open_reader
from provenance.deep.readings import SCORES
from provenance.errors import EmbedderError
from tests.deep import made

PAIRS = [
    ("Most byl v pondělí otevřen.", "The bridge was opened on Monday."),
    ("Při požáru zemřelo 17 lidí.", "In the fire 71 people died."),
    ("Prší.", "It rains."),
]
CZECH = [("cs", "en")] * 3
MODELS = {"nli": "nli_model", "metric": "metric_model", "forced-decoding": "translation_model"}


@pytest.fixture(params=MODELS)
def reader(request: pytest.FixtureRequest) -> DeepReader:
    opened = open_reader(str(request.getfixturevalue(MODELS[request.param])))
    assert opened.kind == request.param
    return opened


def scores(reader: DeepReader, *pairs: tuple[str, str]) -> list[dict[str, float]]:
    readings = reader.read(pairs, [("cs", "en")] * len(pairs))
    assert len(readings) == len(pairs)
    return [dict(one.scores) for one in readings if one]


def test_a_reading_has_the_scores_of_its_kind_and_names_its_model(reader: DeepReader) -> None:
    for one in reader.read(PAIRS, CZECH):
        assert one is not None
        assert (one.kind, one.model, one.doubt) == (reader.kind, reader.source.path.name, None)
        assert tuple(name for name, _ in one.scores) == SCORES[reader.kind]
        assert all(math.isfinite(value) for _, value in one.scores)


def test_a_pair_has_one_reading_whatever_stands_beside_it(reader: DeepReader) -> None:
    many = [(f"{original} {'x' * (place % 7)}", repost) for place, (original, repost) in enumerate(PAIRS * 20)]
    assert len(many) > PAIRS_AT_ONCE
    together = scores(reader, *many)
    assert len({tuple(one.values()) for one in together}) > 10
    for place in (0, 1, 17, len(many) - 1):
        assert scores(reader, many[place])[0] == pytest.approx(together[place], abs=1e-4)


def test_no_pairs_give_no_readings(reader: DeepReader) -> None:
    assert reader.read([], []) == []


def test_a_text_longer_than_the_model_reads_is_cut(reader: DeepReader) -> None:
    assert len(scores(reader, ("a " * 900, "b " * 900))) == 1


def test_what_was_loaded_is_fingerprinted(reader: DeepReader) -> None:
    assert len(bytes.fromhex(reader.source.sha256)) == 32
    assert open_reader(reader.source.name).source.sha256 == reader.source.sha256
    assert reader.source.revision == ""


def test_a_failing_model_is_named(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of memory\nat line 7")

    monkeypatch.setattr(reader, "_model", fail, raising=True)
    fail.config = reader._tokenizer.init_kwargs  # type: ignore[attr-defined]
    fail.device = "cpu"  # type: ignore[attr-defined]
    with pytest.raises(EmbedderError, match=r"failed on a pair of sentences \(out of memory\); leave out --deep"):
        reader.read(PAIRS, CZECH)


def test_inference_is_read_both_ways(nli_model: Path) -> None:
    reader = open_reader(str(nli_model))
    (there,), (back,) = scores(reader, PAIRS[0]), scores(reader, PAIRS[0][::-1])
    for name in ("entailment", "contradiction"):
        assert there[f"{name} back"] == pytest.approx(back[name], abs=1e-5)
    assert there["entailment"] != pytest.approx(there["entailment back"], abs=1e-3)
    assert 0 < there["entailment"] + there["contradiction"] < 1


def test_labels_stand_where_the_settings_say(nli_model: Path, tmp_path: Path) -> None:
    turned = made.classifier(tmp_path / "turned", {0: "ENTAILMENT", 1: "Contradiction", 2: "Neutral"})
    (ours,), (theirs,) = scores(open_reader(str(nli_model)), PAIRS[0]), scores(open_reader(str(turned)), PAIRS[0])
    # The same random weights: their first output is called contradiction there, entailment here.
    assert theirs["entailment"] == pytest.approx(ours["contradiction"], abs=1e-5)
    assert theirs["contradiction"] == pytest.approx(ours["entailment"], abs=1e-5)


@pytest.mark.filterwarnings("ignore")
def test_sentence_transformers_gives_the_same_scores(nli_model: Path, metric_model: Path) -> None:
    import torch
    from sentence_transformers import CrossEncoder

    theirs = CrossEncoder(str(nli_model), device="cpu").predict(PAIRS, apply_softmax=True, show_progress_bar=False)
    for one, other in zip(scores(open_reader(str(nli_model)), *PAIRS), theirs.tolist(), strict=True):
        assert [one["contradiction"], one["entailment"]] == pytest.approx(other[:2], abs=1e-5)
    graded = CrossEncoder(str(metric_model), device="cpu", activation_fn=torch.nn.Identity())
    given = graded.predict(PAIRS, show_progress_bar=False).tolist()
    assert [one["score"] for one in scores(open_reader(str(metric_model)), *PAIRS)] == pytest.approx(given, abs=1e-5)


def test_forced_decoding_is_the_mean_log_probability_of_the_repost(translation_model: Path) -> None:
    import torch

    reader: Any = open_reader(str(translation_model))
    given = reader._tokenizer([PAIRS[0][0]], return_tensors="pt")
    labels = reader._tokenizer(text_target=[PAIRS[0][1]], return_tensors="pt")["input_ids"]
    with torch.inference_mode():
        logits = reader._model(**given, labels=labels).logits[0]
    each = [float(row.log_softmax(-1)[token]) for row, token in zip(logits, labels[0], strict=True)]
    (found,) = scores(reader, PAIRS[0])
    assert found["mean log-probability"] == pytest.approx(sum(each) / len(each), abs=1e-4)
    runs = [sum(each[place : place + 3]) / 3 for place in range(len(each) - 2)]
    assert found["lowest log-probability"] == pytest.approx(min(runs), abs=1e-4)


def test_a_translator_of_one_pair_of_languages_reads_no_other(tmp_path: Path) -> None:
    reader = open_reader(str(made.translator(tmp_path / "one", source_lang="ces", target_lang="en")))
    asked = [("cs", "en"), ("en", "cs"), ("de", "en")]
    assert [one is not None for one in reader.read(PAIRS, asked)] == [True, False, False]


def test_a_translator_into_many_languages_is_told_which(tmp_path: Path) -> None:
    reader = open_reader(str(made.translator(tmp_path / "many", [">>eng<<", ">>deu<<"])))
    english, german, french = reader.read([PAIRS[0]] * 3, [("cs", "en"), ("cs", "de"), ("cs", "fr")])
    assert english is not None
    assert german is not None
    assert english.scores != german.scores
    assert french is None


@pytest.mark.filterwarnings("ignore")
def test_a_translator_between_many_languages_is_turned_to_each(tmp_path: Path) -> None:
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer

    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁", *"abcdefghijklmnopqrstuvwxyz."]
    vocabulary = {piece: place for place, piece in enumerate(pieces)}
    marks = ["ces_Latn", "eng_Latn", "deu_Latn"]
    tokenizer = NllbTokenizer(vocab=vocabulary, merges=[], additional_special_tokens=marks)
    shape = {f"{side}_{name}": size for side in ("encoder", "decoder") for name, size in SHAPE.items()}
    config = M2M100Config(vocab_size=len(tokenizer), d_model=16, max_position_embeddings=64, init_std=0.9, **shape)
    M2M100ForConditionalGeneration(config).save_pretrained(tmp_path / "many")
    tokenizer.save_pretrained(tmp_path / "many")
    reader: Any = open_reader(str(tmp_path / "many"))
    asked = [("cs", "en"), ("de", "en"), ("cs", "de"), ("cs", "fr")]
    *known, french = reader.read([PAIRS[0]] * 4, asked)
    assert len({one.scores for one in known if one}) == 3
    assert french is None
    assert reader._tongues.turn("cs", "de") == ""
    assert reader._tokenizer.convert_ids_to_tokens(reader._tokenizer("a").input_ids)[0] == "ces_Latn"


SHAPE = {"layers": 1, "attention_heads": 2, "ffn_dim": 16}

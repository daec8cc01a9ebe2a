"""Which models are read, and what is said of the others."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from provenance.deep.calibration import DeepCalibration
from provenance.deep.open import open_reader
from provenance.errors import EmbedderError
from provenance.models import open_deep, open_models
from tests.deep import made


@pytest.fixture
def copy(nli_model: Path, tmp_path: Path) -> Path:
    """A model to damage."""
    shutil.copytree(nli_model, tmp_path / "copy")
    return tmp_path / "copy"


def refusal(name: object) -> str:
    with pytest.raises(EmbedderError) as caught:
        open_reader(str(name))
    said = str(caught.value)
    assert said.endswith(".")
    assert "\n" not in said
    return said


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"architectures": ["BertModel"]}, "(BertModel) does not read pairs of sentences"),
        ({"architectures": None}, "(of no stated architecture) does not read pairs"),
        ({"architectures": ["T5ForConditionalGeneration"]}, "does not read pairs"),
        ({"architectures": ["LlamaForCausalLM"]}, "does not read pairs"),
        ({"id2label": {"0": "positive", "1": "negative"}}, "labels positive, negative, of which"),
        ({"id2label": {"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"}}, "call one entailment"),
        ({"id2label": {"0": "neutral", "1": "neutral", "2": "entailment"}}, "call one entailment"),
        ({"id2label": None}, "labels LABEL_0, LABEL_1"),
    ],
)
def test_a_model_of_another_kind_is_refused(copy: Path, settings: dict[str, object], complaint: str) -> None:
    made.change(copy / "config.json", **settings)
    assert complaint in refusal(copy)


def test_weights_that_could_run_code_are_refused(copy: Path) -> None:
    (copy / "model.safetensors").rename(copy / "pytorch_model.bin")
    assert "no weights in safetensors files; other weights can run code" in refusal(copy)


def test_code_that_comes_with_a_model_is_not_run(copy: Path) -> None:
    ran = copy / "ran"
    (copy / "modeling_own.py").write_text(f"open({str(ran)!r}, 'w').close()\n", encoding="utf-8")
    own = {"AutoConfig": "modeling_own.Config", "AutoModelForSequenceClassification": "modeling_own.Model"}
    made.change(copy / "config.json", auto_map=own, model_type="own")
    assert "cannot be loaded" in refusal(copy)
    assert not ran.exists()


@pytest.mark.parametrize("content", ["", "[]", "{", '"text"', "\xff"])
def test_settings_that_cannot_be_read(copy: Path, content: str) -> None:
    (copy / "config.json").write_bytes(content.encode("latin-1"))
    assert "config.json" in refusal(copy)


def test_damaged_weights_are_refused(copy: Path) -> None:
    data = (copy / "model.safetensors").read_bytes()
    (copy / "model.safetensors").write_bytes(data[:-100])
    assert "cannot be loaded" in refusal(copy)


def test_weights_that_are_missing_are_not_made_up(copy: Path) -> None:
    from safetensors.torch import load_file, save_file

    weights = load_file(copy / "model.safetensors")
    save_file({k: v for k, v in weights.items() if "classifier" not in k}, copy / "model.safetensors", {"format": "pt"})
    assert "lack some weights (classifier.bias)" in refusal(copy)


def test_a_model_without_a_vocabulary_is_refused(copy: Path) -> None:
    (copy / "tokenizer.json").unlink()
    assert "no vocabulary (tokenizer.json)" in refusal(copy)
    (copy / "tokenizer.json").write_text("{}", encoding="utf-8")
    assert "cannot be loaded" in refusal(copy)


@pytest.mark.parametrize("library", ["torch", "transformers"])
def test_a_missing_library_is_named(copy: Path, monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    assert "torch and transformers cannot be imported" in refusal(copy)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert "There is no folder" in refusal(tmp_path / "a" / "b")


@pytest.mark.parametrize("name", ["owner/no-such-model-here", "no-such-model-here"])
def test_an_unknown_id_is_refused_without_the_hub(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert "is not on this computer and the model hub cannot be reached" in refusal(name)


def test_another_setting_is_another_fingerprint(nli_model: Path, copy: Path) -> None:
    before = open_reader(str(copy)).source.sha256
    assert before == open_reader(str(nli_model)).source.sha256
    made.change(copy / "tokenizer_config.json", model_max_length=32)
    assert open_reader(str(copy)).source.sha256 != before


def test_a_model_of_the_hub_has_a_revision(nli_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model as the hub's own library keeps it on disk: by name, in the folder of its revision."""
    revision = "0123456789abcdef0123456789abcdef01234567"
    kept = tmp_path / "models--owner--model"
    shutil.copytree(nli_model, kept / "snapshots" / revision)
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text(revision, encoding="utf-8")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    source = open_reader("owner/model").source
    assert (source.label, source.revision) == ("owner/model", revision)
    assert source.sha256 == open_reader(str(nli_model)).source.sha256


def test_a_calibration_holds_for_the_models_that_it_was_fitted_on_top_of(
    metric_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @dataclass(frozen=True)
    class Reader:
        sha256: str

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    plain = open_models(checker=False)
    bare = open_deep(str(metric_model), plain)
    layer = DeepCalibration(0.0, 1.0, {}, 0.0, 0.0)
    bare.keep(layer)
    assert open_models(checker=False, deep=str(metric_model)).deep is not None
    assert open_deep(str(metric_model), plain).calibration == layer
    checked: Any = replace(plain, checker=Reader("c4"))
    assert open_deep(str(metric_model), checked).calibration is None

"""From a name to a reader: which kind of model it is stands in its settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provenance.deep.folder import ModelFolder, find_model
from provenance.deep.protocol import DeepReader
from provenance.errors import EmbedderError

_CLASSIFIER = "ForSequenceClassification"
#: How the names of architectures that translate end.
_TRANSLATORS = ("ForConditionalGeneration", "MTModel", "ForSeq2SeqLM")


def open_reader(name: str) -> DeepReader:
    """Open a model by folder or hub id.

    Raises:
        EmbedderError: it is not here and cannot be fetched, cannot be loaded, or is of no kind that reads pairs.
    """
    source = find_model(name)
    labels = _labels(source.settings)
    architecture = _architecture(source.settings)
    if architecture.endswith(_CLASSIFIER) and len(labels) == 1:
        from provenance.deep.metric import MetricReader

        return MetricReader(source)
    if architecture.endswith(_CLASSIFIER):
        return _nli(source, labels)
    if source.settings.get("is_encoder_decoder") is True and architecture.endswith(_TRANSLATORS):
        from provenance.deep.forced import ForcedReader

        return ForcedReader(source)
    raise EmbedderError(
        f"The model {name} ({architecture or 'of no stated architecture'}) does not read pairs of sentences; name a "
        "cross-encoder for natural language inference, one with a single score, or a translation model."
    )


def _nli(source: ModelFolder, labels: Mapping[int, str]) -> DeepReader:
    from provenance.deep.nli import NliReader, nli_labels

    places = nli_labels(labels)
    if places is None:
        named = ", ".join(labels.values())[:200]
        raise EmbedderError(
            f"The model {source.name} has the labels {named}, of which its settings (id2label) must call one "
            "entailment, one neutral and one contradiction; correct them, or name another model."
        )
    return NliReader(source, places)


def _architecture(settings: Mapping[str, Any]) -> str:
    stated = settings.get("architectures")
    return str(stated[0]) if isinstance(stated, list) and stated else ""


def _labels(settings: Mapping[str, Any]) -> dict[int, str]:
    """The outputs of a classifier by place; transformers takes two where the settings name none."""
    stated = settings.get("id2label")
    if not isinstance(stated, dict):
        return {0: "LABEL_0", 1: "LABEL_1"}
    return {int(place): str(name) for place, name in stated.items() if str(place).isdecimal()}

"""A learned metric without reference: a cross-encoder with one output that grades a translation (COMET's kind)."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.deep.folder import ModelFolder
from provenance.deep.loading import in_batches, load, logits_of, reading
from provenance.deep.readings import METRIC
from provenance.values import DeepKind, DeepReading


class MetricReader:
    """A sequence classifier with one output, as it left the last layer; more is taken to be better.

    Raises:
        EmbedderError: the model cannot be loaded.
    """

    kind: DeepKind = "metric"

    def __init__(self, source: ModelFolder) -> None:
        self.source = source
        self._tokenizer, self._model = load(source, "AutoModelForSequenceClassification")

    def read(
        self,
        pairs: Sequence[tuple[str, str]],
        languages: Sequence[tuple[str, str]],  # noqa: ARG002 - the protocol's
    ) -> list[DeepReading | None]:
        """Grade each repost as a translation of its original."""
        with reading(self.source):
            grades = in_batches(list(pairs), self._grades)
        return [DeepReading(self.source.label, self.kind, tuple(zip(METRIC, (one,), strict=True))) for one in grades]

    def _grades(self, pairs: list[tuple[str, str]]) -> list[float]:
        return [float(one) for one in logits_of(self._tokenizer, self._model, pairs)[:, 0].tolist()]

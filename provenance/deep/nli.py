"""Natural language inference: does one side follow from the other, or contradict it?

A faithful rendering follows from its original and the original from it: an addition breaks the first, an
omission the second. So each pair is read both ways.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provenance.deep.folder import ModelFolder
from provenance.deep.loading import in_batches, load, logits_of, reading
from provenance.deep.readings import NLI
from provenance.values import DeepKind, DeepReading

#: How the names of a model's labels begin, whatever their case.
ENTAILMENT, CONTRADICTION, NEUTRAL = "entail", "contradict", "neutral"


def nli_labels(names: Mapping[int, str]) -> tuple[int, int] | None:
    """The outputs that stand for entailment and contradiction, or None where the labels do not say."""
    places = {
        meaning: [place for place, name in names.items() if name.lower().startswith(meaning)]
        for meaning in (ENTAILMENT, CONTRADICTION, NEUTRAL)
    }
    if len(names) != len(places) or any(len(found) != 1 for found in places.values()):
        return None
    return places[ENTAILMENT][0], places[CONTRADICTION][0]


class NliReader:
    """A cross-encoder with the labels entailment, contradiction and neutral.

    Args:
        source: the model's files.
        labels: its outputs for entailment and contradiction.

    Raises:
        EmbedderError: the model cannot be loaded.
    """

    kind: DeepKind = "nli"

    def __init__(self, source: ModelFolder, labels: tuple[int, int]) -> None:
        self.source = source
        self._labels = labels
        self._tokenizer, self._model = load(source, "AutoModelForSequenceClassification")

    def read(
        self,
        pairs: Sequence[tuple[str, str]],
        languages: Sequence[tuple[str, str]],  # noqa: ARG002 - the protocol's
    ) -> list[DeepReading | None]:
        """Read each pair from the original to the repost and back."""
        both = [*pairs, *((repost, original) for original, repost in pairs)]
        with reading(self.source):
            chances = in_batches(both, self._chances)
        there, back = chances[: len(pairs)], chances[len(pairs) :]
        return [
            # In the order of `SCORES`.
            DeepReading(self.source.label, self.kind, tuple(zip(NLI, (*one, *other), strict=True)))
            for one, other in zip(there, back, strict=True)
        ]

    def _chances(self, pairs: list[tuple[str, str]]) -> list[tuple[float, float]]:
        shares = logits_of(self._tokenizer, self._model, pairs).softmax(-1)[:, list(self._labels)]
        return [(entailment, contradiction) for entailment, contradiction in shares.tolist()]

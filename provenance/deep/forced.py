"""Forced decoding: how likely a translation model finds the repost's own words, given the original.

The mean over the repost's tokens grades the whole (Prism, Thompson & Post 2020, with the source in the
reference's place); the worst few tokens in a row find a fault that the mean would drown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from provenance.deep.folder import ModelFolder
from provenance.deep.loading import in_batches, load, longest, reading
from provenance.deep.readings import FORCED
from provenance.deep.tongues import Tongues
from provenance.values import DeepKind, DeepReading

#: Tokens in a row among which the worst are looked for.
RUN = 3
_NO_TOKEN = -100


class ForcedReader:
    """A sequence-to-sequence model made to write the repost.

    Raises:
        EmbedderError: the model cannot be loaded.
    """

    kind: DeepKind = "forced-decoding"

    def __init__(self, source: ModelFolder) -> None:
        self.source = source
        self._tokenizer, self._model = load(source, "AutoModelForSeq2SeqLM")
        self._tongues = Tongues(self._tokenizer)
        special = set(self._tokenizer.all_special_ids) | self._tongues.tokens
        # How the text ends is part of what is said: an end that comes too soon is unlikely.
        self._unsaid = sorted(special - {self._tokenizer.eos_token_id})

    def read(self, pairs: Sequence[tuple[str, str]], languages: Sequence[tuple[str, str]]) -> list[DeepReading | None]:
        """Grade each repost whose languages the model knows, those of one pair of languages together."""
        found: list[DeepReading | None] = [None] * len(pairs)
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, own in enumerate(languages):
            if self._tongues.knows(*own):
                groups[own].append(place)
        with reading(self.source):
            for own, places in groups.items():
                prefix = self._tongues.turn(*own)
                texts = [(prefix + pairs[place][0], pairs[place][1]) for place in places]
                for place, one in zip(places, in_batches(texts, self._likelihoods), strict=True):
                    found[place] = DeepReading(self.source.label, self.kind, tuple(zip(FORCED, one, strict=True)))
        return found

    def _likelihoods(self, pairs: list[tuple[str, str]]) -> list[tuple[float, float]]:
        import torch

        originals, reposts = zip(*pairs, strict=True)
        told = {"padding": True, "truncation": True, "return_tensors": "pt"}
        told["max_length"] = longest(self._tokenizer, self._model)
        given = self._tokenizer(list(originals), **told).to(self._model.device)
        wanted = self._tokenizer(text_target=list(reposts), **told).to(self._model.device)
        labels = wanted["input_ids"].masked_fill(wanted["attention_mask"] == 0, _NO_TOKEN)
        logits = self._model(input_ids=given["input_ids"], attention_mask=given["attention_mask"], labels=labels).logits
        chances = logits.log_softmax(-1).gather(-1, labels.clamp(min=0).unsqueeze(-1)).squeeze(-1)
        said = (labels != _NO_TOKEN) & ~torch.isin(
            labels, torch.tensor(self._unsaid, dtype=torch.long, device=labels.device)
        )
        return [_graded(row[kept].cpu()) for row, kept in zip(chances, said, strict=True)]


def _graded(chances: Any) -> tuple[float, float]:  # noqa: ANN401 - a tensor of shape (tokens,)
    """The mean of log-probabilities, and the mean of the worst `RUN` in a row; 0 where there is no token."""
    if not len(chances):
        return 0.0, 0.0
    runs = chances.unfold(0, min(RUN, len(chances)), 1).mean(-1)
    return float(chances.mean()), float(runs.min())

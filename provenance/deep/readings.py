"""What the scores of a named model mean: which way they speak, and how a reader is told."""

from __future__ import annotations

import math
from collections.abc import Iterable

from provenance.values import DeepKind, DeepReading

#: The names of the scores. `back` is from the repost to the original.
NLI = ("entailment", "contradiction", "entailment back", "contradiction back")
METRIC = ("score",)
FORCED = ("mean log-probability", "lowest log-probability")
SCORES: dict[DeepKind, tuple[str, ...]] = {"nli": NLI, "metric": METRIC, "forced-decoding": FORCED}
#: The scores of which more speaks for drift; of the others less does.
_FOR_DRIFT = frozenset({"contradiction", "contradiction back"})
#: Chances nearer to 0 and 1 are not told apart.
_LEAST_CHANCE = 1e-3
_LIKELY = 0.5
#: Log-odds that a reader would not notice.
_NOTHING = 0.1


def doubts(reading: DeepReading) -> dict[str, float]:
    """The scores by name, turned so that more speaks for drift, chances as log-odds."""
    turned = {}
    for name, value in reading.scores:
        told = _odds(value) if reading.kind == "nli" else value
        turned[name] = told if name in _FOR_DRIFT else -told
    return turned


def worst(readings: Iterable[DeepReading | None]) -> DeepReading | None:
    """One reading for a text of several pairs: each score from where it speaks most for drift."""
    read = [one for one in readings if one is not None]
    if not read:
        return None
    columns = zip(*(one.scores for one in read), strict=True)
    scores = tuple(max(column) if column[0][0] in _FOR_DRIFT else min(column) for column in columns)
    return DeepReading(read[0].model, read[0].kind, scores)


def said(reading: DeepReading) -> str:
    """The reading as a sentence beside a finding."""
    scores = dict(reading.scores)
    match reading.kind:
        case "nli":
            told = _inferred(scores)
        case "metric":
            told = f"scores the repost {scores['score']:.2f} as a translation of the original"
        case _:
            told = f"gives the repost a mean log-probability of {scores['mean log-probability']:.2f} a token"
    return f"The model {reading.model} {told}{_weighed(reading.doubt)}."


def _inferred(scores: dict[str, float]) -> str:
    against = max(scores["contradiction"], scores["contradiction back"])
    there, back = scores["entailment"], scores["entailment back"]
    if against >= _LIKELY:
        return f"reads a contradiction ({against:.2f})"
    if min(there, back) >= _LIKELY:
        return f"reads each side as following from the other ({there:.2f} and {back:.2f})"
    if back >= _LIKELY:
        return f"does not read the repost as following from the original ({there:.2f})"
    if there >= _LIKELY:
        return f"does not read the original as following from the repost ({back:.2f})"
    return f"reads neither side as following from the other ({there:.2f} and {back:.2f})"


def _weighed(doubt: float | None) -> str:
    if doubt is None:
        return "; not calibrated"
    if abs(doubt) < _NOTHING:
        return ""
    return f"; this makes the finding {'more' if doubt > 0 else 'less'} probable"


def _odds(chance: float) -> float:
    kept = min(max(chance, _LEAST_CHANCE), 1 - _LEAST_CHANCE)
    return math.log(kept / (1 - kept))

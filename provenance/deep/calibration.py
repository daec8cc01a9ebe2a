"""How far to trust a named model: a logistic layer on top of a row's own log-odds, fitted on one computer.

It holds for one model, by its files, and for the weights of this package that it was fitted on top of. A score
may only ever speak for drift the more, the worse it is, so that the order of a model's scores is kept.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from provenance.deep.readings import doubts
from provenance.errors import EmbedderError
from provenance.values import DeepReading

FORMAT_VERSION = 1
#: Log-odds of a probability that is as good as certain.
_MOST = 30.0


@dataclass(frozen=True, slots=True)
class Weight:
    """What a score adds: `weight` for each unit above what is `usual`, within the range that it was fitted on."""

    weight: float
    usual: float
    low: float
    high: float

    def at(self, doubt: float) -> float:
        """The contribution to the log-odds."""
        return self.weight * (min(max(doubt, self.low), self.high) - self.usual)


@dataclass(frozen=True, slots=True)
class DeepCalibration:
    """A fitted layer.

    A row's log-odds become `bias`, `own` times those that it had, and what the scores add; a finding's become
    those that it had, `shift`, and `trust` times what the scores add.
    """

    bias: float
    own: float
    scores: Mapping[str, Weight]
    shift: float
    trust: float

    def adds(self, reading: DeepReading) -> float:
        """What the scores add to a row's log-odds."""
        return sum(self.scores[name].at(doubt) for name, doubt in doubts(reading).items() if name in self.scores)

    def row(self, probability: float, reading: DeepReading) -> float:
        """The probability that a row drifted, from what it was without the model."""
        return chance(self.bias + self.own * odds(probability) + self.adds(reading))

    def finding(self, reading: DeepReading) -> float:
        """What is added to the log-odds of a finding in this pair."""
        return self.shift + self.trust * self.adds(reading)


def odds(probability: float) -> float:
    """Log-odds, finite for any probability."""
    if not 0 < probability < 1:
        return math.copysign(_MOST, probability - 0.5)
    return min(max(math.log(probability / (1 - probability)), -_MOST), _MOST)


def chance(log_odds: float) -> float:
    """The probability with these log-odds."""
    return 1 / (1 + math.exp(-min(max(log_odds, -_MOST), _MOST)))


def write_calibration(
    path: Path, calibration: DeepCalibration, *, model: str, sha256: str, revision: str, base: str
) -> None:
    """Write a layer, with the model (its name, files and revision) and the weights (`base`) that it holds for.

    Raises:
        OSError: it cannot be written.
    """
    content = {
        "version": FORMAT_VERSION,
        "model": model,
        "sha256": sha256,
        "revision": revision,
        "base": base,
        "bias": calibration.bias,
        "own": calibration.own,
        "scores": {name: [one.weight, one.usual, one.low, one.high] for name, one in calibration.scores.items()},
        "finding": [calibration.shift, calibration.trust],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(path)


@dataclass(frozen=True, slots=True)
class Kept:
    """A layer as its file holds it: with the hash of the file, and what it was fitted for."""

    calibration: DeepCalibration
    sha256: str
    model_sha256: str
    base: str


def read_calibration(path: Path) -> Kept | None:
    """The layer in a file, None where there is no file.

    Raises:
        EmbedderError: the file is broken.
    """
    try:
        data = path.read_bytes()
        content = json.loads(data)
        if content["version"] != FORMAT_VERSION:
            raise ValueError("it was made by another version")
        shift, trust = map(float, content["finding"])
        scores = {str(name): Weight(*map(float, four)) for name, four in content["scores"].items()}
        layer = DeepCalibration(float(content["bias"]), float(content["own"]), scores, shift, trust)
        return Kept(layer, hashlib.sha256(data).hexdigest(), str(content["sha256"]), str(content["base"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EmbedderError(f"The calibration {path} cannot be used ({error}); delete it, and fit it again.") from error

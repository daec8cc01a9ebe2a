"""One probability for a row, and one for a finding, that mean what they say.

A row's is a logistic function of its features. Each feature is first measured against what is usual for
its pair of languages, then bent at a few knots; it may only ever speak for drift, so that nothing that
is found makes a row look better (a monotone generalised additive model, Hastie & Tibshirani 1990).
The more sentences a row has, the more often chance finds something in it: the logarithm of their number is
taken off, once for what may be lost and once for what may be new (Bonferroni's correction, on the scale of
odds). The base rate is stated in the file; where the checker did not read the row, another set of weights holds.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from provenance.errors import EmbedderError

DATA_FILE = Path(__file__).parent / "data" / "calibration.json"
FORMAT_VERSION = 5
#: The checker's scores below this are as good as none.
LEAST_OPINION = 0.01
#: What the checker says of the link in which a finding stands: where many words are in doubt, one more says less.
COMPANY = ("fault", "wrong in all", "missing in all", "unrendered in all")
#: A row's own feature beside those that it is given: the log-odds of its surest finding, 0 without one.
SUREST = "surest finding"
#: Among a row's features, but without a weight of its own: the logarithm of how many links were looked at, twice.
LOOKS = "looks"
#: The two sets of weights.
RULES, WITH_CHECKER = "rules", "with checker"
_EVERY_PAIR = "*"


@dataclass(frozen=True, slots=True)
class Bend:
    """A feature's contribution: for each knot, `weight` for every unit above it."""

    knots: tuple[float, ...]
    weights: tuple[float, ...]

    def at(self, value: float) -> float:
        """The contribution to the log-odds."""
        return sum(w * max(0.0, value - k) for k, w in zip(self.knots, self.weights, strict=True))


@dataclass(frozen=True, slots=True)
class Calibration:
    """A fitted set of weights.

    `usual` holds, for a pair of languages ("cs-en"), what is usual for each feature. `base_rate` is the
    share of drifted rows that a probability assumes. `findings` holds, for a check and whether its finding
    is serious ("name serious"), slope and shift of its log-odds, how far to trust the checker's opinion, and
    what each of `COMPANY` weighs.
    """

    bias: float
    bends: Mapping[str, Bend]
    usual: Mapping[str, Mapping[str, float]]
    findings: Mapping[str, tuple[float, ...]]
    base_rate: float

    def row(self, features: Mapping[str, float], original_language: str, repost_language: str) -> float:
        """The probability that a row with these features drifted, not rounded."""
        usual = self.usual.get(f"{original_language}-{repost_language}", self.usual[_EVERY_PAIR])
        known = {**features, SUREST: self.surest(features)}
        told = sum(bend.at(known.get(name, 0.0) - usual.get(name, 0.0)) for name, bend in self.bends.items())
        odds = self.bias + told - known.get(LOOKS, 0.0)
        return 1 / (1 + math.exp(-min(odds, 36.0)))

    def surest(self, features: Mapping[str, float]) -> float:
        """The log-odds of the surest finding among a row's features, 0 or more."""
        company = [features[name] for name in COMPANY] if COMPANY[0] in features else []
        each = (
            self._odds(name, features[name], features.get(f"{name.rpartition(' ')[0]} doubted", 0.0), company)
            for name in self.findings
            if features.get(name)
        )
        return max([0.0, *each])

    def finding(
        self, check: str, probability: float, *, serious: bool, opinion: float = 0.0, company: Sequence[float] = ()
    ) -> float:
        """The probability of a finding.

        Args:
            check: its check.
            probability: what the check put down, 0..1.
            serious: whether the check calls it serious.
            opinion: the checker's, 0..1.
            company: the values of `COMPANY` for its link, where the checker read it.
        """
        name = f"{check} {'serious' if serious else 'slight'}"
        return 1 / (1 + math.exp(-self._odds(name, probability, doubt(opinion), company)))

    def _odds(self, name: str, probability: float, doubted: float, company: Sequence[float]) -> float:
        slope, shift, trust, *weights = self.findings.get(name, (1.0, 0.0, 0.0))
        odds = slope * math.log(probability / (1 - probability)) + shift + trust * doubted
        return odds + sum(weight * value for weight, value in zip(weights, company, strict=False))


def doubt(opinion: float) -> float:
    """The checker's score as log-odds, counted from the least that is told apart, so that 0 speaks for nothing."""
    kept = min(max(opinion, LEAST_OPINION), 1 - LEAST_OPINION)
    return math.log(kept / (1 - kept)) - math.log(LEAST_OPINION / (1 - LEAST_OPINION))


def open_calibration(name: str = RULES, path: Path = DATA_FILE) -> Calibration:
    """A set of weights from its file.

    Raises:
        EmbedderError: the file is missing or broken.
    """
    return _read(path)[name]


def write_calibration(path: Path, sets: Mapping[str, Calibration]) -> None:
    """Write sets of weights to a file."""
    content = {"version": FORMAT_VERSION} | {
        name: {
            "bias": one.bias,
            "bends": {key: [list(bend.knots), list(bend.weights)] for key, bend in one.bends.items()},
            "usual": one.usual,
            "findings": {key: list(weights) for key, weights in one.findings.items()},
            "base rate": one.base_rate,
        }
        for name, one in sets.items()
    }
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


@cache
def _read(path: Path) -> dict[str, Calibration]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.pop("version") != FORMAT_VERSION:
            raise ValueError("it was made by another version")
        return {name: _set(entry) for name, entry in content.items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EmbedderError(f"The calibration {path.name} cannot be used ({error}); install again.") from error


def _set(entry: Mapping[str, Mapping[str, Sequence[Sequence[float]]]]) -> Calibration:
    content = dict(entry)
    return Calibration(
        bias=float(str(content["bias"])),
        bends={key: Bend(tuple(knots), tuple(weights)) for key, (knots, weights) in content["bends"].items()},
        usual={key: dict(values) for key, values in content["usual"].items()},  # type: ignore[arg-type]
        findings={key: tuple(float(str(one)) for one in own) for key, own in content["findings"].items()},
        base_rate=float(str(content["base rate"])),
    )

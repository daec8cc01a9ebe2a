"""Fits the probability of a row and of a finding on features of faithful and of faulty pairs."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from provenance.drift.calibration import COMPANY, LOOKS, SUREST, Bend, Calibration

Numbers = npt.NDArray[np.float64]
#: Rows that what is usual of all pairs of languages counts for, beside those of one pair.
SHRINKAGE = 60
#: Shares of faithful rows at which a feature's contribution may bend.
KNOTS = (0.3, 0.7, 0.9, 0.97, 0.99)
RIDGE = 1e-4
#: The share of drifted rows that a probability assumes.
BASE_RATE = 0.5
#: Weights of a row's surest finding that are tried, and the share of faithful rows that may be flagged meanwhile.
LIFTS, LIFTED_AT = (0.0, 0.15, 0.3, 0.45, 0.6, 0.8, 1.0), 0.03
_TINY = 1e-9
#: How reluctantly a finding's company is listened to, beside the opinion of the finding itself.
COMPANY_RIDGE = 12.0
#: Checks of what can be counted: however freely the rest is worded, a figure is another figure.
COUNTED = frozenset({"number", "measurement", "date"})
#: Checks that need no second opinion: a word of another language is one.
SEEN = frozenset({"untranslated"})
#: A check with fewer findings than this keeps its own word.
_FEWEST_FINDINGS = 12


@dataclass(frozen=True, slots=True)
class Example:
    """The features of one row, its languages, and its kind: "faithful" or the name of its fault."""

    features: Mapping[str, float]
    original_language: str
    repost_language: str
    kind: str
    weight: float = 1.0

    @property
    def faulty(self) -> bool:
        """Whether the row has a fault."""
        return self.kind != "faithful"

    @property
    def pair(self) -> str:
        """The pair of languages, as the calibration names it."""
        return f"{self.original_language}-{self.repost_language}"


def fit(
    examples: Sequence[Example],
    names: Sequence[str],
    faithful: Sequence[Example],
    *,
    most_flagged: float,
    centred: Sequence[str],
) -> Calibration:
    """Fit the weights of a set.

    Args:
        examples: rows to learn from.
        names: the features to use.
        faithful: faithful rows of other text that place the middle of the scale.
        most_flagged: the share of those that may reach one half.
        centred: the features that are measured against what is usual for the pair of languages.
    """
    findings = _findings(examples, names)
    usual = _usual(examples, names, centred)
    raw = _matrix(examples, names, usual)
    labels = np.array([one.faulty for one in examples], float)
    weights = balanced(examples)
    knots = {name: _knots(raw[labels == 0, i], raw[:, i]) for i, name in enumerate(names)}
    bent = _bent(raw, [knots[name] for name in names])
    spread = bent.std(axis=0) + 1e-9
    looks = np.array([one.features.get(LOOKS, 0.0) for one in examples], float)
    bias, slopes = logistic(bent / spread, labels, weights, offsets=-looks)
    slopes /= spread
    bends, at = {}, 0
    for name in names:
        size = len(knots[name])
        if slopes[at : at + size].any():
            bends[name] = Bend(tuple(map(float, knots[name])), tuple(map(float, slopes[at : at + size])))
        at += size
    unlifted = Calibration(bias, bends, usual, findings, BASE_RATE)
    first = _lifted(unlifted, examples, faithful or [one for one in examples if not one.faulty])
    odds, _ = _ends(first, faithful)
    shift = float(np.quantile(odds, 1 - most_flagged)) if len(odds) else 0.0
    return replace(first, bias=bias - shift)


def _lifted(fitted: Calibration, examples: Sequence[Example], faithful: Sequence[Example]) -> Calibration:
    """With the weight of the surest finding under which most faults are found where `LIFTED_AT` faithful rows are.

    Likelihood cares for the middle of the scale, where a row without a finding is judged; a flag is read at its end.
    """
    faulty = [one for one in examples if one.faulty]
    weights = balanced(examples)[[one.faulty for one in examples]]
    (odds, sure), (their_odds, their_sure) = _ends(fitted, faulty), _ends(fitted, faithful)

    def found(lift: float) -> float:
        limit = np.quantile(their_odds + lift * their_sure, 1 - LIFTED_AT)
        return float(weights @ (odds + lift * sure > limit))

    lift = max(LIFTS, key=found)
    return replace(fitted, bends={**fitted.bends, SUREST: Bend((0.0,), (lift,))}) if lift else fitted


def _ends(fitted: Calibration, rows: Sequence[Example]) -> tuple[Numbers, Numbers]:
    """The log-odds of rows, and those of their surest findings."""
    chances = np.array([fitted.row(one.features, one.original_language, one.repost_language) for one in rows])
    kept = np.clip(chances, _TINY, 1 - _TINY)
    return np.log(kept / (1 - kept)), np.array([fitted.surest(one.features) for one in rows])


def _usual(examples: Sequence[Example], names: Sequence[str], centred: Sequence[str]) -> dict[str, dict[str, float]]:
    by_pair: dict[str, list[Example]] = defaultdict(list)
    for one in examples:
        if not one.faulty:
            by_pair[one.pair].append(one)
    own = [name for name in names if name in set(centred)]
    everything = [one for group in by_pair.values() for one in group]
    mean = {name: float(np.mean([one.features[name] for one in everything])) for name in own}
    usual = {"*": mean}
    for pair, group in by_pair.items():
        share = len(group) / (len(group) + SHRINKAGE)
        usual[pair] = {
            name: share * float(np.mean([one.features[name] for one in group])) + (1 - share) * mean[name]
            for name in own
        }
    return usual


def _matrix(examples: Sequence[Example], names: Sequence[str], usual: Mapping[str, Mapping[str, float]]) -> Numbers:
    rows = []
    for one in examples:
        mean = usual.get(one.pair, usual["*"])
        rows.append([one.features[name] - mean.get(name, 0.0) for name in names])
    return np.array(rows, float)


def _knots(faithful: Numbers, everything: Numbers) -> tuple[float, ...]:
    found = sorted({round(float(one), 6) for one in np.quantile(faithful, KNOTS)})
    if everything.min() < found[0] == everything.max():
        return (float(everything.min()),)
    return tuple(found)


def _bent(raw: Numbers, knots: Sequence[Sequence[float]]) -> Numbers:
    columns = [np.maximum(0, raw[:, i] - k) for i, own in enumerate(knots) for k in own]
    return np.asarray(np.stack(columns, axis=1), np.float64)


def balanced(examples: Sequence[Example]) -> Numbers:
    """Weights under which faithful and faulty rows weigh as `BASE_RATE` says, and all faults as their examples do."""
    counts = Counter(one.kind for one in examples)
    own = np.array([one.weight / (counts[one.kind] if one.faulty else 1) for one in examples])
    faulty = np.array([one.faulty for one in examples])
    shares = np.where(faulty, BASE_RATE * own / own[faulty].sum(), (1 - BASE_RATE) * own / own[~faulty].sum())
    return np.asarray(shares, np.float64)


def logistic(
    features: Numbers, labels: Numbers, weights: Numbers, ridge: float = RIDGE, offsets: Numbers | float = 0.0
) -> tuple[float, Numbers]:
    """Logistic regression whose weights are 0 or more, except the bias; `ridge` keeps them small.

    `offsets` are added to the log-odds of the rows as they are.
    """
    # Only training needs it.
    from scipy.optimize import minimize

    share = weights / weights.sum()

    def loss(theta: Numbers) -> tuple[float, Numbers]:
        odds = features @ theta[1:] + theta[0] + offsets
        chance = 1 / (1 + np.exp(-np.clip(odds, -50, 50)))
        value = -share @ (labels * np.log(chance + 1e-12) + (1 - labels) * np.log(1 - chance + 1e-12))
        wrong = share * (chance - labels)
        slope = np.concatenate(([wrong.sum()], features.T @ wrong + 2 * ridge * theta[1:]))
        return float(value + ridge * theta[1:] @ theta[1:]), slope

    start = np.zeros(features.shape[1] + 1)
    bounds = [(None, None)] + [(0, None)] * features.shape[1]
    theta = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}).x
    return float(theta[0]), np.asarray(theta[1:], float)


def _findings(examples: Sequence[Example], names: Sequence[str]) -> dict[str, tuple[float, ...]]:
    """How much to trust each check, and the checker on its findings: from the findings that stand in faulty rows."""
    found: dict[str, tuple[float, ...]] = {}
    weights = balanced(examples)
    for name in names:
        if not name.endswith((" serious", " slight")):
            continue
        given = [(one, w) for one, w in zip(examples, weights, strict=True) if one.features[name]]
        if len(given) >= _FEWEST_FINDINGS:
            check = name.rpartition(" ")[0]
            wanted = () if check in SEEN else (f"{check} doubted", *(() if check in COUNTED else COMPANY))
            heard = [one for one in wanted if one in names]
            found[name] = (1.0, *_trusted(name, heard, given))
    return found


def _trusted(name: str, heard: Sequence[str], given: Sequence[tuple[Example, float]]) -> list[float]:
    """Shift of a finding's log-odds, the weight of the checker's opinion (0 or more), and of its company."""
    from scipy.optimize import minimize

    put = np.array([math.log(one.features[name] / (1 - one.features[name])) for one, _ in given])
    said = np.array([[1.0, *(one.features[each] for each in heard)] for one, _ in given])
    labels = np.array([float(one.faulty) for one, _ in given])
    share = np.array([w for _, w in given]) * len(given) / sum(w for _, w in given)

    # A check with few findings keeps near its own word.
    ridge = np.array([1.0, 1.0, *[COMPANY_RIDGE] * len(COMPANY)][: said.shape[1]])

    def loss(theta: Numbers) -> tuple[float, Numbers]:
        chance = 1 / (1 + np.exp(-np.clip(put + said @ theta, -50, 50)))
        value = -share @ (labels * np.log(chance + 1e-12) + (1 - labels) * np.log(1 - chance + 1e-12))
        return float(value + ridge @ theta**2 / 2), said.T @ (share * (chance - labels)) + ridge * theta

    bounds = [(None, None), (0, None), *[(None, None)] * len(COMPANY)][: said.shape[1]]
    found: list[float] = minimize(loss, np.zeros(said.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x.tolist()
    return found if heard else [*found, 0.0]

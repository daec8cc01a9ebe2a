"""Conditional logit (McFadden 1974): fitting the choice among candidates and "none", and how far to trust it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

#: Keeps weights finite where the classes can be told apart without a mistake.
RIDGE = 1e-2
_BINS = 10

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One choice: the features of the candidates (n, f) and which of them are right (n,), maybe none."""

    features: Numbers
    right: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Reliability:
    """How probabilities compare with what happened: bins of (count, mean probability, share right)."""

    bins: tuple[tuple[int, float, float], ...]
    expected_error: float
    brier: float


def fit(choices: Sequence[Choice], free: Sequence[int]) -> Numbers:
    """The weights (f,) of the greatest likelihood; all but those of the `free` features are at least 0."""
    from scipy.optimize import minimize

    some = [one for one in choices if len(one.right)]
    scale = np.concatenate([one.features for one in some]).std(axis=0)
    scale[scale == 0] = 1.0
    scaled = [Choice(one.features / scale, one.right) for one in some]
    bounds = [(None, None) if place in free else (0.0, None) for place in range(len(scale))]
    found = minimize(_loss, np.zeros(len(scale)), args=(scaled,), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x / scale, np.float64)


def _loss(weights: Numbers, choices: Sequence[Choice]) -> tuple[float, Numbers]:
    """Negative log likelihood with its gradient."""
    loss, gradient = RIDGE * float(weights @ weights), 2 * RIDGE * weights
    for one in choices:
        worths = one.features @ weights
        top = max(0.0, float(worths.max()))
        odds = np.exp(worths - top)
        none = float(np.exp(-top))
        total = none + float(odds.sum())
        wanted = float(odds[one.right].sum()) if one.right.any() else none
        loss -= float(np.log(max(wanted / total, 1e-12)))
        gradient = gradient + one.features.T @ (odds / total)
        if one.right.any():
            gradient = gradient - one.features.T @ (odds * one.right / max(wanted, 1e-12))
    return loss, gradient


def reliability(probabilities: Sequence[float], right: Sequence[bool]) -> Reliability:
    """Ten equal bins, the expected calibration error over them, and the Brier score."""
    chances, truth = np.array(probabilities, float), np.array(right, float)
    places = np.clip((chances * _BINS).astype(int), 0, _BINS - 1)
    bins = [(places == place) for place in range(_BINS) if (places == place).any()]
    rows = tuple((int(one.sum()), float(chances[one].mean()), float(truth[one].mean())) for one in bins)
    error = sum(count * abs(mean - share) for count, mean, share in rows) / max(1, len(chances))
    return Reliability(rows, error, float(((chances - truth) ** 2).mean()))


def area_under_curve(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """The chance that a positive scores above a negative; ties count half."""
    from scipy.stats import rankdata

    ranks, truth = rankdata(scores), np.array(positive, bool)
    count = int(truth.sum())
    others = len(truth) - count
    return float((ranks[truth].sum() - count * (count + 1) / 2) / (count * others)) if count and others else 1.0

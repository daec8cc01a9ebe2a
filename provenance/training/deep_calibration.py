"""Fits the layer that says how far to trust a named model, on faithful pairs and the same with faults."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from provenance.bitext import Examined, Row, examine_rows
from provenance.deep import Depth
from provenance.deep.calibration import DeepCalibration, Weight, odds
from provenance.deep.readings import SCORES, doubts
from provenance.drift.deepening import row_reading
from provenance.drift.detect import chance_of
from provenance.drift.features import company
from provenance.errors import TrainingError
from provenance.models import Models
from provenance.training.drift_calibration import Example, Numbers, balanced, logistic
from provenance.training.drift_material import Made
from provenance.training.logit import area_under_curve
from provenance.values import DeepReading

#: With fewer rows that the model could read, faithful or faulty, nothing is fitted.
FEWEST = 30
#: With fewer findings, none is changed.
FEWEST_FINDINGS = 12
#: One row of so many is held back to measure on.
HELD_BACK = 5
#: Keeps a model that sees every fault among few rows from being believed without end.
RIDGE = 1e-2
#: The range that a score may speak over: these shares of all rows lie outside it on either side.
_TAIL = 0.005


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row that the named model has read: its probability without it, the reading, and its findings.

    `kind` is "faithful" or the name of its fault; each finding is (its probability, the reading of its pair).
    """

    probability: float
    reading: DeepReading
    kind: str
    weight: float = 1.0
    findings: tuple[tuple[float, DeepReading], ...] = ()

    @property
    def faulty(self) -> bool:
        """Whether the row has a fault."""
        return self.kind != "faithful"


@dataclass(frozen=True, slots=True)
class Fitted:
    """A layer, and how well rows that were held back are ranked without the model and with it (areas, 0..1)."""

    calibration: DeepCalibration
    rows: int
    held_back: int
    area_without: float
    area_with: float


def calibrate_deep(
    made: Sequence[Made],
    faithful: Sequence[Row],
    models: Models,
    depth: Depth,
    *,
    most_rows: int,
    most_flagged: float,
    seed: int,
    progress: Callable[[str], None] = lambda _: None,
) -> Fitted:
    """Have a named model read faithful and faulty rows, and fit its layer.

    Args:
        made: rows to learn from.
        faithful: faithful translations of other text, which place the middle of the scale.
        models: what the named model reads along with.
        depth: the named model.
        most_rows: rows to read at most, of either.
        most_flagged: the share of `faithful` that may reach one half.
        seed: of the draw, where there are more rows.
        progress: told how many rows have been read.

    Raises:
        EmbedderError: a model failed.
        TrainingError: the model could read too few of the rows.
    """
    # What an earlier calibration made of the scores must not be learned from.
    along = replace(models, deep=replace(depth, calibration=None))
    draw = random.Random(seed)
    some = draw.sample(list(made), min(len(made), most_rows))
    known = draw.sample(list(faithful), min(len(faithful), most_rows))
    given = [*some, *(Made(row, "faithful", 1.0) for row in known)]
    read: list[ReadRow | None] = []
    rows = [replace(one.row, number=number) for number, one in enumerate(given)]
    for one, own in zip(examine_rows(rows, along), given, strict=True):
        read.append(_read(one, own))
        progress(f"{len(read):,} of {len(given):,} rows read")
    learned, others = ([one for one in part if one] for part in (read[: len(some)], read[len(some) :]))
    return fit(learned, others, most_flagged=most_flagged)


def _read(one: Examined, made: Made) -> ReadRow | None:
    reading = row_reading(one.alignment.links)
    if reading is None:
        return None
    findings = tuple((chance_of(found, company(found.link)), found.link.deep) for found in one.found if found.link.deep)
    return ReadRow(one.probability, reading, made.kind, made.weight, findings)


def fit(rows: Sequence[ReadRow], faithful: Sequence[ReadRow], *, most_flagged: float) -> Fitted:
    """Fit a layer on rows; those of `faithful` place the middle of the scale.

    Raises:
        TrainingError: there are too few rows of either sort.
    """
    faulty = sum(one.faulty for one in rows)
    if min(faulty, len(rows) - faulty) < FEWEST:
        raise TrainingError(
            f"The model read {len(rows) - faulty} faithful pairs and {faulty} with a fault, and {FEWEST} of each are "
            "needed; give more pairs in the languages that it knows."
        )
    held, learned = rows[::HELD_BACK], [one for place, one in enumerate(rows) if place % HELD_BACK]
    layer = _layer(learned)
    if faithful:
        reached = [odds(layer.row(one.probability, one.reading)) for one in faithful]
        layer = replace(layer, bias=layer.bias - float(np.quantile(reached, 1 - most_flagged)))
    layer = _with_findings(layer, learned)
    truth = [one.faulty for one in held]
    without = area_under_curve([one.probability for one in held], truth)
    along = area_under_curve([layer.row(one.probability, one.reading) for one in held], truth)
    return Fitted(layer, len(learned), len(held), without, along)


def _layer(rows: Sequence[ReadRow]) -> DeepCalibration:
    names = SCORES[rows[0].reading.kind]
    turned = [doubts(one.reading) for one in rows]
    raw = np.array([[one[name] for name in names] for one in turned])
    low, high = np.quantile(raw, _TAIL, axis=0), np.quantile(raw, 1 - _TAIL, axis=0)
    labels = np.array([one.faulty for one in rows], float)
    kept = np.clip(raw, low, high)
    usual = kept[labels == 0].mean(axis=0)
    columns = np.column_stack([[odds(one.probability) for one in rows], kept - usual])
    spread = columns.std(axis=0) + 1e-9
    bias, slopes = logistic(columns / spread, labels, _weights(rows), RIDGE)
    own, *weights = (slopes / spread).tolist()
    places = zip(names, weights, usual.tolist(), low.tolist(), high.tolist(), strict=True)
    return DeepCalibration(bias, own, {name: Weight(*four) for name, *four in places}, 0.0, 0.0)


def _weights(rows: Sequence[ReadRow]) -> Numbers:
    return balanced([Example({}, "", "", one.kind, one.weight) for one in rows])


def _with_findings(layer: DeepCalibration, rows: Sequence[ReadRow]) -> DeepCalibration:
    """How far the scores are trusted on findings: those in faulty rows are taken to be right, as the checks' are."""
    given = [
        (odds(chance), layer.adds(reading), one.faulty, weight)
        for one, weight in zip(rows, _weights(rows).tolist(), strict=True)
        for chance, reading in one.findings
    ]
    if len(given) < FEWEST_FINDINGS:
        return layer
    # Only training needs it.
    from scipy.optimize import minimize

    put, added, labels, weights = np.array(given, float).T
    share = weights * len(given) / weights.sum()

    def loss(theta: Numbers) -> tuple[float, Numbers]:
        chances = 1 / (1 + np.exp(-np.clip(put + theta[0] + theta[1] * added, -50, 50)))
        value = -share @ (labels * np.log(chances + 1e-12) + (1 - labels) * np.log(1 - chances + 1e-12))
        wrong = share * (chances - labels)
        # Few findings leave the checks' word as it is.
        return float(value + theta @ theta / 2), np.array([wrong.sum(), wrong @ added]) + theta

    shift, trust = minimize(loss, np.zeros(2), jac=True, method="L-BFGS-B", bounds=[(None, None), (0, None)]).x.tolist()
    return replace(layer, shift=shift, trust=trust)

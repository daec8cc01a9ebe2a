"""Measuring drift on text that nothing was fitted on: what is found, and what is flagged wrongly.

Faithful human translations set the points (3 and 10 flagged of a hundred, on one half of the texts); the
other half, faults put into it, and translations that people judged are measured. Beside every figure
stand three readers that cannot know: one that sees the repost alone, one that compares lengths, and
the program itself with the originals of other rows.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from provenance.bitext import Row, RowResult, compare_rows
from provenance.drift.detect import SERIOUS
from provenance.drift.fluency import surprises
from provenance.models import Models
from provenance.training.drift_faults import FAULTS, Pool

Scores = npt.NDArray[np.float64]
#: Shares of faithful translations that are flagged at the two points.
POINTS = (0.03, 0.10)


@dataclass(frozen=True, slots=True)
class Texts:
    """A text, its translation and their languages."""

    original: str
    repost: str
    original_language: str
    repost_language: str


@dataclass(frozen=True, slots=True)
class FaithfulFigures:
    """Of a hundred faithful translations: with a serious finding, with any, and with one half or more."""

    languages: str
    n: int
    serious: float
    any: float
    flagged: float


@dataclass(frozen=True, slots=True)
class LanguageFigures:
    """What is found of one kind of fault in the texts of one original language.

    `found` at the two points; `flagged` and `untouched` are the shares of the faulty and of the same
    untouched texts that carry a critical or major finding.
    """

    n: int
    found: tuple[float, ...]
    flagged: float
    untouched: float


@dataclass(frozen=True, slots=True)
class FaultFigures:
    """What is found of one kind of fault at the two points, and areas under the curve against the untouched text.

    `beside` is what other readers find at points of their own, by their names; `by_language` goes by the
    language of the original.
    """

    kind: str
    n: int
    found: tuple[float, ...]
    area: float
    shuffled: float
    target_only: float
    length: float
    beside: Mapping[str, tuple[float, ...]]
    by_language: Mapping[str, LanguageFigures]


def measure_faithful(rows: Sequence[Texts], models: Models) -> tuple[list[FaithfulFigures], Scores]:
    """Figures by pair of languages, and every row's probability."""
    results = _compare(rows, models)
    groups: dict[str, list[RowResult]] = defaultdict(list)
    for row, result in zip(rows, results, strict=True):
        groups[f"{row.original_language}-{row.repost_language}"].append(result)
    figures = [
        FaithfulFigures(
            pair,
            len(own),
            100 * _share_serious(own),
            100 * float(np.mean([bool(one.drifts) for one in own])),
            100 * float(np.mean([one.drift_probability >= 0.5 for one in own])),
        )
        for pair, own in sorted(groups.items())
    ]
    return figures, _probabilities(results)


def measure_faults(
    rows: Sequence[Texts],
    models: Models,
    faithful: Scores,
    each: int,
    beside: Mapping[str, tuple[Callable[[Sequence[Texts]], Scores], Scores]],
) -> Iterator[FaultFigures]:
    """Figures of each kind of fault, put into the reposts of `rows`.

    Args:
        rows: texts to put the faults into.
        models: what to compare with.
        faithful: the scores of faithful texts, which set the points.
        each: rows of a kind at most.
        beside: other readers by name, each with its own scores of the faithful texts.
    """
    points = _points(faithful)
    pools = {code: Pool(tuple(r.repost for r in rows if r.repost_language == code)) for code in _codes(rows)}
    for kind, fault in FAULTS.items():
        draw = random.Random(kind)
        chosen: list[tuple[Texts, Texts]] = []
        for row in draw.sample(list(rows), len(rows)):
            changed = fault(row.repost, row.original, row.repost_language, pools[row.repost_language], draw)
            if changed is not None and changed.strip() and changed != row.repost:
                chosen.append((row, replace(row, repost=changed)))
            if len(chosen) == each:
                break
        if len(chosen) > 1:
            after = [b for _, b in chosen]
            others = {name: _found(reader(after), _points(own)) for name, (reader, own) in beside.items()}
            yield _fault_figures(kind, [a for a, _ in chosen], after, models, points, others)


def _points(faithful: Scores) -> list[float]:
    return [float(np.quantile(faithful, 1 - share)) for share in POINTS]


def _found(scores: Scores, points: Sequence[float]) -> tuple[float, ...]:
    return tuple(float((scores > point).mean()) for point in points)


def _fault_figures(
    kind: str,
    before: list[Texts],
    after: list[Texts],
    models: Models,
    points: Sequence[float],
    beside: Mapping[str, tuple[float, ...]],
) -> FaultFigures:
    results, usual = (_compare(rows, models) for rows in (after, before))
    faulty, untouched = _probabilities(results), _probabilities(usual)
    strange = [_probabilities(_compare(shuffled(rows), models)) for rows in (after, before)]
    alone, lengths = map(area, controls(after, models), controls(before, models))
    return FaultFigures(
        kind,
        len(after),
        _found(faulty, points),
        area(faulty, untouched),
        area(*strange),
        alone,
        lengths,
        beside,
        _by_language([row.original_language for row in after], results, usual, points),
    )


def _by_language(
    languages: Sequence[str], faulty: Sequence[RowResult], untouched: Sequence[RowResult], points: Sequence[float]
) -> dict[str, LanguageFigures]:
    figures = {}
    for language in sorted(set(languages)):
        own, same = (
            [one for one, of in zip(some, languages, strict=True) if of == language] for some in (faulty, untouched)
        )
        figures[language] = LanguageFigures(
            len(own), _found(_probabilities(own), points), _share_serious(own), _share_serious(same)
        )
    return figures


def _share_serious(results: Sequence[RowResult]) -> float:
    return float(np.mean([any(drift.severity in SERIOUS for drift in one.drifts) for one in results]))


def probabilities(rows: Sequence[Texts], models: Models) -> Scores:
    """The probability of each row."""
    return _probabilities(_compare(rows, models))


def controls(rows: Sequence[Texts], models: Models) -> tuple[Scores, Scores]:
    """What readers say that cannot know: one of the repost alone, one of both lengths."""
    return np.array([_halting(row, models) for row in rows]), np.array([_odd_length(row) for row in rows])


def shuffled(rows: Sequence[Texts]) -> list[Texts]:
    """The rows with the original of the next row of the same languages."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[row.original_language, row.repost_language].append(place)
    found = list(rows)
    for own in places.values():
        for here, there in zip(own, own[1:] + own[:1], strict=True):
            found[here] = replace(rows[here], original=rows[there].original)
    return found


def area(faulty: Scores, faithful: Scores) -> float:
    """The chance that a faulty row scores above a faithful one, ties counting half."""
    if not len(faulty) or not len(faithful):
        return math.nan
    above = (faulty[:, None] > faithful[None, :]).mean() + 0.5 * (faulty[:, None] == faithful[None, :]).mean()
    return float(above)


def correlation(flagged: npt.NDArray[np.bool_], faulty: npt.NDArray[np.bool_]) -> float:
    """Matthews' correlation coefficient, 0 where one side is all the same."""
    both, neither = float((flagged & faulty).sum()), float((~flagged & ~faulty).sum())
    wrong, missed = float((flagged & ~faulty).sum()), float((~flagged & faulty).sum())
    below = math.sqrt((both + wrong) * (both + missed) * (neither + wrong) * (neither + missed))
    return (both * neither - wrong * missed) / below if below else 0.0


def span_agreement(found: Sequence[frozenset[int]], marked: Sequence[frozenset[int]]) -> float:
    """F1 over marked characters, so that a span that covers half of another counts half."""
    shared = sum(len(a & b) for a, b in zip(found, marked, strict=True))
    total = sum(map(len, found)) + sum(map(len, marked))
    return 2 * shared / total if total else math.nan


def found_characters(rows: Sequence[Texts], models: Models) -> list[frozenset[int]]:
    """The characters of each repost that findings point at."""
    spans = [[drift.repost for drift in result.drifts if drift.repost] for result in _compare(rows, models)]
    return [frozenset(i for span in own for i in range(span.start, span.end)) for own in spans]


def numbered(rows: Iterable[Texts]) -> Iterator[Row]:
    """The texts as rows of a pairs file."""
    for number, row in enumerate(rows):
        yield Row(number, row.original, row.repost, row.original_language, row.repost_language)


def _compare(rows: Sequence[Texts], models: Models) -> list[RowResult]:
    return list(compare_rows(numbered(rows), models))


def _probabilities(results: Sequence[RowResult]) -> Scores:
    return np.array([one.drift_probability for one in results], np.float64)


def _codes(rows: Sequence[Texts]) -> set[str]:
    return {row.repost_language for row in rows}


def _halting(row: Texts, models: Models) -> float:
    """How badly the repost reads by itself."""
    words = models.words.words(row.repost)
    odds = surprises(row.repost, words, 0, row.repost_language)
    return -float(odds.mean()) if len(odds) else 0.0


def _odd_length(row: Texts) -> float:
    """How short the repost is beside its original: the shorter, the more suspect."""
    return (len(row.original) + 10) / (len(row.repost) + 10)

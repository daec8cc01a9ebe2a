"""Measuring the checker: what it finds of each kind of fault, beside readers that cannot know.

The thresholds are those that flag 3 and 10 of a hundred faithful human translations of one half of the
texts; everything that is printed was measured on the other half. The controls are the length of both
sides, and the checker itself reading each repost beside the original of another one: what it still
tells apart then, it tells by the repost alone.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from provenance.checker.features import Side
from provenance.checker.reader import Checker
from provenance.checker.word_kinds import NAMES, kinds_of
from provenance.training.checker.authentic import (
    CRITICAL_PARTS,
    CRITICAL_TRAINS,
    MQM_PARTS,
    Judged,
    judged_sides,
    part,
)
from provenance.training.checker.examples import Examples
from provenance.training.checker.faults import FAULTS
from provenance.training.corpus import fingerprint

#: Shares of faithful translations that are flagged at the two thresholds.
FLAGGED = (0.03, 0.10)
#: The kinds of words that some faults turn on.
OWN_WORDS: dict[str, tuple[str, ...]] = {
    "number": ("figure",), "negation lost": ("denial", "turned"), "negation added": ("denial", "turned"),
    "name replaced": ("name",), "name dropped": ("name",), "pronoun": ("grammar",),
}  # fmt: skip
Scores = npt.NDArray[np.float64]
Rows = list[tuple[Side, Side]]


@dataclass(frozen=True, slots=True)
class KindFigures:
    """What is found of one kind of fault.

    `found` at each of `FLAGGED` by the pair's number, and where the kind turns on words of one kind
    (`OWN_WORDS`) `found_by_words`, with thresholds that those words set; areas under the curve against the
    same texts without the fault, for the checker, its reading beside a stranger's original, and the
    lengths alone; `by_language` what is found at the first threshold, by "original-repost".
    """

    n: int
    found: tuple[float, ...]
    area: float
    shuffled: float
    length: float
    by_language: dict[str, float]
    found_by_words: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckerFigures:
    """Thresholds, what they flag of the faithful translations they were not taken from, and all kinds."""

    thresholds: tuple[float, ...]
    flagged: dict[str, tuple[float, ...]]
    kinds: dict[str, KindFigures]


def pair_scores(checker: Checker, rows: Sequence[tuple[Side, Side]]) -> Scores:
    """The checker's number for each pair; 0 where it says nothing."""
    return np.array([0.0 if odds is None else odds.pair for odds in checker.read_sides(rows)])


def serious_scores(checker: Checker, rows: Sequence[tuple[Side, Side]]) -> Scores:
    """How surely people would call an error of each pair serious; 0 where the checker says nothing."""
    return np.array([0.0 if odds is None else odds.serious for odds in checker.read_sides(rows)])


def word_scores(checker: Checker, rows: Sequence[tuple[Side, Side]], kinds: Sequence[str]) -> Scores:
    """The checker's largest doubt, for each pair, of a word of these kinds on either side; 0 where there is none."""
    wanted = list(map(NAMES.index, kinds))
    return np.array([
        0.0 if odds is None else max(
            np.where(kinds_of(side)[wanted].any(axis=0), doubts, 0.0).max(initial=0.0)
            for side, doubts in ((original, odds.unrendered), (repost, odds.wrong))
        )
        for (original, repost), odds in zip(rows, checker.read_sides(rows), strict=True)
    ])  # fmt: skip


def halves(rows: Rows) -> tuple[Rows, Rows]:
    """Rows that set thresholds and rows that are reported, by a fingerprint of both texts together."""
    parts: tuple[Rows, Rows] = ([], [])
    for a, b in rows:
        english = next((side for side in (a, b) if side.language == "en"), a)
        parts[fingerprint("".join(english.words)) % 2].append((a, b))
    return parts


def measure_kinds(
    checker: Checker, faithful: dict[str, Rows], examples: Examples, per_kind: int, say: Callable[[str], None]
) -> CheckerFigures:
    """Thresholds from `faithful` pairs by direction, then each kind of fault put into reposts of the other half."""
    split = {direction: halves(rows) for direction, rows in faithful.items()}
    known = [row for rows, _ in split.values() for row in rows]
    thresholds = _thresholds(pair_scores(checker, known))
    by_words = {kinds: _thresholds(word_scores(checker, known, kinds)) for kinds in set(OWN_WORDS.values())}
    flagged = {}
    for direction, (_, rows) in split.items():
        scores = pair_scores(checker, rows)
        flagged[direction] = tuple(float((scores > at).mean()) for at in thresholds)
        say(
            f"faithful {direction}: "
            + ", ".join(f"{100 * share:.1f}" for share in flagged[direction])
            + " of 100 flagged"
        )
    draw = random.Random(17)
    pool = [row for _, rows in split.values() for row in rows]
    kinds = {}
    for kind in FAULTS:
        changed = corrupted_rows(pool, kind, examples, per_kind, draw)
        if len(changed) >= 20:
            one = _figures(checker, changed, thresholds, draw)
            own = OWN_WORDS.get(kind)
            if own:
                scores = word_scores(checker, [(a, c) for a, _, c in changed], own)
                one = replace(one, found_by_words=tuple(float((scores > at).mean()) for at in by_words[own]))
            kinds[kind] = one
            say(
                f"{kind:<18} n {one.n:>4}  found {one.found[0]:.2f} / {one.found[1]:.2f}  area {one.area:.2f}  "
                f"shuffled source {one.shuffled:.2f}  length {one.length:.2f}"
                + (f"  by its words {one.found_by_words[0]:.2f} / {one.found_by_words[1]:.2f}" if own else "")
            )
    return CheckerFigures(thresholds, flagged, kinds)


def _thresholds(scores: Scores) -> tuple[float, ...]:
    return tuple(float(np.quantile(scores, 1 - share)) for share in FLAGGED)


def corrupted_rows(
    pool: Rows, kind: str, examples: Examples, count: int, draw: random.Random
) -> list[tuple[Side, Side, Side]]:
    """Up to `count` rows (original, repost, repost with a fault of a kind)."""
    found = []
    for original, repost in draw.sample(pool, len(pool)):
        draft = examples.corrupt(repost, original, kind)
        if draft is not None:
            found.append((original, repost, draft.side))
        if len(found) == count:
            break
    return found


def _figures(
    checker: Checker, rows: list[tuple[Side, Side, Side]], thresholds: tuple[float, ...], draw: random.Random
) -> KindFigures:
    clean = pair_scores(checker, [(a, b) for a, b, _ in rows])
    faulty = pair_scores(checker, [(a, c) for a, _, c in rows])
    strangers = _strangers([a for a, _, _ in rows], draw)
    without = pair_scores(checker, [(a, b) for a, (_, b, _) in zip(strangers, rows, strict=True)])
    with_fault = pair_scores(checker, [(a, c) for a, (_, _, c) in zip(strangers, rows, strict=True)])
    lengths = [
        np.array([abs(np.log(len(side.words) / len(row[0].words))) for row in rows for side in (row[which],)])
        for which in (1, 2)
    ]
    by_language: defaultdict[str, list[bool]] = defaultdict(list)
    for (a, b, _), score in zip(rows, faulty, strict=True):
        by_language[f"{a.language}-{b.language}"].append(score > thresholds[0])
    return KindFigures(
        len(rows), tuple(float((faulty > at).mean()) for at in thresholds), area(faulty, clean),
        area(with_fault, without), area(lengths[1], lengths[0]),
        {pair: float(np.mean(hits)) for pair, hits in sorted(by_language.items())},
    )  # fmt: skip


def _strangers(originals: Sequence[Side], draw: random.Random) -> list[Side]:
    """For each original another one of its language."""
    by_language: defaultdict[str, list[Side]] = defaultdict(list)
    for side in originals:
        by_language[side.language].append(side)
    return [draw.choice(by_language[side.language]) for side in originals]


def area(positive: Scores, negative: Scores) -> float:
    """The probability that a positive scores above a negative (the area under the ROC curve)."""
    if not len(positive) or not len(negative):
        return float("nan")
    ranked = np.sort(negative)
    below = np.searchsorted(ranked, positive, "left")
    level = np.searchsorted(ranked, positive, "right")
    return float((below + level).mean() / 2 / len(ranked))


def matthews(flags: npt.NDArray[np.bool_], truth: npt.NDArray[np.bool_]) -> float:
    """Matthews' correlation of two yes-no columns; 0 where one of them never varies."""
    if flags.all() or truth.all() or not flags.any() or not truth.any():
        return 0.0
    return float(np.corrcoef(flags, truth)[0, 1])


def best_threshold(scores: Scores, truth: npt.NDArray[np.bool_]) -> float:
    """The threshold with the largest Matthews correlation."""
    candidates = np.unique(np.quantile(scores, np.linspace(0.02, 0.98, 97)))
    return float(max(candidates, key=lambda at: matthews(scores > at, truth)))


def measure_mqm(checker: Checker, judged: Sequence[Judged]) -> float:
    """The area under the curve for translations that half of the raters or more found seriously wrong.

    Only documents of the odd parts are measured, of which nothing trains or calibrates.
    """
    kept = [one for one in judged if part(one, MQM_PARTS) % 2]
    scores = serious_scores(checker, [judged_sides(one) for one in kept])
    truth = np.array([one.faulty >= 0.5 for one in kept])
    return area(scores[truth], scores[~truth])


def measure_critical(checker: Checker, train: Sequence[Judged], dev: Sequence[Judged]) -> tuple[float, float]:
    """Matthews correlation and area under the curve on `dev`; the threshold comes from untrained parts of `train`."""
    setting = [one for one in train if part(one, CRITICAL_PARTS) not in CRITICAL_TRAINS]
    scores, truth = zip(
        *((serious_scores(checker, [judged_sides(one) for one in some]), np.array([one.faulty >= 0.5 for one in some]))
          for some in (setting, dev)),
        strict=True,
    )  # fmt: skip
    flags = scores[1] > best_threshold(scores[0], truth[0])
    return matthews(flags, truth[1]), area(scores[1][truth[1]], scores[1][~truth[1]])

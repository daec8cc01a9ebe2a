"""The best paths of a repost's paragraphs through an original: which groups of sentences belong together.

A dynamic programme over groups of one to three sentences (the moves of Gale & Church 1993, scored by
embeddings of joined neighbours as in vecalign, Thompson & Koehn 2019), one paragraph at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.align.lengths import usual_ratio
from provenance.align.table import LONGEST_GROUP, SentenceTable
from provenance.embed import Vectors

Doubles = npt.NDArray[np.float64]
Places = npt.NDArray[np.int32]
Moves = npt.NDArray[np.int8]
#: For each move, the gains and the similarities (groups of the paragraph, groups of the original).
Gains = dict[tuple[int, int], tuple[Vectors, Vectors]]
#: Group sizes (repost, original) that a link may join; sentences merged and split by translators.
MOVES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1))
#: Similarity above the background that a link must reach to be worth more than two empty sides.
LEAST_GAIN = 0.0
#: What a jump to another place of the original costs, and one original sentence stepped over.
JUMP_COST = 0.4
STEP_COST = 0.02
#: What a repost sentence without a counterpart costs, once the original is known.
ALONE_COST = 0.06
#: What each further sentence in a link costs, so that groups are only formed where they fit better.
GROUP_COST = 0.03
#: What a link costs for each doubling of the length that its other side leads one to expect.
LENGTH_COST = 0.12
#: How many pairs of sentences what is usual between two languages counts for.
_TRUST = 4


@dataclass(frozen=True, slots=True)
class ChosenLink:
    """A link that a path holds: half-open ranges of the sentences of both articles."""

    repost: tuple[int, int]
    original: tuple[int, int]
    similarity: float
    gain: float


def best_links(
    repost: SentenceTable, original: SentenceTable, bounds: Sequence[tuple[int, int]], *, known: bool
) -> dict[int, list[ChosenLink]]:
    """The links of each paragraph of the repost, by its number.

    Args:
        repost: the repost's story.
        original: the original's story.
        bounds: the first sentence of each paragraph, and the one after its last.
        known: as in `align`.
    """
    count, alone = len(original.sentences), ALONE_COST if known else 0.0
    usual = _usual(repost, original)
    gains = [_gains(repost, original, one, usual) for one in bounds]
    return _choose(gains, bounds, count, alone)


def _choose(
    gains: Sequence[Gains], bounds: Sequence[tuple[int, int]], count: int, alone: float
) -> dict[int, list[ChosenLink]]:
    """The links of each paragraph. The strongest takes its stretch first; who wanted the same tries again."""
    taken = np.zeros(count, np.float32)
    chosen: dict[int, list[ChosenLink]] = {}
    tries = {number: _best_path(gains[number], bounds[number], taken, alone) for number in range(len(bounds))}
    while tries:
        best = max(tries, key=lambda number: sum(link.gain for link in tries[number]))
        chosen[best] = tries.pop(best)
        claimed = np.zeros(count, bool)
        for link in chosen[best]:
            stretch = slice(*link.original)
            taken[stretch] = np.maximum(taken[stretch], link.gain + alone)
            claimed[stretch] = True
        for number, links in tries.items():
            # A stretch that was taken only makes other paths worse: who keeps away from it keeps the best path.
            if any(claimed[slice(*link.original)].any() for link in links):
                tries[number] = _best_path(gains[number], bounds[number], taken, alone)
    return chosen


@dataclass(frozen=True, slots=True)
class _Usual:
    """What is usual between the two articles: similarity to the other side at large, and length.

    A sentence of common words is close to everything; what counts is how far a pair stands out
    (the margin of Artetxe & Schwenk 2019). `ratio` is the usual log2 of repost by original length.
    """

    repost: Vectors
    original: Vectors
    ratio: float


def _usual(repost: SentenceTable, original: SentenceTable) -> _Usual:
    ours, theirs = len(repost.sentences), len(original.sentences)
    scores = repost.groups(0, ours, 1) @ original.groups(0, theirs, 1).T
    best = scores.argmax(axis=1)
    mutual = np.flatnonzero(scores.argmax(axis=0)[best] == np.arange(ours))
    ratios = repost.lengths[mutual] - original.lengths[best[mutual]]
    expected = usual_ratio(original.article.language, repost.article.language)
    # A few sentences may be the halves of others: the languages say more of their lengths.
    ratio = (len(mutual) * float(np.median(ratios)) + _TRUST * expected) / (len(mutual) + _TRUST)
    return _Usual(_without_best(scores), _without_best(scores.T), ratio)


def _without_best(scores: Vectors) -> Vectors:
    if scores.shape[1] < 4:
        return np.full(len(scores), 0.15, np.float32)
    ordered = np.sort(scores, axis=1)[:, ::-1]
    runners_up = ordered[:, 1:6].mean(axis=1)
    return np.asarray(0.5 * runners_up + 0.5 * scores.mean(axis=1), np.float32)


def _gains(
    repost: SentenceTable,
    original: SentenceTable,
    bounds: tuple[int, int],
    usual: _Usual,
) -> Gains:
    """For each move, the gains and the similarities (groups of the paragraph, groups of the original)."""
    first, last = bounds
    count = len(original.sentences)
    table: Gains = {}
    for a, b in MOVES:
        left, right = repost.groups(first, last, a), original.groups(0, count, b)
        if not len(left) or not len(right):
            continue
        similar = left @ right.T
        near = _running_mean(usual.repost[first:last], a)
        far = _running_mean(usual.original, b)
        margin = similar - 0.5 * (near[:, None] + far[None, :])
        lengths = repost.lengths[repost.rows(first, last, a)], original.lengths[original.rows(0, count, b)]
        stretch = np.abs(lengths[0][:, None] - lengths[1][None, :] - usual.ratio)
        gain = min(a, b) * (margin - LEAST_GAIN) - GROUP_COST * (a + b - 2) - LENGTH_COST * stretch
        table[a, b] = (gain.astype(np.float32), similar)
    return table


def _running_mean(values: Vectors, size: int) -> Vectors:
    return np.convolve(values, np.full(size, 1 / size, np.float32), "valid").astype(np.float32)


def _best_path(
    gains: Gains,
    bounds: tuple[int, int],
    taken: Vectors,
    alone: float,
) -> list[ChosenLink]:
    """The best links of one paragraph, given what stronger paragraphs have `taken` (their gain)."""
    length, count = bounds[1] - bounds[0], len(taken)
    best = np.full((length + 1, count + 1), -np.inf)
    # Where each state came from: the place before it, and the move that led here (-1: none, a sentence left alone).
    before = np.zeros((length + 1, count + 1), np.int32)
    move = np.full((length + 1, count + 1), -1, np.int8)
    # On from which place of the same row a path stepped or jumped before it moved.
    entered = np.zeros((length + 1, count + 1), np.int32)
    penalty = {size: np.convolve(taken, np.ones(size), "valid") for size in range(1, LONGEST_GROUP + 1)}
    best[0] = 0.0
    entered[0] = np.arange(count + 1)
    for i in range(1, length + 1):
        best[i], before[i] = best[i - 1] - alone, np.arange(count + 1)
        for number, (a, b) in enumerate(MOVES):
            if a > i or (a, b) not in gains:
                continue
            gain = gains[a, b][0][i - a]
            value = best[i - a, : count - b + 1] + gain - penalty[b]
            better = (value > best[i, b:]) & (gain > 0)
            best[i, b:][better] = value[better]
            before[i, b:][better] = np.flatnonzero(better)
            move[i, b:][better] = number
        best[i], entered[i] = _relaxed(best[i])
    return _trace_back(best, before, move, entered, gains, bounds)


def _relaxed(row: Doubles) -> tuple[Doubles, Places]:
    """A row after its paths stepped over original sentences or jumped to any other place, and from where."""
    places = np.arange(len(row))
    level = row + STEP_COST * places
    reached = np.maximum.accumulate(level)
    came = np.maximum.accumulate(np.where(level >= reached, places, 0))
    stepped = reached - STEP_COST * places
    peak = int(row.argmax())
    jumps = row[peak] - JUMP_COST > stepped
    return np.where(jumps, row[peak] - JUMP_COST, stepped), np.where(jumps, peak, came).astype(np.int32)


def _trace_back(
    best: Doubles, before: Places, move: Moves, entered: Places, gains: Gains, bounds: tuple[int, int]
) -> list[ChosenLink]:
    i, j = len(best) - 1, int(best[-1].argmax())
    links = []
    while i > 0:
        j = int(entered[i, j])
        number, start = int(move[i, j]), int(before[i, j])
        a, b = MOVES[number] if number >= 0 else (1, 0)
        if b:
            gain, similar = gains[a, b]
            ours, theirs = (bounds[0] + i - a, bounds[0] + i), (start, j)
            links.append(ChosenLink(ours, theirs, float(similar[i - a, start]), float(gain[i - a, start])))
        i, j = i - a, start
    return links[::-1]

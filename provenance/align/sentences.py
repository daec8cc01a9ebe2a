"""Sentence alignment: any order between the paragraphs of a repost, in order inside each of them.

Every repost paragraph is laid over the whole original by a dynamic programme over groups of one to
three sentences (the moves of Gale & Church 1993, scored by embeddings of joined neighbours as in
vecalign, Thompson & Koehn 2019). A jump to another place of the original costs a constant, so moved
paragraphs are found; stretches that two paragraphs claim go to the stronger one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.align.table import LONGEST_GROUP, SentenceTable
from provenance.embed import Vectors
from provenance.values import Alignment, Link, Match

Doubles = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
#: Group sizes (repost, original) that a link may join; sentences merged and split by translators.
MOVES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1))
#: Similarity above the background that a link must reach to be worth more than two empty sides.
LEAST_GAIN = 0.0
#: What a jump to another place of the original costs, and one original sentence stepped over.
JUMP_COST = 0.25
STEP_COST = 0.02
#: What a repost sentence without a counterpart costs, once the original is known.
ALONE_COST = 0.06
#: What each further sentence in a link costs, so that groups are only formed where they fit better.
GROUP_COST = 0.03
#: What a link costs for each doubling of the length that its other side leads one to expect.
LENGTH_COST = 0.1


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Half-open ranges of repost sentences (in their paragraph) and original sentences (in the article)."""

    repost: tuple[int, int]
    original: tuple[int, int]
    similarity: float
    gain: float


def align(repost: SentenceTable, original: SentenceTable, *, known: bool = False) -> Alignment:
    """Align a repost with one original.

    Args:
        repost: the repost's story.
        original: the original's story.
        known: whether this is the original for certain; else it is a candidate, and a sentence that it does
            not render costs nothing, so that chance resemblances do not add up.

    Returns:
        Links in the order of the repost; repost sentences without a counterpart stand in links with an
        empty original side, original sentences missing from an otherwise rendered paragraph in links
        with an empty repost side.
    """
    count = len(original.sentences)
    alone = ALONE_COST if known else 0.0
    bounds = _paragraph_bounds(repost)
    if not count or not bounds:
        return Alignment(original.article.id, (), (), 0.0)
    usual = _usual(repost, original)
    taken = np.zeros(count, np.float32)
    chosen: dict[int, list[_Chosen]] = {}
    pending = list(range(len(bounds)))
    gains = {number: _gains(repost, original, bounds[number], usual) for number in pending}
    # The strongest paragraph takes its stretch first; those that wanted the same stretch try again.
    while pending:
        tries = {number: _best_path(gains[number], bounds[number], taken, alone) for number in pending}
        best = max(pending, key=lambda number: sum(link.gain for link in tries[number]))
        chosen[best] = tries[best]
        pending.remove(best)
        for link in tries[best]:
            taken[slice(*link.original)] = np.maximum(taken[slice(*link.original)], link.gain + alone)
    return _as_alignment(repost, original, bounds, chosen)


def _paragraph_bounds(table: SentenceTable) -> list[tuple[int, int]]:
    bounds, start = [], 0
    for passage in table.passages:
        if passage.sentences:
            bounds.append((start, start + len(passage.sentences)))
            start += len(passage.sentences)
    return bounds


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
    return _Usual(_without_best(scores), _without_best(scores.T), float(np.median(ratios)))


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
) -> dict[tuple[int, int], tuple[Vectors, Vectors]]:
    """For each move, the gains and the similarities (groups of the paragraph, groups of the original)."""
    first, last = bounds
    count = len(original.sentences)
    table: dict[tuple[int, int], tuple[Vectors, Vectors]] = {}
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
    gains: dict[tuple[int, int], tuple[Vectors, Vectors]],
    bounds: tuple[int, int],
    taken: Vectors,
    alone: float,
) -> list[_Chosen]:
    """The best links of one paragraph, given what stronger paragraphs have `taken` (their gain)."""
    length, count = bounds[1] - bounds[0], len(taken)
    best = np.full((length + 1, count + 1), -np.inf)
    best[0] = 0.0
    # Where each state came from: (repost, original) of the state before, and the move, (0, 0) for a gap.
    origin: list[list[tuple[int, int, int, int]]] = [[(0, 0, 0, 0)] * (count + 1) for _ in range(length + 1)]
    penalty = {size: np.convolve(taken, np.ones(size), "valid") for size in range(1, LONGEST_GROUP + 1)}
    for i in range(length + 1):
        if i:
            for (a, b), (gain, _) in gains.items():
                if a > i:
                    continue
                value = best[i - a, : count - b + 1] + gain[i - a] - penalty[b]
                for offset in np.flatnonzero((value > best[i, b:]) & (gain[i - a] > 0)).tolist():
                    best[i, offset + b] = value[offset]
                    origin[i][offset + b] = (i - a, offset, a, b)
            for j in np.flatnonzero(best[i - 1] - alone > best[i]).tolist():
                best[i, j] = best[i - 1, j] - alone
                origin[i][j] = (i - 1, j, 0, 0)
            _relax(best[i], origin[i], i)
    return _trace_back(best, origin, gains, bounds)


def _relax(row: Doubles, origin: list[tuple[int, int, int, int]], i: int) -> None:
    """Let the path step over original sentences, or jump to any other place."""
    peak = int(row.argmax())
    for j in range(1, len(row)):
        if row[j - 1] - STEP_COST > row[j]:
            row[j] = row[j - 1] - STEP_COST
            origin[j] = (i, j - 1, 0, 0)
    for j in np.flatnonzero(row[peak] - JUMP_COST > row).tolist():
        row[j] = row[peak] - JUMP_COST
        origin[j] = (i, peak, 0, 0)


def _trace_back(
    best: Doubles,
    origin: list[list[tuple[int, int, int, int]]],
    gains: dict[tuple[int, int], tuple[Vectors, Vectors]],
    bounds: tuple[int, int],
) -> list[_Chosen]:
    i, j = len(best) - 1, int(best[-1].argmax())
    links = []
    while i > 0:
        before_i, before_j, a, b = origin[i][j]
        if a:
            gain, similar = gains[a, b]
            links.append(
                _Chosen(
                    (bounds[0] + before_i, bounds[0] + i),
                    (before_j, j),
                    float(similar[before_i, before_j]),
                    float(gain[before_i, before_j]),
                )
            )
        i, j = before_i, before_j
    return links[::-1]


def _as_alignment(
    repost: SentenceTable,
    original: SentenceTable,
    bounds: list[tuple[int, int]],
    chosen: dict[int, list[_Chosen]],
) -> Alignment:
    links: list[Link] = []
    matches: list[Match] = []
    used = np.zeros(len(original.sentences), bool)
    for number, (first, last) in enumerate(bounds):
        at = first
        for link in chosen[number]:
            links += [_link(repost, original, (one, one + 1), (0, 0), 0.0) for one in range(at, link.repost[0])]
            links.append(_link(repost, original, link.repost, link.original, link.similarity))
            used[slice(*link.original)] = True
            at = link.repost[1]
        links += [_link(repost, original, (one, one + 1), (0, 0), 0.0) for one in range(at, last)]
        matches += _match(repost, original, first, chosen[number])
    links += _left_out(repost, original, used)
    return Alignment(original.article.id, tuple(links), tuple(matches), _score(links))


def _score(links: Sequence[Link]) -> float:
    """Similarity over the whole story of the repost, by length; what has no counterpart counts 0."""
    lengths = [sum(len(sentence.text) for sentence in link.repost) for link in links]
    total = sum(lengths)
    return sum(n * link.similarity for n, link in zip(lengths, links, strict=True)) / total if total else 0.0


def _match(repost: SentenceTable, original: SentenceTable, first: int, chosen: list[_Chosen]) -> list[Match]:
    if not chosen:
        return []
    passage = repost.passages[repost.passage_of[first]]
    # The stretch around the strongest link; a link that jumped elsewhere is not part of it.
    anchor = max(chosen, key=lambda link: link.gain)
    home = original.passage_of[anchor.original[0]]
    near = [link for link in chosen if abs(original.passage_of[link.original[0]] - home) <= 1]
    start = min(original.sentences[link.original[0]].start for link in near)
    end = max(original.sentences[link.original[1] - 1].end for link in near)
    whole = sum(len(sentence.text) for sentence in passage.sentences)
    rendered = sum(
        link.similarity * len(sentence.text) for link in chosen for sentence in repost.sentences[slice(*link.repost)]
    )
    similarity = rendered / whole
    return [Match(passage.index, original.article.id, start, end, min(1.0, max(0.0, similarity)))]


def _left_out(repost: SentenceTable, original: SentenceTable, used: Flags) -> list[Link]:
    """Original sentences without a counterpart, in paragraphs of which something was rendered."""
    rendered = {original.passage_of[number] for number in np.flatnonzero(used).tolist()}
    return [
        _link(repost, original, (0, 0), (number, number + 1), 0.0)
        for number in np.flatnonzero(~used).tolist()
        if original.passage_of[number] in rendered
    ]


def _link(
    repost: SentenceTable,
    original: SentenceTable,
    ours: tuple[int, int],
    theirs: tuple[int, int],
    similarity: float,
) -> Link:
    return Link(
        original=original.sentences[slice(*theirs)],
        repost=repost.sentences[slice(*ours)],
        similarity=min(1.0, max(0.0, similarity)),
        original_language=original.article.language,
        repost_language=repost.article.language,
        original_context=_around(original, theirs),
        repost_context=_around(repost, ours),
    )


def _around(table: SentenceTable, bounds: tuple[int, int]) -> str:
    """The text of two sentences on each side of a group, without the group; "" for an empty group."""
    if bounds[0] == bounds[1]:
        return ""
    before = table.sentences[max(0, bounds[0] - 2) : bounds[0]]
    after = table.sentences[bounds[1] : bounds[1] + 2]
    return " ".join(sentence.text for sentence in (*before, *after))

"""Word alignment of parallel text, from which the translation probabilities are counted.

IBM model 1 (Brown et al. 1993) starts a hidden Markov model with jumps between positions (Vogel et al.
1996, with the empty word of Och & Ney 2003). Both directions are trained together: what is counted is
the product of their posteriors, so that each corrects the other (Liang, Taskar & Klein 2006).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

#: Sentence pairs handled at once, measured in cells of their padded grids.
CELLS_AT_ONCE = 400_000
WIDEST_JUMP = 12
NULL_PROBABILITY = 0.12
_TINY = np.float32(1e-30)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Sentence pairs of about one length: unit numbers (pairs, I) and (pairs, J), -1 where padded."""

    source: Ints
    target: Ints
    cells: Ints


@dataclass(slots=True)
class Tables:
    """Translation probabilities by cell number, forward p(target | source) and backward.

    The last cell stands for padding. `null_target[t]` is p(t | empty word), `null_source` likewise.
    `rows` and `columns` give the units of a cell; `counts` what the cell was counted.
    """

    rows: Ints
    columns: Ints
    forward: Floats
    backward: Floats
    null_target: Floats
    null_source: Floats
    counts: npt.NDArray[np.float64]


@dataclass(slots=True)
class Jumps:
    """Jump weights by width, -WIDEST_JUMP..WIDEST_JUMP, forward and backward."""

    forward: Floats
    backward: Floats


def make_chunks(source: Sequence[Ints], target: Sequence[Ints]) -> tuple[list[Chunk], Ints, Ints]:
    """Sort pairs by length into padded chunks and number their distinct cells.

    Returns:
        The chunks, and the source and the target unit of each cell.
    """
    sizes = np.array([(len(a), len(b)) for a, b in zip(source, target, strict=True)])
    order = np.lexsort((sizes[:, 1], sizes[:, 0] // 3, sizes.max(axis=1) // 4))
    grids: list[tuple[Ints, Ints]] = []
    width = int(max(map(np.max, target))) + 1
    start = 0
    while start < len(order):
        stop = start + max(1, CELLS_AT_ONCE // max(1, int(sizes[order[start]].max()) + 4) ** 2)
        here = order[start:stop]
        grids.append((_padded([source[n] for n in here]), _padded([target[n] for n in here])))
        start = stop
    # Each grid is reduced to its own distinct cells first, since looking up every cell is slower by far.
    distinct = [np.unique(_keys(a, b, width), return_inverse=True) for a, b in grids]
    keys = np.unique(np.concatenate([here for here, _ in distinct]))
    keys = keys[keys >= 0]
    chunks = []
    for (a, b), (here, back) in zip(grids, distinct, strict=True):
        numbers = np.where(here < 0, len(keys), np.searchsorted(keys, here)).astype(np.int32)
        chunks.append(Chunk(a, b, numbers[back].reshape(len(a), b.shape[1], a.shape[1])))
    return chunks, (keys // width).astype(np.int32), (keys % width).astype(np.int32)


def _keys(a: Ints, b: Ints, width: int) -> npt.NDArray[np.int64]:
    keys = a[:, None, :].astype(np.int64) * width + b[:, :, None]
    keys[(a[:, None, :] < 0) | (b[:, :, None] < 0)] = -1
    return keys


def _padded(rows: list[Ints]) -> Ints:
    out = np.full((len(rows), max(map(len, rows))), -1, np.int32)
    for number, row in enumerate(rows):
        out[number, : len(row)] = row
    return out


def train(chunks: Sequence[Chunk], rows: Ints, columns: Ints, *, model1: int = 3, hmm: int = 3) -> tuple[Tables, Jumps]:
    """Run `model1` iterations of IBM model 1 and `hmm` of the jointly trained hidden Markov model."""
    tables = _uniform(chunks, rows, columns)
    jumps = _first_jumps()
    for _ in range(model1):
        counts = _Counts(tables)
        for chunk, p, q in _grids(chunks, tables):
            forward = p / (p.sum(axis=2, keepdims=True) + _null(tables.null_target, chunk.target)[:, :, None] + _TINY)
            backward = q / (q.sum(axis=1, keepdims=True) + _null(tables.null_source, chunk.source)[:, None, :] + _TINY)
            counts.add(chunk, forward, backward)
        counts.into(tables)
    for _ in range(hmm):
        counts = _Counts(tables)
        widths = np.zeros((2, 2 * WIDEST_JUMP + 1))
        for chunk, p, q in _grids(chunks, tables):
            forward, forward_null, one = posteriors(p, _null(tables.null_target, chunk.target), jumps.forward)
            swapped, backward_null, two = posteriors(
                np.ascontiguousarray(q.transpose(0, 2, 1)), _null(tables.null_source, chunk.source), jumps.backward
            )
            widths[0] += one
            widths[1] += two
            both = forward * swapped.transpose(0, 2, 1)
            counts.add(chunk, both, both)
            counts.add_null(chunk, forward_null, backward_null)
        counts.into(tables)
        jumps = Jumps(*(_smoothed(width) for width in widths))
    return tables, jumps


def posteriors(emissions: Floats, null: Floats, jumps: Floats) -> tuple[Floats, Floats, npt.NDArray[np.float64]]:
    """Forward-backward over the words of one side.

    Args:
        emissions: p(word j | word i), shape (pairs, J, I), 0 where padded.
        null: p(word j | empty word), shape (pairs, J).
        jumps: weight of each jump width, (2 * WIDEST_JUMP + 1,).

    Returns:
        Posteriors (pairs, J, I), of the empty word (pairs, J), and the expected jumps by width.
    """
    pairs, steps, states = emissions.shape
    widths = np.clip(np.arange(states)[None, :] - np.arange(states)[:, None], -WIDEST_JUMP, WIDEST_JUMP) + WIDEST_JUMP
    moves = jumps[widths] * np.float32(1 - NULL_PROBABILITY)
    first = jumps[np.minimum(np.arange(states) + 1, WIDEST_JUMP) + WIDEST_JUMP] * np.float32(1 - NULL_PROBABILITY)
    scaled_null = null * np.float32(NULL_PROBABILITY)
    padded = ~emissions.any(axis=2) & (null <= 0)
    alphas = np.empty((steps, pairs, states), np.float32)
    nulls = np.empty_like(alphas)
    real, empty = np.zeros((pairs, states), np.float32), np.zeros((pairs, states), np.float32)
    for j in range(steps):
        if j == 0:
            real = emissions[:, 0] * first
            # An empty word at the beginning stands beside any word of the sentence, but at no padding.
            anywhere = first * emissions.any(axis=1)
            empty = scaled_null[:, 0, None] * anywhere / (anywhere.sum(axis=1, keepdims=True) + _TINY)
        else:
            before = real + empty
            real = emissions[:, j] * (before @ moves)
            empty = before * scaled_null[:, j, None]
            if padded[:, j].any():
                real[padded[:, j]], empty[padded[:, j]] = 0, before[padded[:, j]]
        total = (real + empty).sum(axis=1, keepdims=True) + _TINY
        real /= total
        empty /= total
        alphas[j], nulls[j] = real, empty
    out = np.empty_like(emissions)
    null_out: Floats = np.empty((pairs, steps), np.float32)
    found = np.zeros((states, states), np.float64)
    beta = np.ones((pairs, states), np.float32)
    for j in range(steps - 1, -1, -1):
        gamma, hidden = alphas[j] * beta, nulls[j] * beta
        total = (gamma + hidden).sum(axis=1, keepdims=True) + _TINY
        out[:, j] = gamma / total
        null_out[:, j] = (hidden / total).sum(axis=1)
        if j == 0:
            break
        ahead = emissions[:, j] * beta
        before = alphas[j - 1] + nulls[j - 1]
        back = ahead @ moves.T
        step = back + beta * scaled_null[:, j, None]
        norm = (before * step).sum(axis=1, keepdims=True) + _TINY
        found += (before / norm).T @ ahead
        if padded[:, j].any():
            step[padded[:, j]] = beta[padded[:, j]]
        beta = step / (step.max(axis=1, keepdims=True) + _TINY)
    expected = np.bincount(widths.ravel(), (found * moves).ravel(), 2 * WIDEST_JUMP + 1)
    return out, null_out, expected.astype(np.float64)


def _grids(chunks: Sequence[Chunk], tables: Tables) -> Iterator[tuple[Chunk, Floats, Floats]]:
    for chunk in chunks:
        yield chunk, tables.forward[chunk.cells], tables.backward[chunk.cells]


def _null(table: Floats, units: Ints) -> Floats:
    # The extra last entry is 0, and padding is unit -1.
    return table[units]


def _uniform(chunks: Sequence[Chunk], rows: Ints, columns: Ints) -> Tables:
    sources, targets = int(rows.max()) + 1, int(columns.max()) + 1
    flat = np.append(np.full(len(rows), 1.0, np.float32), np.float32(0))
    seen_target = np.zeros(targets + 1)
    seen_source = np.zeros(sources + 1)
    for chunk in chunks:
        seen_target += np.bincount(chunk.target.ravel() + 1, minlength=targets + 1)
        seen_source += np.bincount(chunk.source.ravel() + 1, minlength=sources + 1)
    unigram = [np.append(seen[1:] / seen[1:].sum(), 0).astype(np.float32) for seen in (seen_target, seen_source)]
    return Tables(rows, columns, flat, flat.copy(), unigram[0], unigram[1], np.zeros(len(rows)))


def _first_jumps() -> Jumps:
    widths = np.arange(-WIDEST_JUMP, WIDEST_JUMP + 1)
    weights = np.exp(-0.6 * np.abs(widths - 1)) + 0.02
    smooth = (weights / weights.sum()).astype(np.float32)
    return Jumps(smooth, smooth.copy())


def _smoothed(widths: npt.NDArray[np.float64]) -> Floats:
    return np.asarray(widths / max(widths.sum(), 1e-9) * 0.98 + 0.02 / len(widths), np.float32)


class _Counts:
    def __init__(self, tables: Tables) -> None:
        self.forward = np.zeros(len(tables.forward))
        self.backward = np.zeros(len(tables.forward))
        self.null_target = np.zeros(len(tables.null_target))
        self.null_source = np.zeros(len(tables.null_source))
        self._parts: list[tuple[npt.NDArray[np.int32], Floats, Floats | None]] = []
        self._size = 0

    def add(self, chunk: Chunk, forward: Floats, backward: Floats) -> None:
        self._parts.append((chunk.cells.ravel(), forward.ravel(), None if backward is forward else backward.ravel()))
        self._size += chunk.cells.size
        # One count over many chunks, since each walks the whole table.
        if self._size > 4_000_000:
            self._flush()

    def add_null(self, chunk: Chunk, target: Floats, source: Floats) -> None:
        self.null_target += np.bincount(
            chunk.target.ravel() % len(self.null_target), target.ravel(), len(self.null_target)
        )
        self.null_source += np.bincount(
            chunk.source.ravel() % len(self.null_source), source.ravel(), len(self.null_source)
        )

    def _flush(self) -> None:
        if not self._parts:
            return
        cells = np.concatenate([part[0] for part in self._parts])
        self.forward += np.bincount(cells, np.concatenate([part[1] for part in self._parts]), len(self.forward))
        if any(part[2] is not None for part in self._parts):
            other = np.concatenate([part[1] if part[2] is None else part[2] for part in self._parts])
            self.backward += np.bincount(cells, other, len(self.forward))
        self._parts, self._size = [], 0

    def into(self, tables: Tables) -> None:
        self._flush()
        backward = self.backward if self.backward.any() else self.forward
        tables.counts = self.forward[:-1]
        for counts, units, name in ((self.forward, tables.rows, "forward"), (backward, tables.columns, "backward")):
            totals = np.bincount(units, counts[:-1])
            found = (counts[:-1] / np.maximum(totals[units], 1e-9)).astype(np.float32)
            setattr(tables, name, np.append(found, np.float32(0)))
        if self.null_target.any():
            for counts, name in ((self.null_target, "null_target"), (self.null_source, "null_source")):
                shares = (counts[:-1] + 0.01) / (counts[:-1] + 0.01).sum()
                setattr(tables, name, np.append(shares, 0).astype(np.float32))

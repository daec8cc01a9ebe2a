"""The contrastive step for a static model, on the CPU and only on the rows that a batch touches.

The loss is the symmetric InfoNCE (van den Oord et al. 2018) that sentence-transformers calls
`MultipleNegativesSymmetricRankingLoss`: both directions, the other pairs of the block as negatives.
An autograd pass through an embedding bag writes a dense gradient over the whole vocabulary; here the
bag is a sparse matrix over the batch's own tokens, and its transpose carries the gradient back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a block: token ids of all texts (k,) and the texts' bounds (n + 1,)."""

    ids: npt.NDArray[np.int32]
    bounds: Ints


def block_loss(a: Floats, b: Floats, scale: float, same: npt.NDArray[np.bool_]) -> tuple[float, Floats, Floats]:
    """Symmetric InfoNCE of n pairs and its gradients.

    Args:
        a: unit rows (n, d).
        b: unit rows (n, d); row i says the same as row i of `a`.
        scale: the inverse temperature.
        same: (n, n), true where a pair off the diagonal is no negative (a repeated text).

    Returns:
        The mean loss, and the gradients by `a` and by `b` (n, d).
    """
    n = len(a)
    scores = scale * (a @ b.T)
    scores[same] = -1e9
    diagonal = np.arange(n)
    forward = np.exp(scores - scores.max(axis=1, keepdims=True))
    forward /= forward.sum(axis=1, keepdims=True)
    backward = np.exp(scores - scores.max(axis=0, keepdims=True))
    backward /= backward.sum(axis=0, keepdims=True)
    loss = -0.5 * float(
        np.log(forward[diagonal, diagonal] + 1e-12).mean() + np.log(backward[diagonal, diagonal] + 1e-12).mean()
    )
    gradient = forward + backward
    gradient[diagonal, diagonal] -= 2.0
    gradient *= np.float32(scale / (2 * n))
    return loss, gradient @ b, gradient.T @ a


def bag_matrix(sides: list[Side], keep: npt.NDArray[np.bool_] | None = None) -> tuple[sparse.csr_matrix, Ints]:
    """The averaging matrix (texts, touched rows) of several sides, and the touched vocabulary rows."""
    ids = np.concatenate([side.ids for side in sides])
    lengths = np.concatenate([np.diff(side.bounds) for side in sides])
    bounds = np.concatenate(([0], np.cumsum(lengths)))
    touched, columns = np.unique(ids, return_inverse=True)
    weights = np.repeat(1.0 / np.maximum(lengths, 1), lengths).astype(np.float32)
    if keep is not None:
        weights = weights * keep
    matrix = sparse.csr_matrix(
        (weights, columns.astype(np.int32), bounds.astype(np.int32)), shape=(len(lengths), len(touched))
    )
    return matrix, touched.astype(np.int64)


class RowScaled:
    """RMSprop (Tieleman & Hinton 2012) on touched rows only, with one second moment a row.

    Adam's first moment is left out: keeping it for every row takes half of a step's time, and in the
    same time more steps are worth more.
    """

    def __init__(self, rows: int, decay: float = 0.99) -> None:
        self.second = np.zeros(rows, np.float32)
        self.steps = np.zeros(rows, np.float32)
        self.decay = decay

    def update(self, table: Floats, touched: Ints, gradient: Floats, rate: float) -> None:
        """Move `table[touched]` (in place) against `gradient` (touched, d), which is overwritten."""
        self.steps[touched] += 1
        squares = np.einsum("ij,ij->i", gradient, gradient) / gradient.shape[1]
        second = self.decay * self.second[touched] + (1 - self.decay) * squares
        self.second[touched] = second
        corrected = second / (1 - self.decay ** self.steps[touched])
        gradient *= (rate / (np.sqrt(corrected) + 1e-9))[:, None].astype(np.float32)
        table[touched] -= gradient


def step(
    table: Floats,
    optimiser: RowScaled,
    blocks: list[tuple[Side, Side, npt.NDArray[np.bool_]]],
    *,
    scale: float,
    rate: float,
    drop: float,
    draw: np.random.Generator,
    anchor: tuple[Floats, Floats] | None = None,
) -> float:
    """One training step over several blocks of pairs; returns the mean loss.

    Args:
        table: the vectors (pieces, d), changed in place.
        optimiser: what scales the gradients.
        blocks: both sides of each block, and which of its pairs are no negatives.
        scale: the inverse temperature.
        rate: the learning rate.
        drop: the share of tokens left out.
        draw: decides which.
        anchor: the vectors (pieces, d) that touched ones are drawn back to, and by which share of the way (pieces,).
    """
    sides = [side for a, b, _ in blocks for side in (a, b)]
    tokens = sum(len(side.ids) for side in sides)
    keep = draw.random(tokens) >= drop if drop else None
    matrix, touched = bag_matrix(sides, keep)
    raw = matrix @ table[touched]
    norms = np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-8)
    unit = raw / norms
    gradient = np.empty_like(unit)
    total, row = 0.0, 0
    for a, _, same in blocks:
        n = len(a.bounds) - 1
        first, second = slice(row, row + n), slice(row + n, row + 2 * n)
        loss, gradient[first], gradient[second] = block_loss(unit[first], unit[second], scale, same)
        total += loss
        row += 2 * n
    gradient -= unit * np.einsum("ij,ij->i", gradient, unit)[:, None]
    gradient /= norms
    optimiser.update(table, touched, np.asarray(matrix.T @ gradient, np.float32), rate)
    if anchor is not None:
        start, shares = anchor
        table[touched] += shares[touched, None] * (start[touched] - table[touched])
    return total / len(blocks)

"""Exact search: every raw vector is compared, block by block, in NumPy.

The reference for every other backend, and the one for small indexes, since it needs no file of its
own and nothing to import.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from provenance.index import Nearest, Queries, Rows, nothing

FILE = None
#: Rows compared at once: fewer make BLAS slow, more only cost memory (32 MiB at 256 dimensions).
_BLOCK = 32_768


class ExactIndex:
    """Compares each query with every row."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def nearest(self, queries: Queries, k: int) -> Nearest:
        """The `k` most similar rows of each query, best first; ties go to the lower row."""
        ids, similarities = nothing(len(queries), k)
        if not len(queries) or k < 1:
            return ids, similarities
        for start in range(0, len(self._rows), _BLOCK):
            block = self._rows[start : start + _BLOCK].astype(np.float32)
            scores = queries @ block.T
            numbers = np.broadcast_to(np.arange(start, start + len(block)), scores.shape)
            if len(block) > k:
                chosen = np.argpartition(-scores, k - 1, axis=1)[:, :k]
                scores, numbers = np.take_along_axis(scores, chosen, 1), np.take_along_axis(numbers, chosen, 1)
            ids, similarities = _best(np.hstack((ids, numbers)), np.hstack((similarities, scores)), k)
        return ids, similarities


def _best(ids: np.ndarray, similarities: np.ndarray, k: int) -> Nearest:
    order = np.lexsort((ids, -similarities), axis=1)[:, :k]
    return np.take_along_axis(ids, order, 1), np.take_along_axis(similarities, order, 1)


def build(rows: Rows, path: Path) -> None:
    """Nothing to write: the raw rows are the index."""


def open_index(rows: Rows, path: Path | None) -> ExactIndex:  # noqa: ARG001 - the form that all backends share
    """Open over the raw rows, (n, d)."""
    return ExactIndex(rows)

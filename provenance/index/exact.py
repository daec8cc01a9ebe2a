"""Exact search: every raw vector is compared, block by block, in NumPy.

The reference for every other backend, and the one for small indexes, since it needs no file of its
own and nothing to import.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from provenance.index import Keep, Layout, Nearest, Queries, Rows, nothing

#: Rows compared at once: fewer make BLAS slow, more only cost memory (32 MiB at 256 dimensions).
_BLOCK = 32_768


class ExactIndex:
    """Compares each query with every row."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def nearest(self, queries: Queries, k: int, keep: Keep = None) -> Nearest:
        """The `k` most similar rows of each query, best first; ties go to the lower row."""
        ids, similarities = nothing(len(queries), k)
        if not len(queries) or k < 1:
            return ids, similarities
        wanted = np.arange(len(self._rows)) if keep is None else np.flatnonzero(keep)
        for start in range(0, len(wanted), _BLOCK):
            part = wanted[start : start + _BLOCK]
            # A slice of a mapped file is read in one go; rows one by one are not.
            whole = keep is None or part[-1] - part[0] == len(part) - 1
            block = self._rows[part[0] : part[-1] + 1] if whole else self._rows[part]
            scores = queries @ block.astype(np.float32).T
            numbers = np.broadcast_to(part, scores.shape)
            if len(part) > k:
                chosen = np.argpartition(-scores, k - 1, axis=1)[:, :k]
                scores, numbers = np.take_along_axis(scores, chosen, 1), np.take_along_axis(numbers, chosen, 1)
            ids, similarities = best(np.hstack((ids, numbers)), np.hstack((similarities, scores)), k)
        return ids, similarities


def best(ids: np.ndarray, similarities: np.ndarray, k: int) -> Nearest:
    """The `k` best of each row of answers, (n, m), best first; ties go to the lower id."""
    order = np.lexsort((ids, -similarities), axis=1)[:, :k]
    return np.take_along_axis(ids, order, 1), np.take_along_axis(similarities, order, 1)


def build(rows: Rows, folder: Path, layout: Layout) -> None:
    """Nothing to write: the raw rows are the index."""


def open_index(rows: Rows, folder: Path) -> ExactIndex:  # noqa: ARG001 - the form that all backends share
    """Open over the raw rows, (n, d)."""
    return ExactIndex(rows)

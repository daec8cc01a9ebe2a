"""FAISS over 8-bit codes of all rows, mapped into memory; the shortlist is scored with the raw rows.

The codes (`SQ8`) read half of what the raw float16 rows take, and FAISS compares them without
expanding a block first. Row numbers are positions, since a generation never changes once it is live.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from provenance.errors import IndexBroken, StorageFull
from provenance.index import Nearest, Queries, Rows, nothing

FILE = "flat.faiss"
#: Rows that the codes' ranges are learned from, spread over the whole.
_SAMPLE = 65_536
_BLOCK = 65_536
#: Rows taken from the codes for each row wanted, then scored exactly.
_SHORTLIST = 4
_SHORTLIST_LEAST = 64


class FlatIndex:
    """A mapped FAISS file beside the raw rows."""

    def __init__(self, codes: Any, rows: Rows) -> None:  # noqa: ANN401 - FAISS has no types
        self._codes = codes
        self._rows = rows

    def nearest(self, queries: Queries, k: int) -> Nearest:
        """The `k` most similar rows of each query, best first; ties go to the lower row."""
        ids, similarities = nothing(len(queries), k)
        if not len(queries) or k < 1 or not len(self._rows):
            return ids, similarities
        wanted = min(max(_SHORTLIST * k, _SHORTLIST_LEAST), len(self._rows))
        _, shortlists = self._codes.search(np.ascontiguousarray(queries), wanted)
        for number, (query, shortlist) in enumerate(zip(queries, shortlists, strict=True)):
            found = np.sort(shortlist[shortlist >= 0])
            scores = self._rows[found].astype(np.float32) @ query
            order = np.argsort(-scores, kind="stable")[:k]
            ids[number, : len(order)] = found[order]
            similarities[number, : len(order)] = scores[order]
        return ids, similarities


def build(rows: Rows, path: Path) -> None:
    """Write the codes of `rows`, (n, d), to `path`.

    Raises:
        StorageFull: the disk has no room for the file.
    """
    import faiss

    codes = faiss.index_factory(rows.shape[1], "SQ8", faiss.METRIC_INNER_PRODUCT)
    step = max(1, len(rows) // _SAMPLE)
    codes.train(rows[::step].astype(np.float32) if len(rows) else np.zeros((1, rows.shape[1]), np.float32))
    for start in range(0, len(rows), _BLOCK):
        codes.add(rows[start : start + _BLOCK].astype(np.float32))
    try:
        faiss.write_index(codes, str(path))
    except RuntimeError as error:
        raise StorageFull(f"The search file {path} cannot be written; make room on the disk and try again.") from error


def open_index(rows: Rows, path: Path | None) -> FlatIndex:
    """Map the codes at `path` beside the raw rows.

    Raises:
        IndexBroken: the file cannot be read, or was made of other rows.
    """
    import faiss

    try:
        codes = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError as error:
        raise IndexBroken(f"The search file {path} cannot be read; rebuild the index.") from error
    if (codes.ntotal, codes.d) != rows.shape:
        raise IndexBroken(f"The search file {path} was made of other vectors; rebuild the index.")
    return FlatIndex(codes, rows)

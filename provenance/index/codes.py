"""What the FAISS backends share: files of compact codes, mapped into memory, whose shortlist the raw rows decide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexBroken, StorageFull
from provenance.index import Keep, Nearest, Queries, Rows, expect_here_and_there, expect_in_order, nothing
from provenance.index.exact import ExactIndex

#: Rows taken from the codes for each row wanted, then scored exactly.
_SHORTLIST = 2
_SHORTLIST_LEAST = 64
#: With so few rows to answer with, comparing all of them is both exact and quicker.
_FEW = 20_000

#: A shortlist of row numbers, (n, wanted), for queries, the number wanted, and FAISS's selector or None.
Propose = Callable[[Queries, int, Any], npt.NDArray[np.int64]]


class ShortlistIndex:
    """Codes propose rows, raw rows decide."""

    def __init__(self, rows: Rows, propose: Propose) -> None:
        self._rows = rows
        self._propose = propose

    def nearest(self, queries: Queries, k: int, keep: Keep = None) -> Nearest:
        """The `k` most similar rows of each query, best first; ties go to the lower row."""
        ids, similarities = nothing(len(queries), k)
        if not len(queries) or k < 1 or not len(self._rows):
            return ids, similarities
        if keep is not None and np.count_nonzero(keep) <= _FEW:
            expect_in_order(self._rows)
            return ExactIndex(self._rows).nearest(queries, k, keep)
        wanted = min(max(_SHORTLIST * k, _SHORTLIST_LEAST), len(self._rows))
        try:
            shortlists = self._propose(np.ascontiguousarray(queries), wanted, _selector(keep))
        except RuntimeError as error:
            raise IndexBroken("The search file is damaged; run `provenance index compact` to make it again.") from error
        expect_here_and_there(self._rows)
        for number, (query, shortlist) in enumerate(zip(queries, shortlists, strict=True)):
            found = np.unique(shortlist[(shortlist >= 0) & (shortlist < len(self._rows))])
            scores = self._rows[found].astype(np.float32) @ query
            order = np.argsort(-scores, kind="stable")[:k]
            ids[number, : len(order)] = found[order]
            similarities[number, : len(order)] = scores[order]
        return ids, similarities


def faiss() -> Any:  # noqa: ANN401 - its types say less than its functions take
    """The FAISS library, loaded when it is first needed."""
    import faiss as library

    return library


def _selector(keep: Keep) -> Any:  # noqa: ANN401
    if keep is None:
        return None
    return faiss().IDSelectorBitmap(np.packbits(keep, bitorder="little"))


def write_codes(codes: Any, path: Path) -> None:  # noqa: ANN401
    """Write a FAISS index to a file that no reader has open.

    Raises:
        StorageFull: the disk has no room for the file.
    """
    try:
        faiss().write_index(codes, str(path))
    except RuntimeError as error:
        raise StorageFull(f"The search file {path} cannot be written; make room on the disk and try again.") from error


def map_codes(path: Path, dim: int, flags: int) -> Any:  # noqa: ANN401
    """Map a file of codes into memory.

    Raises:
        IndexBroken: it cannot be read, or holds vectors of another length.
    """
    try:
        codes = faiss().read_index(str(path), flags)
    except RuntimeError as error:
        raise IndexBroken(
            f"The search file {path} cannot be read; run `provenance index compact` to make it again."
        ) from error
    if codes.d != dim:
        raise other_vectors(path)
    return codes


def other_vectors(path: Path) -> IndexBroken:
    """The error for codes that do not belong to the rows beside them."""
    return IndexBroken(
        f"The search file {path} was made of other vectors; run `provenance index compact` to make it again."
    )

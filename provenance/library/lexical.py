"""Passages by the names and numbers that they hold, over all parts of an index."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence

import numpy as np
import numpy.typing as npt

from provenance.library.parts import OpenPart
from provenance.library.terms import full_text_query

#: Which of some passage ids, (n,), may be answered.
Allowed = Callable[[OpenPart, npt.NDArray[np.int64]], npt.NDArray[np.bool_]]
#: Rows asked for each one wanted before all are looked at.
_SPARE = 4


def search(
    parts: Collection[OpenPart], terms: Sequence[str], k: int, allowed: Allowed | None
) -> list[tuple[int, float]]:
    """The ids of the `k` best passages and their BM25 scores, best first; higher is better."""
    query = full_text_query(list(terms))
    if not query:
        return []
    largest = max((part.known.passages for part in parts), default=0)
    found = []
    for part in parts:
        factor = _scale(part.known.passages, largest)
        found += [(number, score * factor) for number, score in _best(part, query, k, allowed)]
    return sorted(found, key=lambda one: (-one[1], one[0]))[:k]


def _scale(passages: int, largest: int) -> float:
    """What brings the scores of a small part to the scale of the largest one.

    A rare word earns about the logarithm of the number of passages; a part of few passages would
    undervalue what came in today.
    """
    return math.log(largest + 2) / math.log(passages + 2)


def _best(part: OpenPart, query: str, k: int, allowed: Allowed | None) -> list[tuple[int, float]]:
    for limit in (k, _SPARE * k, -1):
        rows = part.tables.execute(
            "SELECT rowid, -rank FROM terms WHERE terms MATCH ? ORDER BY rank LIMIT ?", (query, limit)
        ).fetchall()
        kept = rows
        if allowed is not None and rows:
            inside = allowed(part, np.array([row[0] for row in rows], np.int64))
            kept = [row for row, fits in zip(rows, inside, strict=True) if fits]
        if len(kept) >= k or len(rows) < limit or limit < 0:
            break
    return [(int(number), float(score)) for number, score in kept[:k]]

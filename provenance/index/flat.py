"""FAISS over the codes of all rows: every code is compared, in a half or a quarter of the bytes of the raw rows.

Row numbers are positions, since the rows of a live index never move.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.index import Layout, Queries, Rows, blocks, sample
from provenance.index.codes import ShortlistIndex, faiss, map_codes, other_vectors, write_codes

_FILE = "flat.faiss"
#: Rows that the codes' ranges are learned from, spread over the whole.
_SAMPLE = 65_536


def build(rows: Rows, folder: Path, layout: Layout) -> None:
    """Write the codes of `rows`, (n, d), into `folder`.

    Raises:
        StorageFull: the disk has no room for the file.
    """
    codes = faiss().index_factory(rows.shape[1], layout.codes, faiss().METRIC_INNER_PRODUCT)
    codes.train(sample(rows, _SAMPLE))
    for _, block in blocks(rows):
        codes.add(block)
    write_codes(codes, folder / _FILE)


def open_index(rows: Rows, folder: Path) -> ShortlistIndex:
    """Map the codes in `folder` beside the raw rows.

    Raises:
        IndexBroken: the file cannot be read, or was made of other rows.
    """
    # The flag without IFC would read codes that stand in one piece whole.
    codes = map_codes(folder / _FILE, rows.shape[1], faiss().IO_FLAG_MMAP_IFC)
    if codes.ntotal != len(rows):
        raise other_vectors(folder / _FILE)

    def propose(queries: Queries, wanted: int, selector: Any) -> npt.NDArray[np.int64]:  # noqa: ANN401
        chosen = None if selector is None else faiss().SearchParameters(sel=selector)
        found: npt.NDArray[np.int64] = codes.search(queries, wanted, params=chosen)[1]
        return found

    return ShortlistIndex(rows, propose)

"""FAISS over codes in inverted lists, for more rows than a search can compare: a query reads the nearest lists only.

The rows are cut into shards of a million that share one trained set of lists. So building needs the
memory of one shard however many there are, and the lists are learned in seconds.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.index import Layout, Queries, Rows, blocks, sample
from provenance.index.codes import ShortlistIndex, faiss, map_codes, other_vectors, write_codes
from provenance.index.exact import best

#: Rows in one file.
SHARD = 1 << 20
#: Rows that a list is learned from, as many as FAISS asks for at least.
_ROWS_PER_LIST = 40
_FEWEST_LISTS, _MOST_LISTS = 16, 16_384
#: The share of the lists that a query reads.
_PROBED = 8
_FEWEST_PROBES = 8


def lists_for(rows: int) -> int:
    """How many lists suit a shard of this many rows: a power of two near twice the root."""
    wanted = 1 << round(math.log2(max(1, 2 * math.sqrt(min(rows, SHARD)))))
    return max(_FEWEST_LISTS, min(_MOST_LISTS, wanted))


def build(rows: Rows, folder: Path, layout: Layout) -> None:
    """Write the shards of `rows`, (n, d), into `folder`.

    Raises:
        StorageFull: the disk has no room for a file.
    """
    lists = min(layout.lists or lists_for(len(rows)), max(1, len(rows)))
    trained = faiss().index_factory(rows.shape[1], f"IVF{lists},{layout.codes}", faiss().METRIC_INNER_PRODUCT)
    trained.cp.min_points_per_centroid = 1
    trained.train(sample(rows, lists * _ROWS_PER_LIST))
    trained.nprobe = min(lists, layout.probes or max(_FEWEST_PROBES, lists // _PROBED))
    for number, start in enumerate(range(0, len(rows), SHARD)):
        _fill(trained, rows[start : start + SHARD], start)
        write_codes(trained, _shard(folder, number))
        trained.reset()


def _fill(trained: Any, rows: Rows, first: int) -> None:  # noqa: ANN401
    """Put rows, (n, d), into the empty lists, under the numbers from `first` on."""
    lists = [trained.quantizer.assign(block, 1)[:, 0] for _, block in blocks(rows)]
    # A list that grows as it is filled takes twice its length, and leaves holes behind where it stood before.
    found = np.concatenate(lists)
    for number, size in enumerate(np.bincount(found[found >= 0], minlength=trained.nlist).tolist()):
        trained.invlists.resize(number, size)
        trained.invlists.resize(number, 0)
    pointer = faiss().swig_ptr
    for (start, block), known in zip(blocks(rows), lists, strict=True):
        ids = np.arange(first + start, first + start + len(block))
        trained.add_core(len(block), pointer(block), pointer(ids), pointer(np.ascontiguousarray(known)))


def open_index(rows: Rows, folder: Path) -> ShortlistIndex:
    """Map the shards in `folder` beside the raw rows.

    Raises:
        IndexBroken: a file cannot be read, or was made of other rows.
    """
    shards: list[Any] = []
    while (path := _shard(folder, len(shards))).is_file():
        shards.append(map_codes(path, rows.shape[1], faiss().IO_FLAG_MMAP))
    if sum(shard.ntotal for shard in shards) != len(rows):
        raise other_vectors(folder)

    def propose(queries: Queries, wanted: int, selector: Any) -> npt.NDArray[np.int64]:  # noqa: ANN401
        answers = []
        for shard in shards:
            chosen = selector and faiss().SearchParametersIVF(sel=selector, nprobe=shard.nprobe)
            answers.append(shard.search(queries, wanted, params=chosen))
        scores, found = (np.hstack(part) for part in zip(*answers, strict=True))
        return best(found, scores, wanted)[0]

    return ShortlistIndex(rows, propose)


def _shard(folder: Path, number: int) -> Path:
    return folder / f"ivf{number}.faiss"

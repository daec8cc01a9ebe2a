"""Nearest-neighbour search over unit vectors: rows in, the most similar rows out.

One backend a file, chosen by name in one dict and imported only when chosen, so that a check against
a small index never waits for FAISS. Similarity is the cosine everywhere: vectors are normalised by
the embedder, and no metric option exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt

from provenance.errors import ConfigurationError

Rows = npt.NDArray[np.float16]
Queries = npt.NDArray[np.float32]
Nearest = tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]
#: Which rows a search may answer with, (n,); None is all of them.
Keep = npt.NDArray[np.bool_] | None

#: Vectors from which an approximate backend repays loading FAISS: measured on two cores with twenty
#: queries, exact search takes .17 s at 50,000 rows; loading FAISS .11 s and searching .07 s.
APPROXIMATE_FROM = 50_000
#: Vectors from which comparing a query with all codes takes too long: some 15 ms a query on one thread.
LISTS_FROM = 400_000

_BACKENDS = {"exact": "provenance.index.exact", "flat": "provenance.index.flat", "ivf": "provenance.index.ivf"}
#: How FAISS may keep a vector: 8 bits a dimension, 4 bits, or 16-bit floats.
CODES = ("SQ8", "SQ4", "SQfp16")
#: Rows handled at once: 16 MB as they are taken, and as much again of the block before.
_BLOCK = 16_384


@dataclass(frozen=True, slots=True)
class Layout:
    """How the search file of a set of vectors is laid out; what is None follows from their number.

    `lists` and `probes` are those of the `ivf` backend: into how many lists the vectors fall, and how
    many of them a query reads.
    """

    backend: str | None = None
    codes: str = CODES[0]
    lists: int | None = None
    probes: int | None = None

    def __post_init__(self) -> None:
        if self.backend is not None and self.backend not in _BACKENDS:
            raise ConfigurationError(f"There is no search {self.backend!r}; choose one of {', '.join(_BACKENDS)}.")
        if self.codes not in CODES:
            raise ConfigurationError(f"There are no codes {self.codes!r}; choose one of {', '.join(CODES)}.")
        if any(number is not None and number < 1 for number in (self.lists, self.probes)):
            raise ConfigurationError("The numbers of lists and probes must be positive.")


class Index(Protocol):
    """What the library needs of a backend."""

    def nearest(self, queries: Queries, k: int, keep: Keep = None) -> Nearest:
        """The `k` most similar rows of each query, best first.

        Args:
            queries: unit vectors, float32 (n, d).
            k: rows wanted for each query.
            keep: the rows that may be answered, one truth value a row; all where None.

        Returns:
            Row numbers, int64 (n, k), and cosine similarities, float32 (n, k); where there are fewer than
            `k` rows the rest is -1 and -inf.
        """


class _Backend(Protocol):
    def build(self, rows: Rows, folder: Path, layout: Layout) -> None: ...

    def open_index(self, rows: Rows, folder: Path) -> Index: ...


def backend_for(rows: int) -> str:
    """The name of the backend that suits this many rows."""
    if rows >= LISTS_FROM:
        return "ivf"
    return "flat" if rows >= APPROXIMATE_FROM else "exact"


def backend_names() -> tuple[str, ...]:
    """The names of all backends."""
    return tuple(_BACKENDS)


def build_index(backend: str, rows: Rows, folder: Path, layout: Layout | None = None) -> None:
    """Write a backend's derived files into `folder`, where it needs any.

    The caller forces the files to disk before anything relies on them.

    Raises:
        StorageFull: the disk has no room for a file.
    """
    _load(backend).build(rows, folder, layout or Layout())


def open_index(backend: str, rows: Rows, folder: Path) -> Index:
    """Open a backend over the raw `rows`, with its derived files in `folder` where it has any.

    Raises:
        IndexBroken: a derived file cannot be read, or was made of other rows.
    """
    return _load(backend).open_index(rows, folder)


def nothing(queries: int, k: int) -> Nearest:
    """The answer of an empty index: -1 and -inf, (queries, k)."""
    return np.full((queries, k), -1, np.int64), np.full((queries, k), -np.inf, np.float32)


def blocks(rows: Rows) -> Iterator[tuple[int, Queries]]:
    """The rows as float32, block by block, each with the number of its first row.

    A file that is mapped into memory leaves it again as the blocks are done with.
    """
    for start in range(0, len(rows), _BLOCK):
        yield start, rows[start : start + _BLOCK].astype(np.float32)
        _forget(rows)


def sample(rows: Rows, count: int) -> Queries:
    """About `count` rows, spread evenly over all; zeros, (1, d), where there are none."""
    step = max(1, len(rows) // count)
    chosen = np.zeros((max(1, -(-len(rows) // step)), rows.shape[1]), np.float32)
    for start, block in blocks(rows):
        chosen[-(-start // step) : -(-(start + len(block)) // step)] = block[-start % step :: step]
    return chosen


def expect_here_and_there(rows: Rows) -> None:
    """Let the system read single rows of a mapped file; else it reads megabytes around each, all of them unused."""
    _advise(rows, "MADV_RANDOM")


def expect_in_order(rows: Rows) -> None:
    """Let the system read ahead in a mapped file again."""
    _advise(rows, "MADV_NORMAL")


def _forget(rows: Rows) -> None:
    _advise(rows, "MADV_DONTNEED")


def _advise(rows: Rows, advice: str) -> None:
    import mmap

    mapped = getattr(rows, "_mmap", None)
    if mapped is not None and hasattr(mmap, advice):
        mapped.madvise(getattr(mmap, advice))


def _load(backend: str) -> _Backend:
    return cast("_Backend", import_module(_BACKENDS[backend]))

"""How the searches compare as an index grows: time, recall and bytes.

    python -m tests.benchmarks.bench_index_search [ROWS …]

The vectors are generated (directions of 64 hidden dimensions in clusters of uneven size, and noise); a query is a
vector with noise, so the one that it came from is known. One thread. Times are processor time: cold is the first
search after its files were dropped from the page cache, warm the median of several batches of 30 queries. Recall is
measured against exact search, and for the known vector as a share of what exact search finds.
"""

from __future__ import annotations

import os

# Read by the libraries when they are imported.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

import resource
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from provenance.index import Index, backend_for, build_index, open_index

SIZES = (10_000, 100_000, 1_000_000)
DIM, HIDDEN, CLUSTERS = 256, 64, 5_000
QUERIES, BATCH, K = 300, 30, 10
_BLOCK = 50_000


def generate(path: Path, count: int) -> npt.NDArray[np.float16]:
    """Write unit vectors, (count, DIM), and map them."""
    chance = np.random.default_rng(7)
    spread = chance.standard_normal((HIDDEN, DIM), np.float32) / np.sqrt(HIDDEN)
    centres = chance.standard_normal((CLUSTERS, HIDDEN), np.float32)
    share = 1 / np.arange(1, CLUSTERS + 1) ** 0.7
    with path.open("wb") as file:
        for start in range(0, count, _BLOCK):
            size = min(_BLOCK, count - start)
            inside = centres[chance.choice(CLUSTERS, size, p=share / share.sum())]
            inside = inside + 0.8 * chance.standard_normal((size, HIDDEN), np.float32)
            file.write(
                unit(inside @ spread + 0.25 * chance.standard_normal((size, DIM), np.float32)).astype(np.float16)
            )
    return np.memmap(path, np.float16, "r", shape=(count, DIM))


def unit(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The vectors at length 1."""
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def drop_cached(folder: Path) -> None:
    """Let the files leave the page cache, so that the next search reads the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def timed(index: Index, queries: npt.NDArray[np.float32]) -> tuple[float, float]:
    """Processor and wall seconds of one batch."""
    cpu, wall = time.process_time(), time.perf_counter()
    index.nearest(queries, K)
    return time.process_time() - cpu, time.perf_counter() - wall


def measure(count: int, backends: tuple[str, ...]) -> None:
    """Build and search with each backend, and print a line for each."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        rows = generate(folder / "rows.f16", count)
        chance = np.random.default_rng(11)
        known = chance.choice(count, QUERIES, replace=False)
        noise = 0.045 * chance.standard_normal((QUERIES, DIM), np.float32)
        queries = unit(rows[known].astype(np.float32) + noise)
        build_index("exact", rows, folder)
        exact = open_index("exact", rows, folder).nearest(queries, K)[0]
        best = (exact == known[:, None]).any(axis=1).mean()
        for backend in backends:
            ann = folder / backend
            ann.mkdir()
            start = time.process_time()
            build_index(backend, rows, ann)
            built = time.process_time() - start
            drop_cached(folder)
            start, wall = time.process_time(), time.perf_counter()
            index = open_index(backend, rows, ann)
            index.nearest(queries[:BATCH], K)
            cold = time.perf_counter() - wall
            batches = [timed(index, queries[place : place + BATCH])[0] for place in range(0, QUERIES, BATCH)]
            found = index.nearest(queries, K)[0]
            recall = np.mean([np.isin(one, other).mean() for one, other in zip(found, exact, strict=True)])
            again = (found == known[:, None]).any(axis=1).mean() / best
            size = sum(path.stat().st_size for path in ann.iterdir()) / count
            mark = " (by rule)" if backend == backend_for(count) else ""
            print(
                f"{count:>10,} {backend:6} build {built:7.1f} s  open + first batch cold {cold:6.2f} s wall  "
                f"warm {1000 * median(batches) / BATCH:7.2f} ms a query  recall@10 {recall:.4f}  "
                f"known item {again:.4f} of exact  {size:5.0f} B a vector beside 512{mark}",
                flush=True,
            )
        print(f"{'':10} peak memory so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def main(sizes: list[int]) -> None:
    """Measure each size; exact search only where it is quick enough to be chosen."""
    for count in sizes or SIZES:
        measure(count, ("exact", "flat", "ivf") if count <= 200_000 else ("flat", "ivf"))


if __name__ == "__main__":
    main([int(size.replace("_", "")) for size in sys.argv[1:]])

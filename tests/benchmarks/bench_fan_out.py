"""How long a search takes that waits for many shards: the slowest of them decides.

    python -m tests.benchmarks.bench_fan_out [ROWS]

One shard of generated vectors is searched query by query; what was measured is then drawn from, once for each of n
shards, and the longest of the draws is one search. Shards are taken to be alike and to be slow independently; a
machine that is slow as a whole makes it better than this for its own shards, and worse for all that wait for them.
No draw is longer than what was measured, so with many shards the last columns are as long as the longest of it.
"""

from __future__ import annotations

import os

# Read by the libraries when they are imported.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from provenance.index import backend_for, build_index, open_index
from tests.benchmarks.bench_index_search import generate, unit

ROWS, QUERIES, DRAWS, K = 500_000, 3_000, 20_000, 24
SHARDS = (1, 2, 4, 10, 20, 50, 100, 200)
#: A copy of each shard is asked as well when the first answer is not there after this share of searches.
HEDGED = 0.95


def measured(rows: int) -> np.ndarray:
    """Wall milliseconds of single queries."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        vectors = generate(folder / "rows.f16", rows)
        backend = backend_for(rows)
        build_index(backend, vectors, folder)
        index = open_index(backend, vectors, folder)
        chance = np.random.default_rng(3)
        chosen = vectors[chance.choice(rows, QUERIES)].astype(np.float32)
        queries = unit(chosen + 0.045 * chance.standard_normal(chosen.shape, np.float32))
        index.nearest(queries[:20], K)
        spent = []
        for query in queries:
            start = time.perf_counter()
            index.nearest(query[None], K)
            spent.append(1000 * (time.perf_counter() - start))
        print(f"one shard of {rows:,} vectors ({backend}), {QUERIES} single queries, load {os.getloadavg()[0]:.1f}")
        return np.array(spent)


def main(rows: int) -> None:
    """Measure and print."""
    spent = measured(rows)
    chance = np.random.default_rng(5)
    limit = np.quantile(spent, HEDGED)
    print(f"{'shards':>7} {'p50':>8} {'p95':>8} {'p99':>8}   with a second copy asked after {limit:.1f} ms: p95, p99")
    for shards in SHARDS:
        first = chance.choice(spent, (DRAWS, shards))
        again = np.minimum(first, limit + chance.choice(spent, (DRAWS, shards)))
        slowest, hedged = first.max(axis=1), again.max(axis=1)
        plain = "".join(f" {np.quantile(slowest, share):8.1f}" for share in (0.5, 0.95, 0.99))
        better = ", ".join(f"{np.quantile(hedged, share):.1f}" for share in (0.95, 0.99))
        print(f"{shards:>7}{plain}   {better}")


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if sys.argv[1:] else ROWS)

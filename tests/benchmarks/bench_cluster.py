"""A check against servers beside one against a folder, and what an article costs them.

    python -m tests.benchmarks.bench_cluster [PASSAGES]

The same made-up articles and the demo's are loaded into Milvus Lite with PostgreSQL, on this computer, and into a
folder. What the servers do is done in other processes: the processor time of this one leaves it out.
"""

from __future__ import annotations

import os

# Read by the libraries when they are imported.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from provenance.index.exact import ExactIndex
from provenance.index.milvus import Collection, Engine, Facts
from provenance.library import OpenIndex, open_index, rebuild
from provenance.library.cluster.settings import cluster_of
from provenance.models import open_models
from provenance.pipeline import check
from provenance.reading import read_input
from provenance.values import Article
from tests import engines
from tests.benchmarks.bench_index_search import generate, unit
from tests.benchmarks.material import originals, reposts
from tests.library.cluster.conftest import describe
from tests.library.samples import many

PASSAGES, EACH, RUNS, QUERIES = 100_000, 7, 7, 200


def articles(passages: int) -> Iterator[Article]:
    """Made-up articles and the demo's."""
    yield from many(passages // EACH, EACH)
    yield from originals()


@contextmanager
def servers(folder: Path) -> Iterator[None]:
    """An index `news` in `folder` that lives on servers."""
    with engines.postgres() as postgres, engines.milvus(folder) as milvus:
        describe(folder, milvus, engines.postgres_url(postgres), "bench", 600)
        yield


def times(index: OpenIndex, models: Any) -> tuple[float, float, float]:
    """Median wall milliseconds of a check; processor milliseconds of this process for it, and for its search alone."""
    repost = read_input(str(reposts()[0]))
    vectors = models.embedder.encode([passage.text for passage in repost.story])
    whole, own, searching = [], [], []
    for _ in range(RUNS + 1):
        start, processor = time.perf_counter(), time.process_time()
        check(repost, index, models)
        whole.append(1000 * (time.perf_counter() - start))
        own.append(1000 * (time.process_time() - processor))
        processor = time.process_time()
        index.nearest(vectors, 24)
        searching.append(1000 * (time.process_time() - processor))
    return median(whole[1:]), median(own[1:]), median(searching[1:])


def recall(home: Path, vectors: int) -> float:
    """The share of the ten nearest of generated vectors that Milvus finds with the parameters for their number."""
    settings = cluster_of(home / "news")
    assert settings
    engine = Engine(settings.milvus, "Strong", settings.timeout)
    rows = generate(home / "rows.f16", vectors)
    engine.create("recall", rows.shape[1])
    made = Collection(engine, "recall")
    made.upsert(range(len(rows)), rows, [Facts()] * len(rows))
    made.finish(len(rows))
    chance = np.random.default_rng(3)
    queries = rows[chance.choice(len(rows), QUERIES)].astype(np.float32)
    queries = unit(queries + 0.045 * chance.standard_normal(queries.shape, np.float32))
    found, exact = made.nearest(queries, 10)[0], ExactIndex(rows).nearest(queries, 10)[0]
    return float(np.mean([np.isin(one, other).mean() for one, other in zip(found, exact, strict=True)]))


def main(passages: int) -> None:
    """Measure and print."""
    models = open_models()
    with TemporaryDirectory() as scratch, servers(Path(scratch)):
        home, plain = Path(scratch), Path(scratch) / "plain"
        for place in (plain, home):
            start = time.perf_counter()
            summary = rebuild("news", articles(passages), home=place, embedder=models.embedder)
            print(f"{place.name[:5]:6} {summary.vectors:,} vectors built in {time.perf_counter() - start:.0f} s wall")
        print(f"recall@10 of {passages:,} generated vectors in Milvus {recall(home, passages):.4f}")
        found = []
        for place in (plain, home):
            with open_index("news", home=place, embedder=models.embedder) as index:
                found.append(times(index, models))
        for what, (whole, own, searching) in zip(("folder", "servers"), found, strict=True):
            print(f"{what:8} check {whole:.0f} ms wall; {own:.0f} ms processor here, {searching:.0f} of it the search")
        (_, folder, alone), (_, remote, asking) = found
        print(
            f"processor time here: servers / folder {remote / folder:.2f}, the search apart on both sides "
            f"{(remote - asking) / (folder - alone):.2f} (load {os.getloadavg()[0]:.1f})"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else PASSAGES)

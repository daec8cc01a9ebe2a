"""A check against servers beside one against a folder, and what an article costs them.

    python -m tests.benchmarks.bench_cluster [PASSAGES]

The same made-up articles and the demo's are loaded into Milvus Lite with PostgreSQL, on this computer, and into a
folder. The time inside the servers (from question to answer) is told apart from the program's own.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from provenance.index.milvus import Collection
from provenance.library import OpenIndex, open_index, rebuild
from provenance.library.cluster.postgres import PostgresTables
from provenance.models import open_models
from provenance.pipeline import check
from provenance.reading import read_input
from provenance.values import Article
from tests import engines
from tests.benchmarks.material import originals, reposts
from tests.library.cluster.conftest import describe
from tests.library.samples import many

PASSAGES, EACH, RUNS = 100_000, 7, 5
_spent = 0.0


def counted(call: Callable[..., Any]) -> Callable[..., Any]:
    """A call to a server whose time is counted."""

    def calling(*values: Any, **more: Any) -> Any:
        global _spent  # noqa: PLW0603 - a benchmark
        start = time.perf_counter()
        try:
            return call(*values, **more)
        finally:
            _spent += time.perf_counter() - start

    return calling


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
    """Median seconds of a check, of the servers in it, and of its search alone."""
    global _spent
    repost = read_input(str(reposts()[0]))
    whole, inside, searching = [], [], []
    vectors = models.embedder.encode([passage.text for passage in repost.story])
    for _ in range(RUNS + 1):
        _spent, start = 0.0, time.perf_counter()
        check(repost, index, models)
        whole.append(time.perf_counter() - start)
        inside.append(_spent)
        start = time.perf_counter()
        index.nearest(vectors, 24)
        searching.append(time.perf_counter() - start)
    return median(whole[1:]), median(inside[1:]), median(searching[1:])


def main(passages: int) -> None:
    """Measure and print."""
    models = open_models()
    with TemporaryDirectory() as scratch, servers(Path(scratch)):
        home, plain = Path(scratch), Path(scratch) / "plain"
        for place in (plain, home):
            start = time.perf_counter()
            summary = rebuild("news", articles(passages), home=place, embedder=models.embedder)
            print(f"{place.name[:5]:6} {summary.vectors:,} vectors built in {time.perf_counter() - start:.0f} s wall")
        for owner, name in ((PostgresTables, "execute"), (Collection, "_asked")):
            setattr(owner, name, counted(getattr(owner, name)))
        found = []
        for place in (plain, home):
            with open_index("news", home=place, embedder=models.embedder) as index:
                found.append(times(index, models))
        (folder, _, alone), (whole, inside, searching) = found
        print(f"folder   check {1000 * folder:.0f} ms, of it {1000 * alone:.0f} ms nearest passages")
        print(
            f"servers  check {1000 * whole:.0f} ms, of it {1000 * inside:.0f} ms inside the servers; "
            f"{1000 * searching:.0f} ms nearest passages"
        )
        print(f"ratio {whole / folder:.2f}, engine time apart {(whole - inside) / (folder - alone):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else PASSAGES)

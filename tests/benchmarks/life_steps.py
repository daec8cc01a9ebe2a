"""Steps of `bench_index_life`, each in a process of its own: `python -m tests.benchmarks.life_steps STEP HOME …`."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import numpy.typing as npt

from provenance.embed import Embedder, open_embedder
from provenance.index import blocks
from provenance.index.exact import best
from provenance.library import add, open_index, read_coverage, rebuild
from provenance.library.home import existing_folder
from provenance.library.vectors import FOLDER, map_rows
from tests.benchmarks.generated import Generated, articles

NAME = "news"
QUERIES, BATCH, K = 300, 30, 10
#: A query is a stored vector with this much noise in each of 256 dimensions: a cosine of .8, as translations have.
_NOISE = 0.045


def opened(home: Path) -> Embedder:
    """The embedder of the index."""
    name = read_coverage(NAME, home)[0].embedder
    return Generated(2) if name == Generated.name else open_embedder(name)


def fill(home: Path, passages: str, seed: str) -> None:
    """Rebuild from made-up articles, or add them to what there is."""
    change = rebuild if seed == "1" else add
    change(NAME, articles(int(passages), int(seed)), home=home, embedder=Generated(int(seed)))


def cold(home: Path) -> None:
    """Open the index and search 30 passages, once its files have left the page cache."""
    for path in (home / NAME).rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    began = time.perf_counter()
    embedder = opened(home)
    with open_index(NAME, home=home, embedder=embedder) as index:
        index.nearest(embedder.encode(["Nic."] * BATCH), K)
        print(json.dumps({"seconds": time.perf_counter() - began}))


def search(home: Path) -> None:
    """Search passages by vectors near theirs, and compare with what exact search finds."""
    embedder = opened(home)
    manifest = read_coverage(NAME, home)[0]
    part = max(manifest.parts, key=lambda one: one.vectors)
    rows, owners = map_rows(existing_folder(NAME, home) / part.generation / FOLDER, part.vectors, manifest.dim)
    chance = np.random.default_rng(11)
    known = np.sort(chance.choice(len(rows), QUERIES, replace=False))
    queries = rows[known].astype(np.float32) + _NOISE * chance.standard_normal((QUERIES, manifest.dim), np.float32)
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    exact = owners[_exact(rows, queries)]
    with open_index(NAME, home=home, embedder=embedder) as index:
        batches = [queries[place : place + BATCH] for place in range(0, QUERIES, BATCH)]
        index.nearest(batches[0], K)
        warm = median([_seconds(partial(index.nearest, batch, K)) for batch in batches])
        found = index.nearest(queries, K)[0]
        some = list(dict.fromkeys(row.article_id for row in index.passage_rows(owners[known])))[:BATCH]
        texts = [passage.text for article in index.articles(some) for passage in article.story]
        embedding = _seconds(lambda: embedder.encode(texts)) / len(texts)
    wanted = owners[known][:, None]
    print(
        json.dumps(
            {
                "warm": warm / BATCH,
                "embedding": embedding,
                "recall": float(np.mean([np.isin(one, other).mean() for one, other in zip(exact, found, strict=True)])),
                "known": float((found == wanted).any(axis=1).mean()),
                "known_exact": float((exact == wanted).any(axis=1).mean()),
            }
        )
    )


def _exact(rows: npt.NDArray[np.float16], queries: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    ids = np.full((len(queries), K), -1, np.int64)
    scores = np.full((len(queries), K), -np.inf, np.float32)
    for start, block in blocks(rows):
        similar = queries @ block.T
        some = np.argpartition(-similar, min(K, len(block) - 1), axis=1)[:, :K]
        near = np.take_along_axis(similar, some, axis=1)
        ids, scores = best(np.hstack((ids, some + start)), np.hstack((scores, near)), K)
    return ids


def _seconds(work: Callable[[], object]) -> float:
    """Processor seconds."""
    began = time.process_time()
    work()
    return time.process_time() - began


STEPS: dict[str, Callable[..., None]] = {"fill": fill, "cold": cold, "search": search}

if __name__ == "__main__":
    STEPS[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])

"""Changes the index `news` of a folder in small steps, and says so: something to be killed by a test.

python -m tests.library.slow_writer FOLDER rebuild|add|remove|compact
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from provenance.library import Progress, Selection, add, compact, merging, rebuild, remove, writer
from provenance.values import Article
from tests.library.samples import HashEmbedder, Stream, article, many

ARTICLES = 600


def tell(progress: Progress) -> None:
    """Say how many articles are stored."""
    step(progress.articles)


def step(done: int) -> None:
    """Say it, and take a little while."""
    print(done, flush=True)
    time.sleep(0.005)


def fresh_articles() -> list[Article]:
    """What a killed rebuild or addition writes, a repeated id included."""
    articles = list(many(ARTICLES, seed=7))
    return [*articles[:100], article("a-3", "A later version of the third story of the harbour."), *articles[100:]]


def main(home: Path, work: str) -> None:
    """Do one change."""
    writer.TEXTS_AT_ONCE = merging.BATCH = 30
    embedder = HashEmbedder()
    step(0)
    if work == "rebuild":
        rebuild("news", Stream(fresh_articles()), home=home, embedder=embedder, progress=tell)
    elif work == "add":
        add("news", Stream(fresh_articles()), home=home, embedder=embedder, progress=tell)
    elif work == "remove":
        remove("news", Selection(outlets=frozenset({"Outlet 1"})), home=home, embedder=embedder)
    else:
        compact("news", home=home, progress=lambda done, _: step(done))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

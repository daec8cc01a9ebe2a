"""Rebuilds the index `news` of a folder in small steps, and says so: something to be killed by a test."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from provenance.library import Progress, rebuild, writer
from tests.library.samples import HashEmbedder, Stream, article, many

ARTICLES = 600


def tell(progress: Progress) -> None:
    print(progress.articles, flush=True)
    time.sleep(0.005)


def fresh_articles() -> list:
    """What the killed rebuild writes, a repeated id included."""
    articles = list(many(ARTICLES, seed=7))
    return [*articles[:100], article("a-3", "A later version of the third story of the harbour."), *articles[100:]]


if __name__ == "__main__":
    writer.TEXTS_AT_ONCE = 30
    rebuild("news", Stream(fresh_articles()), home=Path(sys.argv[1]), embedder=HashEmbedder(), progress=tell)

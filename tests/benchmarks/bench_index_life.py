"""An index as it lives: a rebuild, small changes on top of it, opening and searching it, and what it takes on disk.

    python -m tests.benchmarks.bench_index_life [PASSAGES]

Articles of seven paragraphs of made-up words, about 310 characters each; their vectors are generated, so that the
figures are those of storing and searching without the embedding (`bench_index_rebuild` has that). One thread.
"""

from __future__ import annotations

import os

# Read by the libraries when they are imported.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np

from provenance.embed import Vectors
from provenance.library import Selection, add, open_index, rebuild, remove
from provenance.values import Article, Passage, Sentence

PASSAGES = 100_000
PARAGRAPHS, WORDS = 7, 38
NEW = 1_000
_SYLLABLES = ["ba", "ke", "ri", "do", "lu", "ma", "ne", "so", "ti", "vu", "gra", "sto"]
_VOCABULARY = [
    f"{one}{two}{three}"
    for one in _SYLLABLES
    for two in ["lan", "dor", "mik", "ser", "tov", "gul", "nar", "pes", "vil", "ham"]
    for three in ("a", "en", "ov", "ska", "ung", "ice")
]
T = TypeVar("T")


class Generated:
    """Gives vectors without reading the texts."""

    name, sha256, dim = "generated", "0" * 64, 256

    def __init__(self) -> None:
        self._chance = np.random.default_rng(1)
        spread = self._chance.standard_normal((64, self.dim), np.float32) / 8
        self._centres = self._chance.standard_normal((4096, 64), np.float32) @ spread

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors in clusters."""
        made = self._centres[self._chance.integers(0, len(self._centres), len(texts))]
        made = made + 0.6 * self._chance.standard_normal((len(texts), self.dim), np.float32)
        return made / np.linalg.norm(made, axis=1, keepdims=True)


def articles(count: int, seed: int) -> Iterator[Article]:
    """Made-up articles."""
    chance = random.Random(seed)
    for number in range(count):
        passages, texts, start = [], [], 0
        for index in range(PARAGRAPHS):
            words = chance.choices(_VOCABULARY, k=WORDS)
            words[::6] = [word.capitalize() for word in words[::6]]
            halves = [" ".join(words[: WORDS // 2]) + ".", " ".join(words[WORDS // 2 :]) + "."]
            text = " ".join(halves)
            sentences = (Sentence(halves[0], start), Sentence(halves[1], start + len(halves[0]) + 1))
            passages.append(Passage(index, start, text, "body", "en", sentences))
            texts.append(text)
            start += len(text) + 1
        published = f"20{20 + number % 5}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        outlet = f"Outlet {number % 40}"
        yield Article(f"{seed}-{number}", "\n".join(texts), "en", tuple(passages), outlet=outlet, published=published)


def told(what: str, work: Callable[[], T]) -> T:
    """Do it and say what it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{what:52} {time.process_time() - cpu:8.2f} s of the processor  {time.perf_counter() - wall:8.2f} s wall  "
        f"peak memory so far {peak:,.0f} MB",
        flush=True,
    )
    return result


def main(count: int) -> None:
    """Measure and print."""
    embedder = Generated()
    with TemporaryDirectory() as folder:
        home = Path(folder)

        def search() -> None:
            with open_index("news", home=home, embedder=embedder) as index:
                index.nearest(embedder.encode([""] * 30), 24)
                for word in _VOCABULARY[:30]:
                    index.lexical([word.capitalize(), "2024"], 24)

        wanted = count // PARAGRAPHS
        summary = told(
            f"rebuild of {wanted * PARAGRAPHS:,} passages",
            lambda: rebuild("news", articles(wanted, 1), home=home, embedder=embedder),
        )
        size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
        text = sum(len(one.text) for one in articles(100, 1)) / 100 * wanted
        print(f"{(size - text) / summary.passages:,.0f} bytes a passage on disk beside its text")
        told("open and search 30 paragraphs, new", search)
        told(f"update with {NEW:,} new articles", lambda: add("news", articles(NEW, 2), home=home, embedder=embedder))
        told("the same again, nothing new", lambda: add("news", articles(NEW, 2), home=home, embedder=embedder))
        told(
            "remove an outlet from a month on",
            lambda: remove(
                "news", Selection(outlets=frozenset({"Outlet 7"}), since="2024-06"), home=home, embedder=embedder
            ),
        )
        told("open and search 30 paragraphs, three parts", search)


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else PASSAGES)

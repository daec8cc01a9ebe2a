"""Articles made of made-up words, and an embedder that needs no model: each word is a random direction."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from provenance.embed import Vectors
from provenance.values import Article, Credit, Passage, Sentence

WORDS = ("river", "bridge", "mayor", "storm", "council", "harvest", "railway", "museum", "strike", "budget", "Olga")
WORDS += ("harbour", "school", "verdict", "hospital", "Novák", "minister", "tunnel", "election", "garden", "factory")


class HashEmbedder:
    """A text is the mean of its words' directions, which their hashes seed."""

    def __init__(self, name: str = "hash", dim: int = 32) -> None:
        self.name = name
        self.dim = dim
        self.sha256 = hashlib.sha256(f"{name} {dim}".encode()).hexdigest()
        self._known: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            row[:] = sum(map(self._direction, text.lower().split()), row)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.divide(vectors, norms, out=vectors, where=norms > 0)

    def _direction(self, word: str) -> Vectors:
        if word not in self._known:
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
            self._known[word] = np.random.default_rng(seed).standard_normal(self.dim).astype(np.float32)
        return self._known[word]


def article(id_: str, *paragraphs: str, language: str = "en", **more: str | None) -> Article:
    """An article whose paragraphs are its passages and whose sentences end with a full stop and a space."""
    passages = []
    start = 0
    for index, text in enumerate(paragraphs):
        passages.append(Passage(index, start, text, "body", language, tuple(_sentences(text, start))))
        start += len(text) + 1
    return Article(id_, "\n".join(paragraphs), language, tuple(passages), **more)  # type: ignore[arg-type]


def credited(id_: str, *paragraphs: str) -> Article:
    """An article that ends with a credit line, which is no story passage."""
    plain = article(id_, *paragraphs, "Source: Deník Řeka")
    line = plain.passages[-1]
    credit = Credit(line.text, "Deník Řeka", line.start, line.end)
    passages = (*plain.passages[:-1], Passage(line.index, line.start, line.text, "credit", "en", line.sentences))
    return Article(id_, plain.text, "en", passages, "Title", "https://reka.example/1", "Herald", "2024-05-06", credit)


def many(count: int, passages: int = 3, seed: int = 0) -> Iterator[Article]:
    """Articles that do not repeat, the same ones for the same seed."""
    chance = random.Random(seed)
    for number in range(count):
        paragraphs = [f"{' '.join(chance.choices(WORDS, k=9))} case {number} part {part}." for part in range(passages)]
        yield article(
            f"a-{number}", *paragraphs, outlet=f"Outlet {number % 3}", published=f"2024-01-{number % 28 + 1:02d}"
        )


def _sentences(text: str, start: int) -> Iterator[Sentence]:
    for part in text.split(". "):
        yield Sentence(part, start)
        start += len(part) + 2


class Stream(Iterator[Article]):
    """Articles that an interrupted run can go on with."""

    def __init__(self, articles: Iterable[Article], fingerprint: str = "one", captured: str | None = None) -> None:
        self.fingerprint = fingerprint
        self.captured = captured
        self.position = 0
        self.skipped = 0
        self._articles = iter(articles)

    @property
    def fraction(self) -> float | None:
        return None

    def skip(self, records: int) -> None:
        self.skipped = records
        for _ in range(records):
            next(self)

    def __next__(self) -> Article:
        following = next(self._articles)
        self.position += 1
        return following

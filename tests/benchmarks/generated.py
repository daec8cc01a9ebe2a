"""Made-up articles and vectors, for sizes at which reading and embedding real text would take the day."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np

from provenance.embed import Vectors
from provenance.values import Article, Passage, Sentence

PARAGRAPHS, WORDS = 7, 38
_HIDDEN, _CLUSTERS, _NOISE = 64, 4096, 0.6
_SYLLABLES = ["ba", "ke", "ri", "do", "lu", "ma", "ne", "so", "ti", "vu", "gra", "sto"]
VOCABULARY = [
    f"{one}{two}{three}"
    for one in _SYLLABLES
    for two in ["lan", "dor", "mik", "ser", "tov", "gul", "nar", "pes", "vil", "ham"]
    for three in ("a", "en", "ov", "ska", "ung", "ice")
]


class Generated:
    """Gives unit vectors in clusters without reading the texts."""

    name, sha256, dim = "generated", "0" * 64, 256

    def __init__(self, seed: int = 1) -> None:
        fixed = np.random.default_rng(1)
        spread = fixed.standard_normal((_HIDDEN, self.dim), np.float32) / 8
        self._centres = fixed.standard_normal((_CLUSTERS, _HIDDEN), np.float32) @ spread
        self._chance = np.random.default_rng(seed)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Any vectors, (n, dim)."""
        made = self._centres[self._chance.integers(0, _CLUSTERS, len(texts))]
        made = made + _NOISE * self._chance.standard_normal((len(texts), self.dim), np.float32)
        return made / np.linalg.norm(made, axis=1, keepdims=True)


def articles(passages: int, seed: int) -> Iterator[Article]:
    """Articles of made-up words, seven paragraphs of about 310 characters each."""
    chance = random.Random(seed)
    for number in range(passages // PARAGRAPHS):
        found, texts, start = [], [], 0
        for index in range(PARAGRAPHS):
            words = chance.choices(VOCABULARY, k=WORDS)
            words[::6] = [word.capitalize() for word in words[::6]]
            halves = [" ".join(words[: WORDS // 2]) + ".", " ".join(words[WORDS // 2 :]) + "."]
            text = " ".join(halves)
            sentences = (Sentence(halves[0], start), Sentence(halves[1], start + len(halves[0]) + 1))
            found.append(Passage(index, start, text, "body", "en", sentences))
            texts.append(text)
            start += len(text) + 1
        published = f"20{20 + number % 5}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        outlet = f"Outlet {number % 40}"
        yield Article(f"{seed}-{number}", "\n".join(texts), "en", tuple(found), outlet=outlet, published=published)

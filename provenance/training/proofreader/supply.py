"""What the training of the proofreader is supplied with: spoiled texts in batches without end, as tensors."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from provenance.align.words import WordAligner
from provenance.checker.features import letters, scaled
from provenance.checker.proofreader import mark_bits
from provenance.embed.static import open_embedded
from provenance.training.corpus import PIVOT
from provenance.training.proofreader.recipe import ProofRecipe
from provenance.training.proofreader.spoiled import Spoiled, spoil
from provenance.training.proofreader.text import Texts, vocabulary_of

#: The odds of drawing a form by how often it was seen.
_EXPONENT = 0.6
_DRAWN_AHEAD = 100_000
_FORMS_AT_ONCE = 4_000


class Supply:
    """Spoiled texts in batches; what the network reads of each word form is looked up once."""

    def __init__(self, texts: dict[str, Texts], forms: Sequence[str], recipe: ProofRecipe) -> None:
        self._texts, self._recipe = texts, recipe
        used = np.unique(np.concatenate([one for own in texts.values() for one in own.forms]))
        self._places = np.zeros(len(forms), np.int64)
        self._places[used] = np.arange(len(used))
        self._words = [forms[one] for one in used.tolist()]
        self.vocabulary = vocabulary_of(texts, forms)
        self._vectors = _vectors_of(self._words)
        self._letters = np.array([letters(word) for word in self._words], np.float16)
        self._rows = {language: self._rows_of(language) for language in texts}

    @property
    def dimensions(self) -> int:
        """Of an embedded vector."""
        return int(self._vectors.shape[1])

    def _rows_of(self, language: str) -> npt.NDArray[np.int32]:
        known = self.vocabulary[language]
        found = np.zeros(len(self._words), np.int32)
        for place in np.unique(self._places[np.concatenate(self._texts[language].forms)]).tolist():
            found[place] = known.row_of(self._words[place])
        return found

    def batches(self, done: int) -> Iterator[tuple[str, list[Spoiled]]]:
        """Endless batches, each of one language, the same again from step `done` on."""
        recipe = self._recipe
        seed = recipe.seed * 1_000_003 + done
        draw, draws = random.Random(seed), np.random.default_rng(seed)
        others = {language: self._others(language, draws) for language in self._texts}
        shares = _shares(self._texts, recipe.english)
        languages = list(shares)
        while True:
            groups: list[tuple[str, list[Spoiled]]] = []
            counts = draws.multinomial(recipe.pool, list(shares.values()))
            for language, count in zip(languages, counts.tolist(), strict=True):
                own = self._texts[language]
                chosen = draws.choice(len(own.forms), count, p=own.weights).tolist()
                spoiled = [spoil(own.forms[one], own.marks[one], others[language], draw) for one in chosen]
                groups += [(language, part) for part in _by_length(spoiled, recipe.words)]
            draw.shuffle(groups)
            yield from groups

    def _others(self, language: str, draws: np.random.Generator) -> list[int]:
        forms, counts = np.unique(np.concatenate(self._texts[language].forms), return_counts=True)
        odds = counts**_EXPONENT
        found: list[int] = draws.choice(forms, _DRAWN_AHEAD, p=odds / odds.sum()).tolist()
        return found

    def vectors(self, forms: Sequence[int]) -> npt.NDArray[np.float32]:
        """The embedded vectors of word forms, as the network reads them (n, vector)."""
        found: npt.NDArray[np.float32] = self._vectors[self._places[list(forms)]].astype(np.float32)
        return found

    def tensors(self, language: str, some: Sequence[Spoiled], device: str) -> tuple[dict[str, Tensor], Tensor, Tensor]:
        """What the network reads of a batch, and what it is to say of gaps and words; -1 where there is none."""
        count, most = len(some), max(len(one.forms) for one in some)
        places = np.zeros((count, most), np.int64)
        marks = np.zeros((count, most), np.int64)
        here = np.zeros((count, most, 1), np.float32)
        holes, odd = np.full((count, most + 1), -1, np.float32), np.full((count, most), -1, np.float32)
        for row, one in enumerate(some):
            size = len(one.forms)
            places[row, :size], marks[row, :size], here[row, :size] = self._places[one.forms], one.marks, 1
            holes[row, : size + 1], odd[row, :size] = one.holes, one.odd
        read = {
            "rows": self._rows[language][places].astype(np.int64),
            "language": np.full(count, self.vocabulary[language].row),
            "vectors": self._vectors[places].astype(np.float32),
            "seen": np.concatenate([self._letters[places].astype(np.float32), mark_bits(marks)], axis=2),
            "here": here,
        }
        ready = {name: torch.from_numpy(values).to(device) for name, values in read.items()}
        return ready, torch.from_numpy(holes).to(device), torch.from_numpy(odd).to(device)


def _by_length(some: Sequence[Spoiled], words: int) -> Iterator[list[Spoiled]]:
    """Texts of like length together, at most `words` words with what fills them up."""
    group: list[Spoiled] = []
    for one in sorted(some, key=lambda one: len(one.forms)):
        if group and (len(group) + 1) * len(one.forms) > words:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _shares(texts: dict[str, Texts], english: float) -> dict[str, float]:
    """How often each language is drawn."""
    odds = {language: own.words**0.5 for language, own in texts.items() if language != PIVOT}
    if PIVOT not in texts or not odds:
        return {language: 1 / len(texts) for language in texts}
    total = sum(odds.values())
    return {PIVOT: english} | {language: (1 - english) * one / total for language, one in odds.items()}


def _vectors_of(words: Sequence[str]) -> npt.NDArray[np.float16]:
    """Embedded vectors of word forms, with components around 1 (n, vector)."""
    aligner = WordAligner(open_embedded(), None)
    parts = [aligner.vectors(words[at : at + _FORMS_AT_ONCE])[0] for at in range(0, len(words), _FORMS_AT_ONCE)]
    return np.concatenate([scaled(part).astype(np.float16) for part in parts])

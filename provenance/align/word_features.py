"""What speaks for two words rendering each other: numbers per cell of the grid of two sentences' words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from anyascii import anyascii
from rapidfuzz import fuzz, process

from provenance.embed.static import StaticEmbedder
from provenance.lexicon import Lexicon, word_unit

Grid = npt.NDArray[np.float32]

#: Features of the first stage, in order.
LEXICAL = (
    "bias", "forward", "backward", "untranslated", "cosine", "above neighbours", "row share", "column share",
    "same form", "spelling", "same number", "other number", "off diagonal", "one is punctuation",
    "weight difference", "least weight", "row translation share", "column translation share",
)  # fmt: skip
#: Features of a later stage, in order; `before` is the log-odds of the stage before.
CONTEXT = (
    "bias", "before", "row share", "column share", "next on diagonal", "near on diagonal", "far on diagonal",
    "left and right", "above and below", "best rival in row", "best rival in column", "off diagonal",
    "least weight", "spelling or form", "cosine",
)  # fmt: skip
_FAINTEST = 1e-4
_SHARPNESS = 14.0
#: Word forms that are kept in memory.
REMEMBERED_WORDS = 20_000
_SHORTEST_SPELLED = 4


@dataclass(frozen=True, slots=True)
class _Known:
    """What is kept of a word form: unit vector, the vector's length, romanised letters, digits."""

    vector: npt.NDArray[np.float32]
    weight: float
    roman: str
    digits: str
    folded: str
    sign: bool


class WordFeatures:
    """Features of word pairs, from an embedder and a lexicon; forms seen before are remembered."""

    def __init__(self, embedder: StaticEmbedder, lexicon: Lexicon | None, remembered: int = REMEMBERED_WORDS) -> None:
        self._embedder, self._lexicon, self._remembered = embedder, lexicon, remembered
        self._known: dict[str, _Known] = {}

    def lexical(
        self, original: Sequence[str], repost: Sequence[str], original_language: str, repost_language: str
    ) -> Grid:
        """The features `LEXICAL`, shape (len(LEXICAL), n, m), for words of two sentences (n, m > 0)."""
        left, right = self._look_up(original), self._look_up(repost)
        n, m = len(left), len(right)
        grid = np.zeros((len(LEXICAL), n, m), np.float32)
        grid[0] = 1
        forward, backward = self._translations(original, repost, original_language, repost_language)
        scale = np.float32(1 / -np.log(_FAINTEST))
        grid[1] = np.log(forward / _FAINTEST + 1) * scale
        grid[2] = np.log(backward / _FAINTEST + 1) * scale
        grid[3] = (forward.max(axis=1, keepdims=True) > 0.05) & (forward + backward <= 0)
        cosine = np.stack([one.vector for one in left]) @ np.stack([one.vector for one in right]).T
        grid[4] = cosine
        # CSLS (Conneau et al. 2018): a word near everything proves little.
        grid[5] = cosine - 0.5 * (_mean_of_best(cosine, 1)[:, None] + _mean_of_best(cosine, 0)[None, :])
        sharp = np.exp(_SHARPNESS * (cosine - 1))
        grid[6] = sharp / sharp.sum(axis=1, keepdims=True)
        grid[7] = sharp / sharp.sum(axis=0, keepdims=True)
        self._forms(left, right, grid)
        grid[12] = np.abs((np.arange(n)[:, None] + 0.5) / n - (np.arange(m)[None, :] + 0.5) / m)
        weights = np.array([one.weight for one in left])[:, None], np.array([one.weight for one in right])[None, :]
        grid[14] = np.abs(weights[0] - weights[1])
        grid[15] = np.minimum(*weights)
        grid[16] = forward / (forward.sum(axis=1, keepdims=True) + 0.02)
        grid[17] = backward / (backward.sum(axis=0, keepdims=True) + 0.02)
        return grid

    def _forms(self, left: Sequence[_Known], right: Sequence[_Known], grid: Grid) -> None:
        folded = _equal([one.folded for one in left], [one.folded for one in right])
        grid[8] = folded
        spelled = [[one.roman if len(one.roman) >= _SHORTEST_SPELLED else "" for one in side] for side in (left, right)]
        if any(spelled[0]) and any(spelled[1]):
            ratios = process.cdist(*spelled, scorer=fuzz.ratio, dtype=np.float32, score_cutoff=55) / 100
            empty = np.array([not one for one in spelled[0]])[:, None] | np.array([not one for one in spelled[1]])
            grid[9] = np.where(empty, 0, np.maximum(ratios - 0.5, 0) * 2)
        digits = [[one.digits for one in side] for side in (left, right)]
        if any(digits[0]) or any(digits[1]):
            has = [np.array([bool(one) for one in side]) for side in digits]
            both = has[0][:, None] & has[1][None, :]
            same = _equal(*digits) & both
            grid[10] = same
            grid[11] = (has[0][:, None] | has[1][None, :]) & ~same
        signs = [np.array([one.sign for one in side]) for side in (left, right)]
        grid[13] = signs[0][:, None] != signs[1][None, :]

    def _translations(
        self, original: Sequence[str], repost: Sequence[str], original_language: str, repost_language: str
    ) -> tuple[Grid, Grid]:
        if self._lexicon is None:
            return np.zeros((len(original), len(repost)), np.float32), np.zeros(
                (len(original), len(repost)), np.float32
            )
        return self._lexicon.probabilities(
            [word_unit(word, original_language) for word in original],
            [word_unit(word, repost_language) for word in repost],
            original_language,
            repost_language,
        )

    def vectors(self, words: Sequence[str]) -> tuple[Grid, Grid]:
        """Unit vectors (n, dim) of words and the lengths (n,) that they had, n > 0."""
        known = self._look_up(words)
        return np.stack([one.vector for one in known]), np.array([one.weight for one in known], np.float32)

    def _look_up(self, words: Sequence[str]) -> list[_Known]:
        new = [word for word in dict.fromkeys(words) if word not in self._known]
        if new:
            if len(self._known) > self._remembered:
                self._known.clear()
                new = list(dict.fromkeys(words))
            self._learn(new)
        return [self._known[word] for word in words]

    def _learn(self, words: Sequence[str]) -> None:
        for word in words:
            # One by one: few words are new at a time, and starting threads for them costs more than they do.
            one = self._embedder.tokenizer.encode(word, add_special_tokens=False)
            vector = (
                self._embedder.piece_vectors(one.ids).mean(axis=0)
                if one.ids
                else np.zeros(self._embedder.dim, np.float32)
            )
            weight = float(np.linalg.norm(vector))
            folded = unicodedata.normalize("NFKC", word).casefold()
            digits = "".join(str(unicodedata.digit(c)) for c in folded if c.isdigit())
            self._known[word] = _Known(
                vector / max(weight, 1e-9),
                weight,
                "" if digits else "".join(filter(str.isalnum, anyascii(folded).lower())),
                digits,
                folded,
                not any(c.isalnum() for c in folded),
            )


def word_support(lexical: Grid) -> Grid:
    """How well two words could render each other wherever they stand, 0..1, shape (n, m)."""
    return np.asarray(np.clip(lexical[[1, 2, 4, 8, 9]].max(axis=0), 0, 1), np.float32)


def contextual(before: Grid, lexical: Grid) -> Grid:
    """The features `CONTEXT`, shape (len(CONTEXT), n, m), from log-odds (n, m) and the lexical features.

    A word's neighbours tend to be rendered by its counterpart's neighbours, and a word that has found
    its counterpart needs no other.
    """
    n, m = before.shape
    chance = np.asarray(1 / (1 + np.exp(-np.clip(before, -30, 30))), np.float32)
    grid = np.empty((len(CONTEXT), n, m), np.float32)
    grid[0] = 1
    grid[1] = before
    rows, columns = chance.sum(axis=1, keepdims=True), chance.sum(axis=0, keepdims=True)
    grid[2] = chance / (rows + 0.1)
    grid[3] = chance / (columns + 0.1)
    wide = np.zeros((n + 8, m + 10), np.float32)
    wide[4:-4, 5:-5] = chance
    # Each cell with its two neighbours, so that one inserted word does not break a run.
    blurred = wide[:, :-2] + wide[:, 1:-1] + wide[:, 2:]

    def shifted(by: int) -> Grid:
        return blurred[4 + by : 4 + by + n, 4 + by : 4 + by + m]

    grid[4] = wide[3 : 3 + n, 4 : 4 + m] + wide[5 : 5 + n, 6 : 6 + m]
    grid[5] = shifted(-2) + shifted(2) + shifted(-1) + shifted(1) - grid[4]
    grid[6] = shifted(-3) + shifted(3) + shifted(-4) + shifted(4)
    grid[7] = wide[4 : 4 + n, 4 : 4 + m] + wide[4 : 4 + n, 6 : 6 + m]
    grid[8] = wide[3 : 3 + n, 5 : 5 + m] + wide[5 : 5 + n, 5 : 5 + m]
    grid[9] = _best_rival(chance)
    grid[10] = _best_rival(chance.T).T
    grid[11] = lexical[12]
    grid[12] = lexical[15]
    grid[13] = np.maximum(lexical[8], lexical[9])
    grid[14] = lexical[4]
    return grid


def _best_rival(chance: Grid) -> Grid:
    """For each cell the largest other value of its row."""
    if chance.shape[1] < 2:
        return np.zeros_like(chance)
    top = np.partition(chance, -2, axis=1)[:, -2:]
    return np.where(chance == top[:, 1:], top[:, :1], top[:, 1:])


def _mean_of_best(grid: Grid, axis: int, best: int = 3) -> npt.NDArray[np.float32]:
    size = grid.shape[axis]
    if size <= best:
        return np.asarray(grid.mean(axis=axis), np.float32)
    top = np.partition(grid, size - best, axis=axis)
    return np.asarray(np.take(top, range(size - best, size), axis=axis).mean(axis=axis), np.float32)


def _equal(left: Sequence[str], right: Sequence[str]) -> npt.NDArray[np.bool_]:
    numbers: dict[str, int] = {}
    a, b = ([numbers.setdefault(one, len(numbers)) for one in side] for side in (left, right))
    same: npt.NDArray[np.bool_] = np.equal.outer(np.array(a), np.array(b))
    return same

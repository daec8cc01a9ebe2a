"""What speaks for two words rendering each other: numbers per cell of the grid of two sentences' words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from provenance.align.word_forms import REMEMBERED_WORDS, Forms, Grid, WordForms
from provenance.embed.static import StaticEmbedder
from provenance.lexicon import Lexicon, word_unit

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


class WordFeatures:
    """Features of word pairs, from an embedder and a lexicon; forms seen before are remembered."""

    def __init__(self, embedder: StaticEmbedder, lexicon: Lexicon | None, remembered: int = REMEMBERED_WORDS) -> None:
        self._lexicon = lexicon
        self._forms = WordForms(embedder, remembered)

    def lexical(
        self, original: Sequence[str], repost: Sequence[str], original_language: str, repost_language: str
    ) -> Grid:
        """The features `LEXICAL`, shape (len(LEXICAL), n, m), for words of two sentences (n, m > 0)."""
        left, right = self._forms.look_up(original), self._forms.look_up(repost)
        n, m = len(original), len(repost)
        grid = np.zeros((len(LEXICAL), n, m), np.float32)
        grid[0] = 1
        forward, backward = self._translations(original, repost, original_language, repost_language)
        scale = np.float32(1 / -np.log(_FAINTEST))
        grid[1] = np.log(forward / _FAINTEST + 1) * scale
        grid[2] = np.log(backward / _FAINTEST + 1) * scale
        grid[3] = (forward.max(axis=1, keepdims=True) > 0.05) & (forward + backward <= 0)
        cosine = left.vectors @ right.vectors.T
        grid[4] = cosine
        # CSLS (Conneau et al. 2018): a word near everything proves little.
        grid[5] = cosine - 0.5 * (_mean_of_best(cosine, 1)[:, None] + _mean_of_best(cosine, 0)[None, :])
        sharp = np.exp(_SHARPNESS * (cosine - 1))
        grid[6] = sharp / sharp.sum(axis=1, keepdims=True)
        grid[7] = sharp / sharp.sum(axis=0, keepdims=True)
        _compare_forms(left, right, grid)
        grid[12] = np.abs((np.arange(n)[:, None] + 0.5) / n - (np.arange(m)[None, :] + 0.5) / m)
        weights = left.weights[:, None], right.weights[None, :]
        grid[14] = np.abs(weights[0] - weights[1])
        grid[15] = np.minimum(*weights)
        grid[16] = forward / (forward.sum(axis=1, keepdims=True) + 0.02)
        grid[17] = backward / (backward.sum(axis=0, keepdims=True) + 0.02)
        return grid

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
        known = self._forms.look_up(words)
        return known.vectors, known.weights.astype(np.float32)


def _compare_forms(left: Forms, right: Forms, grid: Grid) -> None:
    """Fill in what the spelling says."""
    grid[8] = np.equal.outer(left.folded, right.folded)
    if any(left.spelled) and any(right.spelled):
        ratios = process.cdist(left.spelled, right.spelled, scorer=fuzz.ratio, dtype=np.float32, score_cutoff=55) / 100
        grid[9] = np.maximum(ratios - 0.5, 0) * 2
        grid[9, [not one for one in left.spelled]] = 0
        grid[9, :, [not one for one in right.spelled]] = 0
    if left.digits.any() or right.digits.any():
        same = np.equal.outer(left.digits, right.digits) & (left.digits > 0)[:, None]
        grid[10] = same
        grid[11] = np.logical_or.outer(left.digits > 0, right.digits > 0) & ~same
    grid[13] = np.not_equal.outer(left.signs, right.signs)


def translation_chances(lexical: Grid) -> Grid:
    """The larger of the lexicon's two probabilities of each pair of words, (n, m), from the features `LEXICAL`."""
    scaled = np.maximum(lexical[1], lexical[2]) * np.float32(-np.log(_FAINTEST))
    return np.asarray(np.expm1(scaled) * _FAINTEST, np.float32)


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
    return np.asarray((top[size - best :] if axis == 0 else top[:, size - best :]).mean(axis=axis), np.float32)

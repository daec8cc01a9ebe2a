"""What the aligner knows of a word by itself, wherever it stands: its vector, its spelling, its figures."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from anyascii import anyascii

from provenance.embed.static import StaticEmbedder

Grid = npt.NDArray[np.float32]

#: Word forms that are kept in memory.
REMEMBERED_WORDS = 20_000
_ROWS_AT_FIRST = 1024
_SHORTEST_SPELLED = 4


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """The n words of a sentence.

    `vectors` (n, dim) are of unit length, `weights` (n,) the lengths that they had; `folded` and `digits` (n,)
    are numbers, equal where the words are but for their case, and where their digits are (0: there are none);
    `signs` (n,) says which hold neither letter nor digit; `spelled` are romanised letters, "" where there are few.
    """

    vectors: Grid
    weights: npt.NDArray[np.float64]
    folded: npt.NDArray[np.int32]
    digits: npt.NDArray[np.int32]
    signs: npt.NDArray[np.bool_]
    spelled: list[str]


class WordForms:
    """Words that were seen, row by row, so that those of a sentence are picked out at once.

    Args:
        embedder: the model whose word pieces make the vectors.
        remembered: after so many words all are forgotten.
    """

    def __init__(self, embedder: StaticEmbedder, remembered: int = REMEMBERED_WORDS) -> None:
        self._embedder, self._remembered = embedder, remembered
        self._forget()

    def look_up(self, words: Sequence[str]) -> Forms:
        """What is known of the words of a sentence, in order."""
        new = [word for word in dict.fromkeys(words) if word not in self._row]
        if new:
            if len(self._row) > self._remembered:
                self._forget()
                new = list(dict.fromkeys(words))
            self._learn(new)
        known, rows = self._known, [self._row[word] for word in words]
        return Forms(
            known.vectors[rows],
            known.weights[rows],
            known.folded[rows],
            known.digits[rows],
            known.signs[rows],
            [known.spelled[row] for row in rows],
        )

    def _forget(self) -> None:
        self._row: dict[str, int] = {}
        self._folded: dict[str, int] = {}
        self._digits: dict[str, int] = {"": 0}
        self._known = _room(_ROWS_AT_FIRST, self._embedder.dim)

    def _learn(self, words: Sequence[str]) -> None:
        first, last = len(self._row), len(self._row) + len(words)
        if last > len(self._known.weights):
            self._known = _room(2 * last, self._embedder.dim, self._known)
        vectors = self._vectors(words)
        # A product a row, as one norm of the word alone would be.
        weights = np.sqrt(np.array([vector.dot(vector) for vector in vectors]))
        known = self._known
        known.vectors[first:last] = vectors / np.maximum(weights, np.float32(1e-9))[:, None]
        known.weights[first:last] = weights
        for row, word in enumerate(words, first):
            self._row[word] = row
            folded = unicodedata.normalize("NFKC", word).casefold()
            digits = "".join(str(unicodedata.digit(c)) for c in folded if c.isdigit())
            spelled = "" if digits else "".join(filter(str.isalnum, anyascii(folded).lower()))
            known.folded[row] = self._folded.setdefault(folded, len(self._folded))
            known.digits[row] = self._digits.setdefault(digits, len(self._digits))
            known.signs[row] = not any(map(str.isalnum, folded))
            known.spelled.append(spelled if len(spelled) >= _SHORTEST_SPELLED else "")

    def _vectors(self, words: Sequence[str]) -> Grid:
        """The mean of each word's pieces (n, dim), zeros where it has none."""
        # One by one: few words are new at a time, and starting threads for them costs more than they do.
        pieces = [self._embedder.tokenizer.encode(word, add_special_tokens=False).ids for word in words]
        every = self._embedder.piece_vectors([one for ids in pieces for one in ids])
        means, at = np.zeros((len(words), self._embedder.dim), np.float32), 0
        for mean, ids in zip(means, pieces, strict=True):
            if ids:
                np.divide(every[at : at + len(ids)].sum(axis=0), np.float32(len(ids)), out=mean)
            at += len(ids)
        return means


def _room(size: int, dim: int, known: Forms | None = None) -> Forms:
    """Room for `size` words, the first of them those that are known already."""
    room = Forms(
        np.empty((size, dim), np.float32),
        np.empty(size),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.bool_),
        known.spelled if known else [],
    )
    if known:
        count = len(known.spelled)
        room.vectors[:count], room.weights[:count] = known.vectors[:count], known.weights[:count]
        room.folded[:count], room.digits[:count] = known.folded[:count], known.digits[:count]
        room.signs[:count] = known.signs[:count]
    return room

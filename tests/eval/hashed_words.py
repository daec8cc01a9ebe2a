"""What shared words, numbers and names alone find: a hashed bag of words, the baseline of the tables."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

_WORD = re.compile(r"\w+")


class HashedWords:
    """Each word adds one to a cell chosen by its hash, with a hashed sign (Weinberger et al. 2009)."""

    name, dim, sha256 = "hashed words", 4096, "none"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Unit rows (n, dim); a text without words gives zeros."""
        rows = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in _WORD.findall(text.casefold()):
                cell, sign = _place(word)
                row[cell] += sign
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        np.divide(rows, norms, out=rows, where=norms > 0)
        return rows


@lru_cache(maxsize=200_000)
def _place(word: str) -> tuple[int, float]:
    number = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
    return number % HashedWords.dim, 1.0 if number >> 63 else -1.0

"""The sizes of the checker's network, as its file states them and its training chooses them."""

from __future__ import annotations

from dataclasses import dataclass

#: Distances between words of one side are told apart up to this many words.
FARTHEST = 8
#: Readings of a word or gap that are pooled into the pair's: the largest, the mean of the largest three, sum and mean.
POOLED = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the network is: `vector` the dimensions of the word vectors, the rest its own."""

    vector: int = 256
    dim: int = 192
    layers: int = 3
    heads: int = 6
    wide: int = 512
    gap: int = 96
    pooled: int = 48

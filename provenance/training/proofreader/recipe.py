"""How the proofreader is trained."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProofRecipe:
    """Everything that decides the result of a training run, apart from the text.

    `words` is the size of a batch, padding included, `pool` the texts that are sorted by length together;
    `english` is the share of English, for most reposts are English, the rest is shared by the root of how
    much text each language has. A run ends after `steps`, or after `minutes` where that comes first.
    """

    steps: int = 20_000
    minutes: float | None = None
    words: int = 4_000
    pool: int = 3_000
    english: float = 0.4
    rate: float = 0.002
    warmup: int = 300
    decay: float = 0.01
    averaged: float = 0.999
    seed: int = 1

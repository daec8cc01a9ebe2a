"""Checkers of small sizes with drawn weights, for tests of everything but the quality."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from provenance.checker.network import weight_sizes
from provenance.checker.proofreader import Vocabulary, proof_sizes
from provenance.checker.shape import Shape
from provenance.checker.storage import CheckerContent, ProofWeights, write_checker
from provenance.checker.weighted import Weights
from provenance.embed.static import open_embedded

SMALL = Shape(vector=256, dim=16, layers=2, heads=2, wide=24, gap=8, pooled=6)


def drawn_weights(shape: Shape = SMALL, seed: int = 1) -> Weights:
    """Weights of a network of these sizes."""
    return _drawn(weight_sizes(shape), seed)


def drawn_proof(seed: int = 2) -> ProofWeights:
    """A proofreader with drawn weights that knows a few words of two languages."""
    vocabulary = Vocabulary({"en": (["the", "of", "minister"], ["ing"]), "cs": (["a"], [])})
    return ProofWeights(vocabulary, _drawn(proof_sizes(vocabulary.rows, SMALL.vector), seed))


def _drawn(sizes: Mapping[str, tuple[int, ...]], seed: int) -> Weights:
    draw = np.random.default_rng(seed)
    return {
        name: (0.4 * draw.standard_normal(size)).astype(np.float16).astype(np.float32) for name, size in sizes.items()
    }


def written_checker(folder: Path, vectors_sha256: str | None = None, proof: ProofWeights | None = None) -> Path:
    """A small checker on disk, for the installed model unless another hash is given."""
    path = folder / "checker.npz"
    write_checker(path, CheckerContent(SMALL, drawn_weights(), vectors_sha256 or open_embedded().sha256, proof))
    return path

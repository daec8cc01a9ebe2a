"""Checkers of small sizes with drawn weights, for tests of everything but the quality."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from provenance.checker.features import CHANNELS, SCALARS
from provenance.checker.shape import FARTHEST, POOLED, Shape
from provenance.checker.storage import Weights, write_checker
from provenance.checker.word_kinds import KINDS
from provenance.embed.static import open_embedded

SMALL = Shape(vector=256, dim=16, layers=2, heads=2, wide=24, gap=8, pooled=6)


def drawn_weights(shape: Shape = SMALL, seed: int = 1) -> Weights:
    """Weights of a network of these sizes."""
    dim, heads = shape.dim, shape.heads
    sizes: dict[str, tuple[int, ...]] = {
        "project.weight": (dim, shape.vector), "enter.weight": (dim, 3 * dim + SCALARS), "enter.bias": (dim,),
        "side": (2, dim), "leave.weight": (dim,), "leave.bias": (dim,), "word.weight": (2, dim), "word.bias": (2,),
        "gap_left.weight": (shape.gap, dim), "gap_left.bias": (shape.gap,), "gap_right.weight": (shape.gap, dim),
        "gap.weight": (1, shape.gap), "gap.bias": (1,), "pool.weight": (shape.pooled, dim),
        "pool.bias": (shape.pooled,), "judge.weight": (shape.pooled, 2 * shape.pooled + 3 * POOLED + 2 * KINDS),
        "judge.bias": (shape.pooled,), "pair.weight": (1, shape.pooled), "pair.bias": (1,),
        "rate.weight": (shape.pooled, 2 * shape.pooled + 3 * POOLED + 2 * KINDS), "rate.bias": (shape.pooled,),
        "serious.weight": (1, shape.pooled), "serious.bias": (1,),
    }  # fmt: skip
    for layer in range(shape.layers):
        sizes |= {
            f"layers.{layer}.{name}": size
            for name, size in {
                "before_attention.weight": (dim,), "before_attention.bias": (dim,), "before_wide.weight": (dim,),
                "before_wide.bias": (dim,), "ask_key_value.weight": (3 * dim, dim), "ask_key_value.bias": (3 * dim,),
                "answer.weight": (dim, dim), "answer.bias": (dim,), "near": (heads, 2 * FARTHEST + 1),
                "cross.weight": (2 * heads, CHANNELS), "cross.bias": (2 * heads,),
                "widen.weight": (shape.wide, dim), "widen.bias": (shape.wide,),
                "narrow.weight": (dim, shape.wide), "narrow.bias": (dim,),
            }.items()
        }  # fmt: skip
    draw = np.random.default_rng(seed)
    return {
        name: (0.4 * draw.standard_normal(size)).astype(np.float16).astype(np.float32) for name, size in sizes.items()
    }


def written_checker(folder: Path, vectors_sha256: str | None = None) -> Path:
    """A small checker on disk, for the installed model unless another hash is given."""
    path = folder / "checker.npz"
    write_checker(path, SMALL, drawn_weights(), vectors_sha256 or open_embedded().sha256)
    return path

"""The checker's network read with NumPy: a few transformer layers over the words of both sides.

The same steps as `provenance.training.checker.network` takes in torch, where they are explained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.checker.features import CHANCE, CHANNELS, SCALARS, PairInput
from provenance.checker.shape import FARTHEST, POOLED, Shape
from provenance.checker.weighted import Floats, Weighted, Weights, chance
from provenance.checker.word_kinds import KINDS, word_kinds

_NOWHERE = np.float32(-1e4)
_LEAST_ODDS = -15.0
_TOP = 3

Here = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Odds:
    """Probabilities for one pair: `wrong` (m,), `missing` (m + 1,), `unrendered` (n,), and two for it as a whole."""

    wrong: Floats
    missing: Floats
    unrendered: Floats
    pair: float
    serious: float


class Network(Weighted):
    """The network with its weights.

    Raises:
        ValueError: a weight is missing or has another size than the shape says.
    """

    def __init__(self, shape: Shape, weights: Weights) -> None:
        if shape.dim % shape.heads:
            raise ValueError("its sizes do not fit together")
        super().__init__(weights, weight_sizes(shape))
        self.shape = shape

    def read(self, pairs: Sequence[PairInput]) -> list[Odds]:
        """Read pairs of like length at once."""
        sizes = [pair.grid.shape[1:] for pair in pairs]
        n, m = (max(size[side] for size in sizes) for side in (0, 1))
        original, repost = np.zeros((len(pairs), n), bool), np.zeros((len(pairs), m), bool)
        vectors = np.zeros((len(pairs), n + m, self.shape.vector), np.float32)
        scalars = np.zeros((len(pairs), n + m, SCALARS), np.float32)
        cells = np.zeros((len(pairs), n, m, CHANNELS), np.float32)
        for row, (pair, (a, b)) in enumerate(zip(pairs, sizes, strict=True)):
            original[row, :a] = repost[row, :b] = True
            vectors[row, :a], vectors[row, n : n + b] = pair.vectors[:a], pair.vectors[a:]
            scalars[row, :a], scalars[row, n : n + b] = pair.scalars[:a], pair.scalars[a:]
            cells[row, :a, :b] = pair.grid.transpose(1, 2, 0)
        wrong, missing, unrendered, fault, serious = self._forward(vectors, scalars, cells, original, repost)
        return [
            Odds(chance(wrong[row, :b]), chance(missing[row, : b + 1]), chance(unrendered[row, :a]),
                 float(chance(fault[row])), float(chance(serious[row])))
            for row, (a, b) in enumerate(sizes)
        ]  # fmt: skip

    def _forward(
        self, vectors: Floats, scalars: Floats, cells: Floats, original: Here, repost: Here
    ) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        n = original.shape[1]
        x = self._enter(vectors, scalars, cells[..., CHANCE], n)
        here = np.concatenate([original, repost], axis=1)
        masked = np.where(here, np.float32(0), _NOWHERE)[:, None, None, :]
        for layer in range(self.shape.layers):
            x = self._attend(x, cells, masked, n, f"layers.{layer}.")
            x = x + self._wide(x, f"layers.{layer}.")
        x = self._norm(x, "leave")
        words = self._linear(x, "word")
        unrendered, wrong = words[:, :n, 0], words[:, n:, 1]
        missing = self._gaps(x[:, n:] * repost[..., None], "gap")
        gaps = np.concatenate([np.ones((len(x), 1), bool), repost], axis=1)
        hidden = np.maximum(self._linear(x, "pool"), 0) * here[..., None]
        pools = [_pool(wrong, repost), _pool(missing, gaps), _pool(unrendered, original)]
        pools += [_pool_kinds(wrong, repost, scalars[:, n:]), _pool_kinds(unrendered, original, scalars[:, :n])]
        judged = np.concatenate([hidden[:, :n].max(axis=1), hidden[:, n:].max(axis=1), *pools], axis=1)
        pair, serious = (
            self._linear(np.maximum(self._linear(judged, first), 0), then)[:, 0]
            for first, then in (("judge", "pair"), ("rate", "serious"))
        )
        return wrong, missing, unrendered, pair, serious

    def _enter(self, vectors: Floats, scalars: Floats, linked: Floats, n: int) -> Floats:
        own = self._linear(vectors, "project")
        to_repost = linked / (linked.sum(axis=2, keepdims=True) + np.float32(0.3))
        to_original = (linked / (linked.sum(axis=1, keepdims=True) + np.float32(0.3))).transpose(0, 2, 1)
        aligned = np.concatenate([to_repost @ own[:, n:], to_original @ own[:, :n]], axis=1)
        x = self._linear(np.concatenate([own, aligned, np.abs(own - aligned), scalars], axis=2), "enter")
        x[:, :n] += self._weights["side"][0]
        x[:, n:] += self._weights["side"][1]
        return x

    def _attend(self, x: Floats, cells: Floats, masked: Floats, n: int, layer: str) -> Floats:
        b, length, dim = x.shape
        heads = self.shape.heads
        asked = self._linear(self._norm(x, layer + "before_attention"), layer + "ask_key_value")
        asked = asked.reshape(b, length, 3, heads, dim // heads).transpose(2, 0, 3, 1, 4)
        scores = (asked[0] * np.float32((dim // heads) ** -0.5)) @ asked[1].transpose(0, 1, 3, 2)
        cross = self._linear(cells, layer + "cross")
        scores[:, :, :n, n:] += cross[..., :heads].transpose(0, 3, 1, 2)
        scores[:, :, n:, :n] += cross[..., heads:].transpose(0, 3, 2, 1)
        near = self._weights[layer + "near"]
        scores[:, :, :n, :n] += near[:, _distances(n)]
        scores[:, :, n:, n:] += near[:, _distances(length - n)]
        scores += masked
        scores -= scores.max(axis=3, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=3, keepdims=True)
        mixed = (scores @ asked[2]).transpose(0, 2, 1, 3).reshape(b, length, dim)
        return x + self._linear(mixed, layer + "answer")

    def _wide(self, x: Floats, layer: str) -> Floats:
        wide = self._linear(self._norm(x, layer + "before_wide"), layer + "widen")
        return self._linear(np.maximum(wide, 0, out=wide), layer + "narrow")


def weight_sizes(shape: Shape) -> dict[str, tuple[int, ...]]:
    """The shape of each weight."""
    dim, judged = shape.dim, 2 * shape.pooled + 3 * POOLED + 2 * KINDS
    wanted: dict[str, tuple[int, ...]] = {
        "project.weight": (dim, shape.vector), "enter.weight": (dim, 3 * dim + SCALARS), "enter.bias": (dim,),
        "side": (2, dim), "leave.weight": (dim,), "leave.bias": (dim,), "word.weight": (2, dim), "word.bias": (2,),
        "gap_left.weight": (shape.gap, dim), "gap_left.bias": (shape.gap,), "gap_right.weight": (shape.gap, dim),
        "gap.weight": (1, shape.gap), "gap.bias": (1,),
        "pool.weight": (shape.pooled, dim), "pool.bias": (shape.pooled,),
        "judge.weight": (shape.pooled, judged), "judge.bias": (shape.pooled,),
        "pair.weight": (1, shape.pooled), "pair.bias": (1,),
        "rate.weight": (shape.pooled, judged), "rate.bias": (shape.pooled,),
        "serious.weight": (1, shape.pooled), "serious.bias": (1,),
    }  # fmt: skip
    for layer in range(shape.layers):
        wanted |= {f"layers.{layer}.{name}": size for name, size in _layer_sizes(shape).items()}
    return wanted


def _layer_sizes(shape: Shape) -> dict[str, tuple[int, ...]]:
    dim, wide = shape.dim, shape.wide
    return {
        "before_attention.weight": (dim,), "before_attention.bias": (dim,),
        "before_wide.weight": (dim,), "before_wide.bias": (dim,),
        "ask_key_value.weight": (3 * dim, dim), "ask_key_value.bias": (3 * dim,),
        "answer.weight": (dim, dim), "answer.bias": (dim,), "near": (shape.heads, 2 * FARTHEST + 1),
        "cross.weight": (2 * shape.heads, CHANNELS), "cross.bias": (2 * shape.heads,),
        "widen.weight": (wide, dim), "widen.bias": (wide,), "narrow.weight": (dim, wide), "narrow.bias": (dim,),
    }  # fmt: skip


def _distances(length: int) -> npt.NDArray[np.int64]:
    at = np.arange(length)
    found: npt.NDArray[np.int64] = np.clip(at[None, :] - at[:, None], -FARTHEST, FARTHEST) + FARTHEST
    return found


def _pool(odds: Floats, here: Here) -> Floats:
    lowered = np.where(here, odds, _NOWHERE)
    top = np.maximum(-np.sort(-lowered, axis=1)[:, :_TOP], _LEAST_ODDS)
    chances = (chance(lowered) * here).sum(axis=1)
    return np.stack([top[:, 0], top.mean(axis=1), np.log(chances + 0.01), chances / here.sum(axis=1)], axis=1)


def _pool_kinds(odds: Floats, here: Here, scalars: Floats) -> Floats:
    lowered = [np.where(here & kind, odds, _NOWHERE).max(axis=1) for kind in word_kinds(scalars)]
    found: Floats = np.maximum(np.stack(lowered, axis=1), np.float32(_LEAST_ODDS))
    return found

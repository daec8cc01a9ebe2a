"""What the checker's networks have in common: named weights, products over rows, and the norm of a row."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Weights = dict[str, Floats]

_NORM_EPSILON = 1e-5


class Weighted:
    """A network by its weights.

    Args:
        weights: the arrays by name.
        wanted: the shape that each of them must have.

    Raises:
        ValueError: a weight is missing, is one too many, or has another shape.
    """

    def __init__(self, weights: Weights, wanted: Mapping[str, tuple[int, ...]]) -> None:
        if {name: one.shape for name, one in weights.items()} != wanted:
            raise ValueError("its weights do not fit together")
        self._weights = weights
        # Products run over rows, so every matrix is kept the way it is multiplied.
        self._turned = {name: np.ascontiguousarray(one.T) for name, one in weights.items() if name.endswith("weight")}

    def _linear(self, x: Floats, name: str) -> Floats:
        # One product over all rows: NumPy multiplies a stack of matrices one by one.
        turned = self._turned[name + ".weight"]
        flat: Floats = x.reshape(-1, x.shape[-1]) @ turned
        bias = self._weights.get(name + ".bias")
        if bias is not None:
            flat += bias
        found: Floats = flat.reshape(*x.shape[:-1], turned.shape[1])
        return found

    def _norm(self, x: Floats, name: str) -> Floats:
        centred: Floats = x - x.mean(axis=-1, keepdims=True)
        spread = np.einsum("...i,...i->...", centred, centred)[..., None] / np.float32(x.shape[-1])
        centred /= np.sqrt(spread + np.float32(_NORM_EPSILON))
        centred *= self._weights[name + ".weight"]
        centred += self._weights[name + ".bias"]
        return centred

    def _gaps(self, x: Floats, name: str) -> Floats:
        """Log-odds (b, m + 1) of the gaps between the words of `x` (b, m, dim), both ends included."""
        edge = np.zeros((len(x), 1, x.shape[2]), np.float32)
        left = self._linear(np.concatenate([edge, x], axis=1), f"{name}_left")
        left += self._linear(np.concatenate([x, edge], axis=1), f"{name}_right")
        found: Floats = self._linear(np.maximum(left, 0, out=left), name)[..., 0]
        return found


def chance(odds: Floats) -> Floats:
    """Probabilities of log-odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), np.float32)

"""The proofreader's network in torch, as it is trained; `provenance.checker.proofreader` reads it without torch."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from provenance.checker.proofreader import DIM, GAP, OWN, REACH, SHOWN, TAKEN


class Layer(nn.Module):
    """One layer: each word takes in two others, `reach` words to either side of it."""

    def __init__(self, reach: int) -> None:
        super().__init__()
        self.reach = reach
        self.before = nn.LayerNorm(DIM)
        self.gather, self.answer = nn.Linear(3 * DIM, DIM), nn.Linear(DIM, DIM)

    def forward(self, x: Tensor, here: Tensor) -> Tensor:
        """One step of `x` (b, m, dim); `here` (b, m, 1) is 1 where there is a word."""
        m = x.shape[1]
        wide = functional.pad(self.before(x) * here, (0, 0, self.reach, self.reach))
        around = torch.cat([wide[:, :m], wide[:, self.reach : self.reach + m], wide[:, 2 * self.reach :]], 2)
        answer: Tensor = self.answer(functional.relu(self.gather(around)))
        return (x + answer) * here


class Network(nn.Module):
    """Log-odds of holes and of odd words.

    Args:
        rows: words, endings and languages with a vector of their own.
        vector: dimensions of the embedded vectors.
    """

    def __init__(self, rows: int, vector: int) -> None:
        super().__init__()
        self.own = nn.Embedding(rows, OWN)
        nn.init.normal_(self.own.weight, std=0.3)
        self.take = nn.Linear(vector, TAKEN, bias=False)
        self.enter = nn.Linear(OWN + TAKEN + SHOWN, DIM)
        self.layers = nn.ModuleList(Layer(reach) for reach in REACH)
        self.leave = nn.LayerNorm(DIM)
        self.hole_left, self.hole_right = nn.Linear(DIM, GAP), nn.Linear(DIM, GAP, bias=False)
        self.hole, self.odd = nn.Linear(GAP, 1), nn.Linear(DIM, 1)

    def forward(self, rows: Tensor, language: Tensor, vectors: Tensor, seen: Tensor, here: Tensor) -> list[Tensor]:
        """Log-odds of holes (b, m + 1) and of odd words (b, m).

        Args:
            rows: the row of each word's own vector (b, m).
            language: that of its language (b,).
            vectors: embedded vectors (b, m, vector).
            seen: what words show (b, m, `SHOWN`).
            here: 1 where there is a word (b, m, 1).
        """
        own = (self.own(rows) + self.own(language)[:, None]) * here
        x = self.enter(torch.cat([own, self.take(vectors), seen], 2)) * here
        for layer in self.layers:
            x = layer(x, here)
        x = self.leave(x) * here
        edge = x.new_zeros(len(x), 1, DIM)
        gaps = self.hole_left(torch.cat([edge, x], 1)) + self.hole_right(torch.cat([x, edge], 1))
        return [self.hole(functional.relu(gaps))[..., 0], self.odd(x)[..., 0]]

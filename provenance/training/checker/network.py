"""The checker's network in torch, as it is trained; `provenance.checker.network` reads it without torch.

A transformer (Vaswani et al. 2017) over the words of both sides at once. Each word comes with what the
aligner found for it on the other side (the soft-aligned vector of Parikh et al. 2016), and the evidence
for each link is added to the attention between the sides.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from provenance.checker.features import CHANCE, CHANNELS, SCALARS
from provenance.checker.shape import FARTHEST, POOLED, Shape
from provenance.checker.word_kinds import KINDS, word_kinds

#: A place that holds no word gets no attention.
_NOWHERE = -1e4
_LEAST_ODDS = -15.0


class Layer(nn.Module):
    """One layer: attention between all words of both sides, then a wide step a word."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.before_attention, self.before_wide = nn.LayerNorm(shape.dim), nn.LayerNorm(shape.dim)
        self.ask_key_value = nn.Linear(shape.dim, 3 * shape.dim)
        self.answer = nn.Linear(shape.dim, shape.dim)
        self.near = nn.Parameter(torch.zeros(shape.heads, 2 * FARTHEST + 1))
        self.cross = nn.Linear(CHANNELS, 2 * shape.heads)
        self.widen, self.narrow = nn.Linear(shape.dim, shape.wide), nn.Linear(shape.wide, shape.dim)

    def forward(self, x: Tensor, cells: Tensor, distance: tuple[Tensor, Tensor], masked: Tensor) -> Tensor:
        """One step of `x` (b, n + m, dim); `cells` (b, n, m, channels), `masked` (b, 1, 1, n + m)."""
        b, length, dim = x.shape
        asked = self.ask_key_value(self.before_attention(x)).view(b, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        scores = asked[0] @ asked[1].transpose(-1, -2) * (dim // self.heads) ** -0.5
        cross = self.cross(cells)
        to_repost = cross[..., : self.heads].permute(0, 3, 1, 2)
        to_original = cross[..., self.heads :].permute(0, 3, 2, 1)
        own = [self.near[:, one].expand(b, -1, -1, -1).to(cross.dtype) for one in distance]
        bias = torch.cat([torch.cat([own[0], to_repost], 3), torch.cat([to_original, own[1]], 3)], 2)
        weights = torch.softmax((scores + bias).float() + masked, -1).to(x.dtype)
        mixed = (weights.to(asked.dtype) @ asked[2]).transpose(1, 2).reshape(b, length, dim)
        x = x + self.answer(mixed)
        wide: Tensor = self.narrow(functional.relu(self.widen(self.before_wide(x))))
        return x + wide


class Network(nn.Module):
    """Word, gap and pair readings as log-odds."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.project = nn.Linear(shape.vector, shape.dim, bias=False)
        self.enter = nn.Linear(3 * shape.dim + SCALARS, shape.dim)
        self.side = nn.Parameter(torch.zeros(2, shape.dim))
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.leave = nn.LayerNorm(shape.dim)
        self.word = nn.Linear(shape.dim, 2)
        self.gap_left, self.gap_right = nn.Linear(shape.dim, shape.gap), nn.Linear(shape.dim, shape.gap, bias=False)
        self.gap = nn.Linear(shape.gap, 1)
        self.pool = nn.Linear(shape.dim, shape.pooled)
        self.judge = nn.Linear(2 * shape.pooled + 3 * POOLED + 2 * KINDS, shape.pooled)
        self.pair = nn.Linear(shape.pooled, 1)
        self.rate = nn.Linear(self.judge.in_features, shape.pooled)
        self.serious = nn.Linear(shape.pooled, 1)

    def forward(self, batch: Mapping[str, Tensor]) -> tuple[Tensor, ...]:
        """Log-odds of "wrong" (b, m), "missing" (b, m + 1), "unrendered" (b, n), of the pair and "serious" (b,)."""
        *words, pooled = self.read(batch)
        return *words, self.judge_pair(pooled), self.rate_pair(pooled)

    def judge_pair(self, pooled: Tensor) -> Tensor:
        """Log-odds (b,) of a pair from what is pooled over its words (b, k)."""
        odds: Tensor = self.pair(functional.relu(self.judge(pooled)))
        return odds.float().squeeze(-1)

    def rate_pair(self, pooled: Tensor) -> Tensor:
        """Log-odds (b,) that people would call an error of the pair serious, from what is pooled (b, k)."""
        odds: Tensor = self.serious(functional.relu(self.rate(pooled)))
        return odds.float().squeeze(-1)

    def read(self, batch: Mapping[str, Tensor]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Log-odds of all words and gaps, and what is pooled over them for the pair.

        `batch` holds `vectors` (b, n + m, vector), `scalars` (b, n + m, k), `grid` (b, channels, n, m) and
        `original` (b, n), `repost` (b, m): where there is a word.
        """
        here = batch["original"], batch["repost"]
        n, m = here[0].shape[1], here[1].shape[1]
        cells = batch["grid"].permute(0, 2, 3, 1)
        x = self._enter(batch["vectors"], batch["scalars"], cells[..., CHANCE], n)
        both = torch.cat(here, 1)
        masked = torch.where(both, 0.0, _NOWHERE)[:, None, None, :]
        distance = _distances(n, x.device), _distances(m, x.device)
        for layer in self.layers:
            x = layer(x, cells, distance, masked)
        x = self.leave(x)
        words = self.word(x).float()
        unrendered, wrong = words[:, :n, 0], words[:, n:, 1]
        missing = self._gaps(x[:, n:] * here[1][..., None])
        gaps = torch.cat([here[1].new_ones(len(x), 1), here[1]], 1)
        pools = [_pool(wrong, here[1]), _pool(missing, gaps), _pool(unrendered, here[0])]
        scalars = batch["scalars"]
        pools += [_pool_kinds(wrong, here[1], scalars[:, n:]), _pool_kinds(unrendered, here[0], scalars[:, :n])]
        hidden = functional.relu(self.pool(x)).float() * both[..., None]
        return wrong, missing, unrendered, torch.cat([hidden[:, :n].amax(1), hidden[:, n:].amax(1), *pools], 1)

    def _enter(self, vectors: Tensor, scalars: Tensor, chance: Tensor, n: int) -> Tensor:
        own = self.project(vectors)
        # A word that is linked to nothing gets (almost) no vector from the other side.
        to_repost = chance / (chance.sum(2, keepdim=True) + 0.3)
        to_original = (chance / (chance.sum(1, keepdim=True) + 0.3)).transpose(1, 2)
        aligned = torch.cat([to_repost.to(own.dtype) @ own[:, n:], to_original.to(own.dtype) @ own[:, :n]], 1)
        x: Tensor = self.enter(torch.cat([own, aligned, (own - aligned).abs(), scalars.to(own.dtype)], 2))
        side = torch.cat([self.side[:1].expand(n, -1), self.side[1:].expand(x.shape[1] - n, -1)])
        return x + side.to(x.dtype)

    def _gaps(self, x: Tensor) -> Tensor:
        edge = x.new_zeros(len(x), 1, x.shape[2])
        left, right = torch.cat([edge, x], 1), torch.cat([x, edge], 1)
        odds: Tensor = self.gap(functional.relu(self.gap_left(left) + self.gap_right(right)))
        return odds.float().squeeze(-1)

    def begin_with(self, weights: Mapping[str, Tensor], layers: int) -> None:
        """Take up the weights of a network of so many layers; the others at first change nothing.

        Source: Chen et al. 2016, "Net2Net".
        """
        for name, value in self.named_parameters():
            _, number, step, *_ = *name.split("."), "", ""
            if name.startswith("layers.") and int(number) >= layers and step in {"answer", "narrow"}:
                nn.init.zeros_(value)
        self.load_state_dict(self.state_dict() | dict(weights))


def _distances(length: int, device: torch.device) -> Tensor:
    at = torch.arange(length, device=device)
    return (at[None, :] - at[:, None]).clamp(-FARTHEST, FARTHEST) + FARTHEST


def _pool(odds: Tensor, here: Tensor) -> Tensor:
    """Pooled readings (b, `POOLED`) of log-odds (b, k)."""
    lowered = odds.masked_fill(~here, _NOWHERE)
    top = lowered.topk(min(3, odds.shape[1]), 1).values.clamp(min=_LEAST_ODDS)
    chances = torch.sigmoid(lowered).sum(1)
    return torch.stack([top[:, 0], top.mean(1), torch.log(chances + 0.01), chances / here.sum(1)], 1)


def _pool_kinds(odds: Tensor, here: Tensor, scalars: Tensor) -> Tensor:
    """The largest of the log-odds (b, k) of each kind of words, (b, `KINDS`)."""
    largest = [odds.masked_fill(~(here & kind), _NOWHERE).amax(1) for kind in word_kinds(scalars)]
    return torch.stack(largest, 1).clamp(min=_LEAST_ODDS)

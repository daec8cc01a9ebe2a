"""The steps of training the checker: losses, the optimiser, and checkpoints to go on from."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from provenance.training.checker.batches import Batch
from provenance.training.checker.examples import UNASKED
from provenance.training.checker.network import Network
from provenance.training.checker.recipe import CheckerRecipe
from provenance.training.state import TrainingState

Say = Callable[[str], None]
#: Trained weights to begin with, and how many layers they make.
Start = tuple[Mapping[str, Tensor], int]

CHECKPOINT = "checkpoint.safetensors"
#: The weights that judge the pair from what is pooled.
_JUDGING = ("judge.", "pair.")
_FAITHFUL_WEIGHT = 3.0
#: What the readings weigh in the loss: words wrong, gaps missing, words unrendered; the pair, and that it is serious.
_WORD_WEIGHTS, _PAIR_WEIGHTS = (6.0, 6.0, 4.0), (2.0, 1.0)


class CheckerTraining(TrainingState):
    """The state of a run: network, optimiser, running average of the weights, steps done."""

    def __init__(self, recipe: CheckerRecipe, device: str, start: Start | None = None) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        self.network = Network(recipe.shape)
        if start is not None:
            self.network.begin_with(*start)
        super().__init__(self.network, device, recipe.rate, recipe.decay, recipe.averaged)
        self._began = time.monotonic()

    @property
    def progress(self) -> float:
        """How much of the run is behind it, 0..1, by its steps or by its minutes."""
        minutes = self.recipe.minutes
        by_time = (time.monotonic() - self._began) / 60 / minutes if minutes else 0.0
        return min(1.0, max(self.done / self.recipe.steps, by_time))

    def run(self, batches: Iterable[Batch], until: float, say: Say, checkpoint: Path, every: int = 100) -> None:
        """Train until `progress` is there, or as far as there are batches; the state goes to `checkpoint`."""
        began, losses, pairs = time.monotonic(), [], 0
        for batch in batches:
            losses.append(self.step(batch))
            pairs += len(batch["faulty"])
            self.done += 1
            ended = self.progress >= until
            if self.done % every == 0 or ended:
                mean = np.mean(losses[-every:], axis=0)
                seconds = time.monotonic() - began
                say(
                    f"step {self.done:,} of {self.recipe.steps:,}, loss wrong {mean[0]:.4f} missing {mean[1]:.4f} "
                    f"unrendered {mean[2]:.4f} pair {mean[3]:.4f} "
                    f"serious {mean[4]:.4f}, {pairs / seconds:.0f} pairs a second"
                )
                self.save(checkpoint, asdict(self.recipe))
            if ended:
                break

    def step(self, batch: Batch) -> list[float]:
        """One step; gives the losses of the three word readings and of both of the pair."""
        recipe = self.recipe
        rate = recipe.rate * min(1.0, (self.done + 1) / recipe.warmup) * (0.03 + 0.97 * (1 - self.progress))
        ready = {name: torch.from_numpy(values).to(self.device) for name, values in batch.items()}
        with torch.autocast(self.device, torch.bfloat16):
            *words, pair, serious = self.network(ready)
        losses = [
            _word_loss(odds, ready[name]) for odds, name in zip(words, ("wrong", "missing", "unrendered"), strict=True)
        ]
        # What people marked without a visible reason would teach the pair's number to trust nothing.
        made = ready["weight"] * (1 - ready["judged"])
        for odds, weight in ((pair, made), (serious, ready["judged"])):
            each = functional.binary_cross_entropy_with_logits(odds, ready["faulty"], reduction="none")
            losses.append((each * weight).sum() / weight.sum().clamp(min=1))
        total = sum(weight * loss for weight, loss in zip((*_WORD_WEIGHTS, *_PAIR_WEIGHTS), losses, strict=True))
        self.learn(torch.as_tensor(total), rate)
        return [float(loss.detach()) for loss in losses]

    def settle(self, batches: Iterable[Batch], examples: int, say: Say, rounds: int = 1_200) -> None:
        """Fit what judges the pair once more, alone, on the averaged network's readings of some examples.

        While the readings were still changing it could not learn how far to trust each. Faithful pairs
        weigh more, since a false alarm costs more than a fault that is not seen.
        """
        self.network.load_state_dict(self.average)
        columns: list[tuple[Tensor, Tensor, Tensor]] = []
        for batch in batches:
            ready = {name: torch.from_numpy(values).to(self.device) for name, values in batch.items()}
            with torch.no_grad(), torch.autocast(self.device, torch.bfloat16):
                pooled = self.network.read(ready)[-1].float()
            columns.append((pooled, ready["faulty"], ready["weight"]))
            if sum(len(one[1]) for one in columns) >= examples:
                break
        pooled, faulty, weight = (torch.cat(one) for one in zip(*columns, strict=True))
        weight *= torch.where(faulty < 0.5, _FAITHFUL_WEIGHT, 1.0)
        kept = torch.arange(len(faulty), device=self.device) % 5 == 0
        judging = {name: p for name, p in self.parameters.items() if name.startswith(_JUDGING)}
        optimiser = torch.optim.AdamW(judging.values(), lr=0.003, weight_decay=0.02)
        best, first = float("inf"), 0.0
        for _ in range(rounds):
            each = weight * functional.binary_cross_entropy_with_logits(
                self.network.judge_pair(pooled), faulty, reduction="none"
            )
            loss = float(each[kept].mean().detach())
            first = first or loss
            if loss < best:
                best = loss
                self.average |= {name: p.detach().clone() for name, p in judging.items()}
            optimiser.zero_grad(set_to_none=True)
            torch.autograd.backward(each[~kept].mean())
            optimiser.step()
        say(f"judging the pair settled on {len(faulty):,} examples: loss {first:.4f} to {best:.4f} in {rounds} rounds")


def _word_loss(odds: Tensor, labels: Tensor) -> Tensor:
    asked = labels != UNASKED
    each = functional.binary_cross_entropy_with_logits(odds, labels.clamp(min=0).to(odds.dtype), reduction="none")
    return (each * asked).sum() / asked.sum().clamp(min=1)

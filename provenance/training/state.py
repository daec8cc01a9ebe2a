"""The state of a network in training: its weights, their running average, the optimiser, and checkpoints of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from provenance.errors import TrainingError

_PARTS = ("network", "average", "first", "second")
_FIRST_STEPS = 10


class TrainingState:
    """A network on a device with AdamW (Loshchilov & Hutter 2019) and a running average of its weights.

    Args:
        network: what is trained.
        device: `cpu` or `cuda`.
        rate: the learning rate until `learn` is told another.
        decay: weight decay of the matrices.
        averaged: how much of the average each step keeps.
    """

    def __init__(self, network: nn.Module, device: str, rate: float, decay: float, averaged: float) -> None:
        self.device, self._averaged = device, averaged
        network.to(device)
        self._trained = network
        self.average = {name: value.detach().clone() for name, value in network.state_dict().items()}
        self.parameters = dict(network.named_parameters())
        self.optimiser = torch.optim.AdamW(
            [
                {"params": [p for p in self.parameters.values() if p.ndim > 1], "weight_decay": decay},
                {"params": [p for p in self.parameters.values() if p.ndim <= 1], "weight_decay": 0.0},
            ],
            lr=rate,
            betas=(0.9, 0.98),
        )
        self.done = 0

    def learn(self, loss: Tensor, rate: float) -> None:
        """Take one step down `loss`; the caller counts it."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self._trained.parameters(), 1.0)
        self.optimiser.step()
        keep = min(self._averaged, self.done / (self.done + _FIRST_STEPS))
        for name, value in self._trained.state_dict().items():
            self.average[name].lerp_(value.detach(), 1 - keep)

    def save(self, path: Path, recipe: Mapping[str, Any]) -> None:
        """Write the state of the run to one file, with the recipe for who looks into it."""
        from safetensors.torch import save_file

        state = self.optimiser.state
        parts: dict[str, Mapping[str, Tensor]] = {
            "network": self._trained.state_dict(),
            "average": self.average,
            "first": {name: state[p]["exp_avg"] for name, p in self.parameters.items() if p in state},
            "second": {name: state[p]["exp_avg_sq"] for name, p in self.parameters.items() if p in state},
        }
        tensors = {
            f"{part}/{name}": value.contiguous() for part, values in parts.items() for name, value in values.items()
        }
        temporary = path.with_suffix(".part")
        save_file(tensors, temporary, {"done": str(self.done), "recipe": json.dumps(recipe)})
        temporary.replace(path)

    def load(self, path: Path) -> None:
        """Take up the state that `save` wrote.

        Raises:
            TrainingError: it belongs to a network of other sizes, or cannot be read.
        """
        from safetensors import SafetensorError, safe_open

        try:
            with safe_open(path, "pt", device=self.device) as file:
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
                self.done = int(file.metadata()["done"])
            parts = {
                part: {name.partition("/")[2]: value for name, value in tensors.items() if name.startswith(f"{part}/")}
                for part in _PARTS
            }
            self._trained.load_state_dict(parts["network"])
        except (OSError, SafetensorError, RuntimeError, KeyError, ValueError) as error:
            raise TrainingError(
                f"The checkpoint {path} does not belong to this training; name another folder or delete it."
            ) from error
        self.average = parts["average"]
        for name, parameter in self.parameters.items():
            self.optimiser.state[parameter] = {
                "step": torch.tensor(float(self.done)),
                "exp_avg": parts["first"][name],
                "exp_avg_sq": parts["second"][name],
            }

    def weights(self) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
        """The averaged weights by name."""
        return {name: value.float().cpu().numpy() for name, value in self.average.items()}

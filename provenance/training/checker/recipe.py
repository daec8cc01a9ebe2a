"""What decides a run of training the checker, apart from the text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from provenance.checker.shape import Shape


@dataclass(frozen=True, slots=True)
class CheckerRecipe:
    """Everything that decides the result of a training run, apart from the text.

    `words` is the size of a batch in words of both sides, `pool` the examples that are sorted by length
    together, `uses` how often each batch is learned from.
    A run ends after `steps`, or after `minutes` where that comes first. Up to `late` (a share of the run)
    pairs are short and made up; from then on they have up to `longest` words a side, `judged` of them are
    translations whose errors people marked, and `hard` more faithful ones are some that the checker took
    for faulty. At the end the judgement of the pair is settled on so many more examples.
    """

    shape: Shape = field(default_factory=lambda: Shape(layers=4))
    steps: int = 19_000
    minutes: float | None = None
    words: int = 2_500
    pool: int = 1_536
    uses: int = 2
    rate: float = 0.002
    warmup: int = 500
    decay: float = 0.01
    averaged: float = 0.999
    exponent: float = 0.6
    short: int = 36
    longest: int = 100
    late: float = 0.5
    judged: float = 0.2
    hard: float = 0.25
    settled: int = 24_000
    seed: int = 1

    @property
    def continued(self) -> CheckerRecipe:
        """The recipe for a run that begins with a trained checker: smaller steps, and hard text sooner."""
        return replace(self, rate=self.rate / 2, late=self.late / 2)


#: The two recipes by what they are made for: two cores in two hours, and a CUDA device.
RECIPES = {
    "cpu": CheckerRecipe(minutes=110.0),
    "gpu": CheckerRecipe(
        shape=Shape(dim=256, layers=6, heads=8, wide=1024), steps=150_000, words=24_000, uses=1, rate=0.0008,
        warmup=1_000, averaged=0.9995, exponent=0.5,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckerFiles:
    """What a run learns from.

    `pairs` are files of parallel text, `dictionary` of word pairs, `leave_out` of texts that must not be
    trained on (one a line), `mqm` tables of error spans with their languages, `critical` sets of critical
    errors.
    """

    pairs: tuple[Path, ...]
    dictionary: tuple[Path, ...] = ()
    leave_out: tuple[Path, ...] = ()
    mqm: tuple[tuple[Path, tuple[str, str]], ...] = ()
    critical: tuple[Path, ...] = ()


def best_config() -> str:
    """The recipe for what is present: `gpu` where there is a CUDA device, else `cpu`."""
    import torch

    return "gpu" if torch.cuda.is_available() else "cpu"

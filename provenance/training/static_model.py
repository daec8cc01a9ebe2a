"""Training the embedded model: one vector a word piece, their mean a text, aligned across languages."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.errors import TrainingError
from provenance.training.corpus import PIVOT
from provenance.training.infonce import Floats, RowScaled, Side, step
from provenance.training.material import Group, Material, MaterialRecipe


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the result of a training run.

    Pairs of languages are drawn by their rows to the power `exponent`, and those without English, of
    which there are many small ones, `beside_english` times as often as that.
    `anchor` is the share of the way back to where it began that a touched vector goes at each step, if it was
    well known: one that training had hardly lengthened is held less.
    """

    pieces: int = 110_000
    dim: int = 256
    steps: int = 60_000
    block: int = 512
    blocks: int = 2
    scale: float = 14.0
    rate: float = 0.02
    warmup: int = 300
    drop: float = 0.1
    exponent: float = 0.4
    beside_english: float = 0.1
    dictionary_share: float = 0.2
    dictionary_cap: int = 40_000
    thinned_share: float = 0.4
    thinned_drop: float = 0.5
    joined_share: float = 0.2
    vocabulary_characters: int = 60_000_000
    vocabulary_exponent: float = 0.5
    anchor: float = 0.0
    tied: bool = True
    seed: int = 1

    def lasting(self, steps: int) -> Recipe:
        """The same recipe over another number of steps."""
        return replace(self, steps=steps)

    @property
    def material(self) -> MaterialRecipe:
        """The settings that decide how text is read and tokenized."""
        return MaterialRecipe(
            pieces=self.pieces,
            vocabulary_characters=self.vocabulary_characters,
            vocabulary_exponent=self.vocabulary_exponent,
            dictionary_cap=self.dictionary_cap,
            thinned_drop=self.thinned_drop,
            smallest_group=self.block,
            seed=self.seed,
            tied=self.tied,
        )


class Training:
    """A run of `Recipe` over pairs and dictionary rows, which can be stopped and taken up again."""

    def __init__(self, recipe: Recipe, material: Material, table: Floats | None = None) -> None:
        self.recipe = recipe
        self.material = material
        self.draw = np.random.default_rng(recipe.seed)
        rows = material.tokenizer.get_vocab_size()
        if table is None:
            table = self.draw.standard_normal((rows, recipe.dim)).astype(np.float32) / np.sqrt(recipe.dim)
        self.table = np.ascontiguousarray(table, np.float32)
        self.anchor = (self.table.copy(), _shares(self.table, recipe.anchor)) if recipe.anchor else None
        self.optimiser = RowScaled(rows)
        self.done = 0

    def run(self, say: Callable[[str], None], checkpoint: Path | None = None, every: int = 2_000) -> Floats:
        """Train to the recipe's last step and return the table (pieces, dim)."""
        recipe, material = self.recipe, self.material
        weights, word_weights = (_weights(groups, recipe) for groups in (material.groups, material.words))
        began, losses = time.monotonic(), []
        while self.done < recipe.steps:
            blocks = [
                self._block(material.words, word_weights)
                if material.words and self.draw.random() < recipe.dictionary_share
                else self._block(material.groups, weights)
                for _ in range(recipe.blocks)
            ]
            left = 1 - self.done / recipe.steps
            rate = recipe.rate * min(1.0, (self.done + 1) / recipe.warmup) * (0.02 + 0.98 * left)
            losses.append(
                step(
                    self.table,
                    self.optimiser,
                    blocks,
                    scale=recipe.scale,
                    rate=rate,
                    drop=recipe.drop,
                    draw=self.draw,
                    anchor=self.anchor,
                )
            )
            self.done += 1
            if self.done % every == 0 or self.done == recipe.steps:
                say(
                    f"step {self.done} of {recipe.steps}, loss {np.mean(losses[-every:]):.4f}, "
                    f"{(time.monotonic() - began) / len(losses) * 1000:.0f} ms a step"
                )
                if checkpoint is not None:
                    self.save_checkpoint(checkpoint)
        return np.asarray(self.table[material.tie], np.float32)

    def _block(
        self, groups: Sequence[Group], weights: npt.NDArray[np.float64]
    ) -> tuple[Side, Side, npt.NDArray[np.bool_]]:
        recipe = self.recipe
        group = groups[int(self.draw.choice(len(groups), p=weights))]
        rows = self.draw.choice(group.rows, min(recipe.block, len(group.rows)), replace=False)
        join = int(self.draw.integers(2, 4)) if self.draw.random() < recipe.joined_share else 1
        rows = rows[: len(rows) // join * join]
        material = self.material
        tables = material.thin if self.draw.random() < recipe.thinned_share else material.full
        a, b = material.keys[0][rows[::join]], material.keys[1][rows[::join]]
        same = (a[:, None] == a[None, :]) | (b[:, None] == b[None, :])
        np.fill_diagonal(same, 0)
        return tables[0].rows(rows, join), tables[1].rows(rows, join), same

    def save_checkpoint(self, path: Path) -> None:
        """Write the state of the run, so that a later `load_checkpoint` goes on from it."""
        temporary = path.with_suffix(".part")
        with temporary.open("wb") as file:
            np.savez(
                file,
                table=self.table,
                second=self.optimiser.second,
                steps=self.optimiser.steps,
                done=np.int64(self.done),
                recipe=np.array(_lasting(self.recipe)),
            )
        temporary.replace(path)

    def load_checkpoint(self, path: Path) -> None:
        """Take up the state that `save_checkpoint` wrote; the draws start from a seed of their own.

        Raises:
            TrainingError: the file is broken, or was written under other settings.
        """
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as state:
                if str(state["recipe"]) != _lasting(self.recipe) or state["table"].shape != self.table.shape:
                    raise TrainingError(
                        f"The run that stopped in {path.parent} had other settings or text; give another --out, "
                        "or delete that folder to start afresh."
                    )
                self.table, self.optimiser.second = state["table"], state["second"]
                self.optimiser.steps, self.done = state["steps"], int(state["done"])
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise TrainingError(f"The checkpoint {path} cannot be read; delete it to start afresh.") from error
        self.draw = np.random.default_rng((self.recipe.seed, self.done))


def _shares(table: Floats, anchor: float) -> Floats:
    """By how much each vector is held: its length tells how much training had to say of it."""
    lengths = np.linalg.norm(table, axis=1)
    return np.asarray(anchor * np.minimum(1, lengths / max(float(np.median(lengths)), 1e-9)) ** 2, np.float32)


def _weights(groups: Sequence[Group], recipe: Recipe) -> npt.NDArray[np.float64]:
    """How often each group is drawn, as shares of one."""
    sizes = np.array([len(group.rows) for group in groups], np.float64) ** recipe.exponent
    sizes[[PIVOT not in group.languages for group in groups]] *= recipe.beside_english
    return sizes / sizes.sum() if len(groups) else sizes


def _lasting(recipe: Recipe) -> str:
    """The settings that a run keeps when it is taken up again; it may be made longer."""
    return str(recipe.lasting(0))

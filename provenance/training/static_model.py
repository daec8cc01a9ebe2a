"""Training the embedded model: one vector a word piece, their mean a text, aligned across languages."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from provenance.errors import TrainingError
from provenance.training.corpus import Pair, fingerprint, held_back
from provenance.training.infonce import Floats, RowAdam, Side, step
from provenance.training.tokenizer import balanced_sample, learn_tokenizer, thinned

ENCODE_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the result of a training run."""

    pieces: int = 110_000
    dim: int = 256
    steps: int = 50_000
    block: int = 256
    blocks: int = 4
    scale: float = 22.0
    rate: float = 0.02
    warmup: int = 300
    drop: float = 0.1
    exponent: float = 0.4
    dictionary_share: float = 0.2
    dictionary_cap: int = 40_000
    thinned_share: float = 0.4
    thinned_drop: float = 0.5
    joined_share: float = 0.2
    vocabulary_characters: int = 60_000_000
    vocabulary_exponent: float = 0.5
    seed: int = 1


class TokenTable:
    """Token ids of many texts in one flat array."""

    def __init__(self, ids: npt.NDArray[np.int32], bounds: npt.NDArray[np.int64]) -> None:
        self.ids, self.bounds = ids, bounds

    @classmethod
    def encode(cls, tokenizer: Tokenizer, texts: Sequence[str], back: Sequence[int] | None = None) -> TokenTable:
        """Tokenize `texts`; `back` maps the ids of a thinned variant to the full vocabulary."""
        parts: list[npt.NDArray[np.int32]] = []
        lengths = np.empty(len(texts), np.int64)
        for start in range(0, len(texts), ENCODE_AT_ONCE):
            encoded = tokenizer.encode_batch_fast(list(texts[start : start + ENCODE_AT_ONCE]), add_special_tokens=False)
            for number, one in enumerate(encoded, start):
                ids = np.asarray(one.ids, np.int32)
                lengths[number] = len(ids)
                parts.append(ids)
        flat = np.concatenate(parts) if parts else np.empty(0, np.int32)
        if back is not None:
            flat = np.asarray(back, np.int32)[flat]
        return cls(flat, np.concatenate(([0], np.cumsum(lengths))))

    def rows(self, rows: npt.NDArray[np.int64], join: int = 1) -> Side:
        """The texts of `rows`, each `join` neighbours joined into one longer text."""
        starts, ends = self.bounds[rows], self.bounds[rows + 1]
        lengths = ends - starts
        bounds = np.concatenate(([0], np.cumsum(lengths)))
        where = np.repeat(starts - bounds[:-1], lengths) + np.arange(bounds[-1])
        return Side(self.ids[where], bounds[::join])


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one language pair and kind of text, from which a block is drawn."""

    name: str
    rows: npt.NDArray[np.int64]


def group_rows(pairs: Sequence[Pair], smallest: int) -> list[Group]:
    """Rows by language pair and kind of text; a kind with too few rows joins the pair's other kind."""
    by_pair: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, pair in enumerate(pairs):
        kind = pair.corpus if pair.corpus in ("dictionary", "tatoeba") else "news"
        by_pair[pair.language_a, pair.language_b][kind].append(row)
    groups = []
    for (a, b), kinds in sorted(by_pair.items()):
        few = any(len(rows) < smallest for rows in kinds.values())
        merged = {"any": [row for rows in kinds.values() for row in rows]} if few else kinds
        groups += [Group(f"{a}-{b} {kind}", np.asarray(rows, np.int64)) for kind, rows in sorted(merged.items())]
    return [group for group in groups if len(group.rows) >= min(smallest, 32)]


class Training:
    """A run of `Recipe` over pairs and dictionary rows, which can be stopped and taken up again."""

    def __init__(
        self,
        recipe: Recipe,
        pairs: Sequence[Pair],
        dictionary: Sequence[Pair],
        say: Callable[[str], None],
        tokenizer: Tokenizer | None = None,
        table: Floats | None = None,
    ) -> None:
        if not pairs:
            raise TrainingError("There is no pair of texts to train on; name files with rows of parallel text.")
        self.recipe = recipe
        self.draw = np.random.default_rng(recipe.seed)
        self.tokenizer = tokenizer or self._learn_tokenizer(pairs, dictionary)
        say(f"vocabulary of {self.tokenizer.get_vocab_size()} pieces")
        everything = [*pairs, *dictionary]
        self.groups = group_rows(pairs, recipe.block)
        offset = len(pairs)
        self.dictionary_groups = [
            Group(group.name, group.rows + offset) for group in group_rows(dictionary, recipe.block)
        ]
        texts_a = [pair.text_a for pair in everything]
        texts_b = [pair.text_b for pair in everything]
        self.keys = (_keys(texts_a), _keys(texts_b))
        thin, back = thinned(self.tokenizer, dropped=recipe.thinned_drop, seed=recipe.seed)
        self.full = (TokenTable.encode(self.tokenizer, texts_a), TokenTable.encode(self.tokenizer, texts_b))
        say("texts encoded")
        self.thin = (TokenTable.encode(thin, texts_a, back), TokenTable.encode(thin, texts_b, back))
        say("thinned variant encoded")
        rows = self.tokenizer.get_vocab_size()
        if table is None:
            table = self.draw.standard_normal((rows, recipe.dim)).astype(np.float32) / np.sqrt(recipe.dim)
        self.table = np.ascontiguousarray(table, np.float32)
        self.optimiser = RowAdam(rows, recipe.dim)
        self.done = 0

    def _learn_tokenizer(self, pairs: Sequence[Pair], dictionary: Sequence[Pair]) -> Tokenizer:
        by_language: dict[str, list[str]] = defaultdict(list)
        for pair in [*pairs, *dictionary]:
            by_language[pair.language_a].append(pair.text_a)
            by_language[pair.language_b].append(pair.text_b)
        recipe = self.recipe
        sample = balanced_sample(
            by_language,
            characters=recipe.vocabulary_characters,
            exponent=recipe.vocabulary_exponent,
            seed=recipe.seed,
        )
        return learn_tokenizer(sample, size=recipe.pieces)

    def run(self, say: Callable[[str], None], checkpoint: Path | None = None, every: int = 2_000) -> Floats:
        """Train to the recipe's last step and return the table (pieces, dim)."""
        recipe = self.recipe
        weights = _weights(self.groups, recipe.exponent)
        dictionary_weights = _weights(self.dictionary_groups, recipe.exponent)
        began, losses = time.monotonic(), []
        while self.done < recipe.steps:
            blocks = [
                self._block(self.dictionary_groups, dictionary_weights)
                if self.dictionary_groups and self.draw.random() < recipe.dictionary_share
                else self._block(self.groups, weights)
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
        return self.table

    def _block(
        self, groups: Sequence[Group], weights: npt.NDArray[np.float64]
    ) -> tuple[Side, Side, npt.NDArray[np.bool_]]:
        recipe = self.recipe
        group = groups[int(self.draw.choice(len(groups), p=weights))]
        rows = self.draw.choice(group.rows, min(recipe.block, len(group.rows)), replace=False)
        join = int(self.draw.integers(2, 4)) if self.draw.random() < recipe.joined_share else 1
        rows = rows[: len(rows) // join * join]
        tables = self.thin if self.draw.random() < recipe.thinned_share else self.full
        a, b = self.keys[0][rows[::join]], self.keys[1][rows[::join]]
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
                first=self.optimiser.first,
                second=self.optimiser.second,
                steps=self.optimiser.steps,
                done=np.int64(self.done),
            )
        temporary.replace(path)

    def load_checkpoint(self, path: Path) -> None:
        """Take up the state that `save_checkpoint` wrote; the draws start from a seed of their own."""
        with np.load(path, allow_pickle=False) as state:
            self.table = state["table"]
            self.optimiser.first, self.optimiser.second = state["first"], state["second"]
            self.optimiser.steps, self.done = state["steps"], int(state["done"])
        self.draw = np.random.default_rng((self.recipe.seed, self.done))


def _keys(texts: Sequence[str]) -> npt.NDArray[np.uint64]:
    return np.fromiter((fingerprint(text) for text in texts), np.uint64, len(texts))


def _weights(groups: Sequence[Group], exponent: float) -> npt.NDArray[np.float64]:
    sizes = np.array([len(group.rows) for group in groups], np.float64) ** exponent
    return sizes / sizes.sum() if len(groups) else sizes


def choose_pairs(pairs: Iterable[Pair], leave_out: frozenset[int]) -> tuple[list[Pair], list[Pair]]:
    """Split pairs into those to train on and the development slice.

    Args:
        pairs: parallel text.
        leave_out: fingerprints of texts that must not be trained on (test material).
    """
    train: list[Pair] = []
    kept: list[Pair] = []
    for pair in pairs:
        if fingerprint(pair.text_a) in leave_out or fingerprint(pair.text_b) in leave_out:
            continue
        (kept if held_back(pair) else train).append(pair)
    return train, kept


def choose_dictionary(rows: Iterable[Pair], cap: int, seed: int) -> list[Pair]:
    """At most `cap` rows of each language pair, chosen by a fixed draw."""
    by_pair: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for row in rows:
        by_pair[row.language_a, row.language_b].append(row)
    draw = np.random.default_rng(seed)
    chosen: list[Pair] = []
    for key in sorted(by_pair):
        here = by_pair[key]
        order = draw.permutation(len(here))[: cap if "en" in key else cap // 8]
        chosen += [here[number] for number in order]
    return chosen


def recipe_as_dict(recipe: Recipe) -> dict[str, float | int]:
    """The recipe as plain values, for the model card."""
    return asdict(recipe)

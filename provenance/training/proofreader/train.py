"""Training the proofreader as a whole: text, steps, and the checker's file with the proofreader in it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from provenance.checker.storage import CHECKER_FILE, ProofWeights, read_checker, write_checker
from provenance.errors import TrainingError
from provenance.training.checker.card import add_proofreader
from provenance.training.checker.material import Material
from provenance.training.proofreader.network import Network
from provenance.training.proofreader.recipe import ProofRecipe
from provenance.training.proofreader.supply import Supply
from provenance.training.proofreader.text import faithful_texts
from provenance.training.state import TrainingState

Say = Callable[[str], None]

CHECKPOINT = "proofreader.safetensors"
_SAID_EVERY = 200


def _loss(odds: Tensor, labels: Tensor) -> Tensor:
    asked = labels >= 0
    return functional.binary_cross_entropy_with_logits(odds[asked], labels[asked])


def train_proofreader(recipe: ProofRecipe, material: Material, checker: Path, out: Path, device: str, say: Say) -> Path:
    """Train a proofreader and write the checker with it.

    Args:
        recipe: what to train.
        material: parallel text, of which each side is read alone.
        checker: the checker that gets it.
        out: the run's folder; a checkpoint in it is taken up again.
        device: `cpu` or `cuda`.
        say: told of progress.

    Returns:
        The checker's file in `out`.

    Raises:
        TrainingError: there is not enough text of any language, or the checkpoint does not fit.
        EmbedderError: the checker cannot be read.
    """
    texts = faithful_texts(material)
    if not texts:
        raise TrainingError("No language has enough text to train a proofreader; name more files of parallel text.")
    torch.manual_seed(recipe.seed)
    supply = Supply(texts, material.forms, recipe)
    say(f"{len(texts)} languages, {supply.vocabulary.rows:,} words and endings: {', '.join(texts)}")
    state = TrainingState(
        network := Network(supply.vocabulary.rows, supply.dimensions),
        device,
        recipe.rate,
        recipe.decay,
        recipe.averaged,
    )
    if (out / CHECKPOINT).exists():
        state.load(out / CHECKPOINT)
        say(f"going on from step {state.done:,}")
    _run(state, network, supply, recipe, out / CHECKPOINT, say)
    path = out / CHECKER_FILE.name
    write_checker(path, replace(read_checker(checker), proof=ProofWeights(supply.vocabulary, state.weights())))
    counts = {language: len(own.forms) for language, own in texts.items()}
    rows = sum((own.corpora for own in texts.values()), Counter[str]())
    add_proofreader(out, checker, asdict(recipe), state.done, counts, rows)
    return path


def _run(
    state: TrainingState, network: Network, supply: Supply, recipe: ProofRecipe, checkpoint: Path, say: Say
) -> None:
    began, losses = time.monotonic(), []
    for language, some in supply.batches(state.done):
        by_time = (time.monotonic() - began) / 60 / recipe.minutes if recipe.minutes else 0.0
        progress = max(state.done / recipe.steps, by_time)
        if progress >= 1:
            break
        read, *labels = supply.tensors(language, some, state.device)
        with torch.autocast(state.device, torch.bfloat16):
            said = network(**read)
        each = [_loss(odds.float(), wanted) for odds, wanted in zip(said, labels, strict=True)]
        rate = recipe.rate * min(1.0, (state.done + 1) / recipe.warmup) * (0.02 + 0.98 * (1 - progress))
        state.learn(sum(each[1:], each[0]), rate)
        state.done += 1
        losses.append([float(one.detach()) for one in each])
        if state.done % _SAID_EVERY == 0:
            holes, odd = np.mean(losses[-_SAID_EVERY:], axis=0)
            say(f"step {state.done:,} of {recipe.steps:,}, loss holes {holes:.4f} odd {odd:.4f}")
            state.save(checkpoint, asdict(recipe))
    state.save(checkpoint, asdict(recipe))

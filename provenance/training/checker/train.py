"""Training the checker as a whole: text, two stages of steps, the file that it writes and its figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from provenance.align.words import WordAligner
from provenance.checker.features import Side
from provenance.checker.reader import Checker
from provenance.checker.storage import CHECKER_FILE, CheckerContent, ProofWeights, read_checker, write_checker
from provenance.embed.static import open_embedded
from provenance.errors import TrainingError
from provenance.lexicon import open_lexicon
from provenance.training.checker.authentic import training_part
from provenance.training.checker.batches import made_ahead, replayed
from provenance.training.checker.card import write_card
from provenance.training.checker.evaluation import CheckerFigures, measure_kinds
from provenance.training.checker.examples import Examples
from provenance.training.checker.material import MACHINE_MADE, Material, open_material
from provenance.training.checker.recipe import CheckerFiles, CheckerRecipe
from provenance.training.checker.supply import ANTONYMS_KEPT, HARD, KEPT, make_batches, prepared
from provenance.training.checker.trainer import CHECKPOINT, CheckerTraining, Say, Start
from provenance.training.checker.words import opposites_by_language, read_antonyms

_DELAY = 150
_SEARCHED_FOR_HARD, _HARD_SHARE = 8_000, 0.1
_ROWS_AT_ONCE = 500
_FEWEST_MEASURED, _MEASURED, _PER_KIND = 100, 60, 100


def train_checker(
    recipe: CheckerRecipe, files: CheckerFiles, out: Path, device: str, say: Say, start: Path | None = None
) -> Path:
    """Train a checker for the installed embedded model, and measure it on the rows kept back.

    Args:
        recipe: what to train.
        files: what to train on.
        out: the run's folder; prepared text and a checkpoint in it are taken up again.
        device: `cpu` or `cuda`.
        say: told of progress.
        start: a checker of the same sizes, or with fewer layers, whose weights are the beginning; its proofreader is
            kept.

    Returns:
        The checker's file.

    Raises:
        TrainingError: a file cannot be read, there is nothing to train on, or the checkpoint does not fit.
        EmbedderError: the checker to start from cannot be read.
    """
    material = prepared(files, out, say)
    recipe = recipe if start is None else recipe.continued
    training = CheckerTraining(recipe, device, None if start is None else weights_of(start, recipe))
    proof = None if start is None else read_checker(start).proof
    if (out / CHECKPOINT).exists():
        training.load(out / CHECKPOINT)
        say(f"going on from step {training.done:,}")
    path = out / CHECKER_FILE.name
    for late, until in ((False, recipe.late), (True, 1.0)):
        if training.progress >= until:
            continue
        if late and not (out / HARD).exists():
            _write(training, path, proof)
            _mine(material, path, out, recipe, say)
        with made_ahead(make_batches, out, files, recipe, training.done, late=late) as fresh:
            training.run(replayed(fresh, recipe.uses, _DELAY, recipe.seed), until, say, out / CHECKPOINT)
    settling = replace(recipe, judged=0.0)
    with made_ahead(make_batches, out, files, settling, training.done, late=True) as fresh:
        training.settle(fresh, recipe.settled, say)
    _write(training, path, proof)
    kept, figures = open_material(out / KEPT), None
    if kept is None or len(kept) < _FEWEST_MEASURED:
        say("too few pairs were kept back to measure it")
    else:
        figures = _measure(kept, path, say)
    judged = training_part(files.mqm, files.critical)
    write_card(out, recipe, training.done, material, judged, figures, start)
    return path


def weights_of(path: Path, recipe: CheckerRecipe) -> Start:
    """The weights of a checker that a run can begin with.

    Raises:
        TrainingError: its sizes are not the recipe's, or it has more layers.
        EmbedderError: it cannot be read.
    """
    content = read_checker(path)
    shape, weights = content.shape, content.weights
    if shape.layers > recipe.shape.layers or replace(recipe.shape, layers=shape.layers) != shape:
        raise TrainingError(f"The checker {path} has other sizes than this training; choose the other --config.")
    return {name: torch.from_numpy(values) for name, values in weights.items()}, shape.layers


def _write(training: CheckerTraining, path: Path, proof: ProofWeights | None) -> None:
    write_checker(path, CheckerContent(training.recipe.shape, training.weights(), open_embedded().sha256, proof))


def _mine(material: Material, path: Path, out: Path, recipe: CheckerRecipe, say: Say) -> None:
    """Note the faithful human translations that the checker so far would flag first, or where it misses most."""
    draw = np.random.default_rng(recipe.seed)
    human = np.concatenate([rows for (corpus, *_), rows in material.groups().items() if corpus not in MACHINE_MADE])
    chosen = draw.permutation(human)[:_SEARCHED_FOR_HARD].tolist()
    checker = Checker(path, open_embedded())
    scores = np.concatenate([
        _doubts(checker, [(row.a, row.b) for row in map(material.__getitem__, chosen[at : at + _ROWS_AT_ONCE])])
        for at in range(0, len(chosen), _ROWS_AT_ONCE)
    ])  # fmt: skip
    each = max(1, int(_HARD_SHARE * len(chosen) / scores.shape[1]))
    worst = np.unique(np.argsort(-scores, axis=0)[:each])
    (out / HARD).write_text(json.dumps([chosen[one] for one in worst.tolist()]), encoding="utf-8")
    say(f"{len(worst):,} faithful pairs that look faulty")


def _doubts(checker: Checker, rows: Sequence[tuple[Side, Side]]) -> npt.NDArray[np.float64]:
    """For each pair its number, the most doubtful word of the repost, and the likeliest gap: (rows, 3)."""
    read = checker.read_sides(rows)
    return np.array([(0, 0, 0) if one is None else (one.pair, one.wrong.max(), one.missing.max()) for one in read])


def _measure(kept: Material, path: Path, say: Say) -> CheckerFigures:
    antonyms = [pair for number, pair in enumerate(read_antonyms()) if not number % ANTONYMS_KEPT]
    checker = Checker(path, open_embedded())
    faithful: dict[str, list[tuple[Side, Side]]] = {}
    for number in np.random.default_rng(1).permutation(len(kept)).tolist():
        row = kept[number]
        for a, b in ((row.a, row.b), (row.b, row.a)):
            rows = faithful.setdefault(f"{a.language}-{b.language}", [])
            if len(rows) < _MEASURED:
                rows.append((a, b))
    examples = Examples(kept, WordAligner(open_embedded(), open_lexicon()), opposites_by_language(antonyms, ()), 1)
    return measure_kinds(checker, faithful, examples, _PER_KIND, say)

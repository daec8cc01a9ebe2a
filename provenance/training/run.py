"""A whole training run: preparing the text, training with checkpoints, writing the models and the card."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from tokenizers import Tokenizer

from provenance.embed.card import ModelCard
from provenance.embed.static import TOKENIZER_FILE, StaticEmbedder
from provenance.errors import ProvenanceError, TrainingError
from provenance.lexicon import Lexicon
from provenance.training.corpus import SENTENCES, Files, read_dictionary, read_split
from provenance.training.lexicon import LexiconRecipe, train_lexicon
from provenance.training.material import Material, prepare
from provenance.training.publish import write_card, write_model
from provenance.training.rotation import rotated_onto
from provenance.training.static_model import Recipe, Training
from provenance.training.word_aligner import AlignerRecipe, train_aligner

#: Inside a model's folder, what an interrupted run is taken up from; it can be deleted afterwards.
WORK_FOLDER = "training"
CHECKPOINT = "checkpoint.npz"
LEXICON, ALIGNER = "lexicon.bin", "words.json"
Say = Callable[[str], None]


def train_everything(recipe: Recipe, files: Files, out: Path, say: Say, like: Path | None = None) -> ModelCard:
    """Train all that ships: the vectors, beside them in a second process the lexicon, then the word alignment.

    Args:
        recipe: what to train.
        files: what to train and to measure on.
        out: the folder of the vectors, their card, `lexicon.bin` and `words.json`.
        say: told of progress, from both processes; a function that another process can import.
        like: a model whose vocabulary is kept and to whose axes the new vectors are turned.

    Raises:
        TrainingError: a file cannot be read, or there is nothing to train on.
    """
    material = prepare(out / WORK_FOLDER, files, recipe.material, say, _vocabulary(like))
    lexicon = multiprocessing.get_context("spawn").Process(
        target=_learn_aside, args=(material.digest, files, out, say, recipe.seed), daemon=True
    )
    lexicon.start()
    card = _train(recipe, material, out, say, like)
    lexicon.join()
    if lexicon.exitcode:
        raise TrainingError(f"The vectors are in {out}, but no lexicon; give the same command again to go on.")
    known = Lexicon(out / LEXICON)
    # Everyday sentences are too short to teach the alignment much, where there are others.
    kept = [pair for pair in material.kept if pair.corpus != SENTENCES] or material.kept
    train_aligner(kept, StaticEmbedder(out), known, out / ALIGNER, say, AlignerRecipe(seed=recipe.seed))
    card["lexicon"] = {"languages": len(known.languages), "most pairs a language": LexiconRecipe().sentences}
    write_card(out, card)
    return card


def train_model(recipe: Recipe, files: Files, out: Path, say: Say, like: Path | None = None) -> ModelCard:
    """Train a static model alone and write it to `out` with its card; an interrupted run is taken up again.

    Raises:
        TrainingError: a file cannot be read, or there is nothing to train on.
    """
    material = prepare(out / WORK_FOLDER, files, recipe.material, say, _vocabulary(like))
    return _train(recipe, material, out, say, like)


def learn_lexicon(digest: str, files: Files, out: Path, say: Say, seed: int) -> None:
    """Train the lexicon on the same text as the vectors and write it to `out`.

    Args:
        digest: the hash of the material, which languages already learned must share.
        files: what to train on.
        out: the model's folder, whose tokenizer is used.
        say: told of each language.
        seed: of the draw of sentences.
    """
    work = out / WORK_FOLDER
    train, _, _ = read_split(files)
    train_lexicon(
        train,
        read_dictionary(files.dictionary),
        Tokenizer.from_file(str(work / TOKENIZER_FILE)),
        out / LEXICON,
        say,
        LexiconRecipe(seed=seed),
        kept=work / f"lexicon-{digest[:16]}",
    )


def _learn_aside(digest: str, files: Files, out: Path, say: Say, seed: int) -> None:
    # Stopped without a word: the process that waits for it says that it was interrupted.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        learn_lexicon(digest, files, out, say, seed)
    except ProvenanceError as error:
        say(str(error))
        sys.exit(1)


def _vocabulary(like: Path | None) -> Tokenizer | None:
    return StaticEmbedder(like).tokenizer if like else None


def _train(recipe: Recipe, material: Material, out: Path, say: Say, like: Path | None) -> ModelCard:
    training = Training(recipe, material)
    checkpoint = out / WORK_FOLDER / CHECKPOINT
    if checkpoint.exists():
        training.load_checkpoint(checkpoint)
        say(f"going on from step {training.done}")
    table = training.run(say, checkpoint)
    if like is not None:
        table = rotated_onto(like, material.tokenizer, table)
    return write_model(out, material, table, [recipe], say)

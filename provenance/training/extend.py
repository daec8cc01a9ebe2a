"""Extending a model by a user's own parallel text, without forgetting its other languages.

The vocabulary stays, training goes on from the model's vectors, and every vector that is touched is drawn
back to where it began, a well-known one more than one that training had hardly seen: what the new text
does not insist on stays as it was, so that pieces shared with other languages keep their meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from provenance.embed import Embedder
from provenance.embed.card import LanguageFigures, ModelCard, read_card
from provenance.embed.static import StaticEmbedder, save_static
from provenance.errors import TrainingError
from provenance.training.corpus import Files, Pair
from provenance.training.evaluate import measure_retrieval
from provenance.training.material import Material, prepare
from provenance.training.publish import corpora_of, language_figures, slices, write_card
from provenance.training.run import CHECKPOINT, WORK_FOLDER
from provenance.training.static_model import Recipe, Training
from provenance.training.tokenizer import tied_pieces

#: Without a number of steps, the text is gone through so often, within these bounds.
PASSES, FEWEST_STEPS, MOST_STEPS = 20, 600, 10_000
RATE, ANCHOR = 0.02, 0.1


def extend_model(
    base: Path, files: Files, out: Path, say: Callable[[str], None], *, steps: int | None = None, seed: int = 1
) -> ModelCard:
    """Train the model in `base` further on `files` and write it to `out` with its card.

    Args:
        base: the folder of a static model with its card.
        files: the user's parallel text, and what to measure on.
        out: another folder; an interrupted run in it is taken up again.
        say: told of progress, and of each language before and after.
        steps: training steps (by the size of the text where None).
        seed: of every draw.

    Raises:
        TrainingError: a file cannot be read, there is nothing to train on, or `out` is `base`.
        EmbedderError: there is no model in `base`.
    """
    if out.resolve() == base.resolve():
        raise TrainingError(f"The extended model would replace {base}; give another --out.")
    model, card = StaticEmbedder(base), read_card(base)
    table = model.piece_vectors(np.arange(model.tokenizer.get_vocab_size()))
    tied = bool((table == table[tied_pieces(model.tokenizer)]).all())
    recipe = Recipe(
        pieces=len(table), dim=model.dim, rate=RATE, anchor=ANCHOR, dictionary_share=0.1, tied=tied, seed=seed
    )
    material = prepare(out / WORK_FOLDER, files, recipe.material, say, model.tokenizer)
    recipe = recipe.lasting(steps or _enough(material, recipe))
    training = Training(recipe, material, table)
    checkpoint = out / WORK_FOLDER / CHECKPOINT
    if checkpoint.exists():
        training.load_checkpoint(checkpoint)
        say(f"going on from step {training.done}")
    save_static(out, model.tokenizer, training.run(say, checkpoint))
    languages = _languages(card, material)
    figures = _compared(model, StaticEmbedder(out), [*material.kept, *material.unseen], languages, say)
    extended = ModelCard(
        **{
            **card,
            "recipe": [*card["recipe"], asdict(recipe)],
            "corpora": [*card["corpora"], *corpora_of(material)],
            "languages": languages,
            "figures": {**card["figures"], **figures},
        }
    )
    write_card(out, extended)
    return extended


def _enough(material: Material, recipe: Recipe) -> int:
    rows = sum(len(group.rows) for group in (*material.groups, *material.words))
    return min(max(PASSES * rows // (recipe.block * recipe.blocks), FEWEST_STEPS), MOST_STEPS)


def _languages(card: ModelCard, material: Material) -> dict[str, LanguageFigures]:
    """The base's languages with the new rows added."""
    languages: dict[str, LanguageFigures] = {code: {**known} for code, known in card["languages"].items()}
    for code, count in material.languages.items():
        known = languages.setdefault(code, {"rows": 0, "support": "weak"})
        known["rows"] += count
    return languages


def _compared(
    before: Embedder,
    after: Embedder,
    unseen: Sequence[Pair],
    languages: dict[str, LanguageFigures],
    say: Callable[[str], None],
) -> dict[str, float]:
    """P@1 on the unseen text before and after; a language that had no figure in `languages` gets one."""
    figures: dict[str, float] = {}
    for code, one in slices(unseen).items():
        hits = 0.0
        for when, embedder in (("before", before), ("after", after)):
            hits = measure_retrieval(embedder, one.texts, one.pool).p_at_1
            name = f"P@1 into English, {code}, {len(one.texts)} texts of {one.kind}, {when} the extension"
            figures[name] = round(hits, 4)
            say(f"{name}: {hits:.3f}")
        known = languages.get(code, {})
        if "p_at_1" not in known:
            languages[code] = language_figures(known.get("rows", 0), hits, one)
    return figures

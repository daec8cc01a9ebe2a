"""What a run of training is supplied with: text prepared once, then batches made of it without end.

It works in a process of its own, and so does without torch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from provenance.align.words import WordAligner
from provenance.embed.static import open_embedded
from provenance.errors import TrainingError
from provenance.lexicon import open_lexicon
from provenance.training.checker.authentic import judged_stream, training_part
from provenance.training.checker.batches import Batch, batches, interleaved
from provenance.training.checker.examples import Examples
from provenance.training.checker.material import Material, choose_rows, open_material, prepare
from provenance.training.checker.recipe import CheckerFiles, CheckerRecipe
from provenance.training.checker.words import opposites_by_language, read_antonyms
from provenance.training.corpus import fingerprint, open_text, read_dictionary, read_pairs

OPPOSITES, HARD, KEPT = "opposites.json", "hard.json", "kept"
#: One antonym in so many is left to measuring.
ANTONYMS_KEPT = 5
_REMEMBERED = 150_000


def prepared(files: CheckerFiles, out: Path, say: Callable[[str], None]) -> Material:
    """The text of a run in `out`, cut into words now or before."""
    out.mkdir(parents=True, exist_ok=True)
    material = open_material(out)
    if material is not None and (out / OPPOSITES).exists():
        say(f"{len(material):,} pairs prepared before")
        return material
    leave_out = frozenset(fingerprint(line) for path in files.leave_out for line in _lines(path))
    train, kept = choose_rows(read_pairs(files.pairs), leave_out)
    say(f"{len(train):,} pairs to train on, {len(kept):,} kept back")
    antonyms = [pair for number, pair in enumerate(read_antonyms()) if number % ANTONYMS_KEPT]
    rows = ((row.language_a, row.language_b, row.text_a, row.text_b) for row in read_dictionary(files.dictionary))
    opposites = opposites_by_language(antonyms, rows)
    (out / OPPOSITES).write_text(json.dumps(opposites, ensure_ascii=False), encoding="utf-8")
    if kept:
        (out / KEPT).mkdir(exist_ok=True)
        prepare(kept, say).save(out / KEPT)
    material = prepare(train, say)
    material.save(out)
    return material


def _lines(path: Path) -> Iterator[str]:
    try:
        with open_text(path) as lines:
            yield from (line.rstrip("\n") for line in lines)
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingError(f"{path} cannot be read as UTF-8 text: {error}.") from error


def make_batches(out: Path, files: CheckerFiles, recipe: CheckerRecipe, done: int, *, late: bool) -> Iterator[Batch]:
    """Endless batches for a run in `out` that has `done` steps behind it."""
    material = open_material(out)
    if material is None:
        return
    seed = recipe.seed * 1_000_003 + done
    aligner = WordAligner(open_embedded(), open_lexicon(), _REMEMBERED)
    opposites = json.loads((out / OPPOSITES).read_text(encoding="utf-8"))
    hard: Sequence[int] = json.loads((out / HARD).read_text(encoding="utf-8")) if late and (out / HARD).exists() else ()
    examples = Examples(
        material, aligner, opposites, seed, recipe.exponent, recipe.longest if late else recipe.short, hard, recipe.hard
    ).stream()
    judged = training_part(files.mqm, files.critical) if late else []
    if judged:
        examples = interleaved(examples, judged_stream(judged, aligner, seed), recipe.judged, seed)
    yield from batches(examples, recipe.words, seed, recipe.pool)

"""The small networks behind the word alignment: one hidden layer a stage, kept as plain numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from provenance.align.word_features import CONTEXT, LEXICAL, contextual
from provenance.align.word_forms import Grid
from provenance.errors import EmbedderError

MODEL_FILE = Path(__file__).parent / "data" / "words.json"
FORMAT_VERSION = 1
#: The two models of the file: for pairs of languages that the lexicon knows, and for the others.
WITH_LEXICON, WITHOUT_LEXICON = "with lexicon", "without lexicon"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: log-odds = `out` · tanh(`hidden` · features + `shift`) + `bias`.

    `hidden` is (h, features), `shift` and `out` are (h,).
    """

    hidden: Grid
    shift: Grid
    out: Grid
    bias: float

    def odds(self, features: Grid) -> Grid:
        """Log-odds (n, m) from features (k, n, m)."""
        flat = self.hidden @ features.reshape(len(features), -1)
        flat += self.shift[:, None]
        return np.asarray(self.out @ np.tanh(flat, out=flat) + self.bias, np.float32).reshape(features.shape[1:])


def run_stages(stages: Sequence[Stage], lexical: Grid) -> Grid:
    """The probability of every possible link (n, m) from the lexical features."""
    first, *later = stages
    odds = first.odds(lexical)
    for stage in later:
        odds = stage.odds(contextual(odds, lexical))
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), np.float32)


def write_stages(path: Path, models: Mapping[str, Sequence[Stage]]) -> None:
    """Write the models to a JSON file."""
    content = {
        "version": FORMAT_VERSION,
        "features": [list(LEXICAL), list(CONTEXT)],
        "models": {
            name: [
                {
                    "hidden": [_short(row) for row in stage.hidden],
                    "shift": _short(stage.shift),
                    "out": _short(stage.out),
                    "bias": round(float(stage.bias), 4),
                }
                for stage in stages
            ]
            for name, stages in models.items()
        },
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")


@cache
def open_stages(path: Path = MODEL_FILE) -> dict[str, tuple[Stage, ...]]:
    """Read the models by name.

    Raises:
        EmbedderError: the file is missing, broken, or made for other features.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != FORMAT_VERSION or content["features"] != [list(LEXICAL), list(CONTEXT)]:
            raise ValueError("it was made by another version")
        models = {name: tuple(map(_stage, content["models"][name])) for name in (WITH_LEXICON, WITHOUT_LEXICON)}
        for stages in models.values():
            for number, stage in enumerate(stages):
                if stage.hidden.shape != (len(stage.out), len(CONTEXT if number else LEXICAL)):
                    raise ValueError("its numbers do not fit together")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise EmbedderError(f"The word alignment's model {path} cannot be used ({error}); install again.") from error
    return models


def _stage(entry: Mapping[str, object]) -> Stage:
    hidden, shift, out = (np.asarray(entry[name], np.float32) for name in ("hidden", "shift", "out"))
    if shift.shape != out.shape or hidden.ndim != 2:
        raise ValueError("its numbers do not fit together")
    return Stage(hidden, shift, out, float(str(entry["bias"])))


def _short(row: Grid) -> list[float]:
    return [round(float(number), 4) for number in row]

"""The checker's card: what it was trained on, under which terms, how, and what it was measured to find."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from provenance.training.checker.authentic import Judged
from provenance.training.checker.evaluation import CheckerFigures
from provenance.training.checker.material import Material
from provenance.training.checker.recipe import CheckerRecipe
from provenance.training.sources import SOURCES, Source

CARD_FILE, PROOFREADER = "card.json", "proofreader"
_OWN: Source = {"what": "the user's own text", "licence": "the user's own"}
_SPANS = {"name": "mqm", "what": "MQM error spans of WMT20 and WMT21 news", "licence": "free for research, cite WMT"}
_ERRORS = {"name": "critical-errors", "what": "WMT21 critical error detection, train split", "licence": "CC0"}


def write_card(
    folder: Path,
    recipe: CheckerRecipe,
    steps: int,
    material: Material,
    judged: Sequence[Judged],
    figures: CheckerFigures | None,
    start: Path | None = None,
) -> None:
    """Write the card beside the checker; `steps` are those that were done after those of the checker `start`."""
    rows: Counter[str] = Counter()
    for (corpus, *_), numbers in material.groups().items():
        rows[corpus] += len(numbers)
    corpora = _corpora(rows)
    for source, of_kind in ((_SPANS, True), (_ERRORS, False)):
        count = sum((one.spans is not None) == of_kind for one in judged)
        if count:
            corpora.append({**source, "rows": count})
    card = {
        "name": "checker",
        "started_from": None if start is None else start.name,
        "steps": steps,
        "recipe": asdict(recipe),
        "corpora": corpora,
        "figures": None if figures is None else asdict(figures),
    }
    kept = {} if start is None else {name: one for name, one in _card_beside(start).items() if name == PROOFREADER}
    _write(folder, card | kept)


def add_proofreader(
    folder: Path, checker: Path, recipe: Mapping[str, Any], steps: int, texts: Mapping[str, int], rows: Counter[str]
) -> None:
    """Write the card of the checker `checker` into `folder`, with what its new proofreader was trained on.

    Args:
        folder: where the checker with the proofreader is.
        checker: the checker that it was put into.
        recipe: how it was trained.
        steps: how long.
        texts: how many texts of each language it read.
        rows: how many texts of each corpus.
    """
    entry = {"steps": steps, "recipe": dict(recipe), "texts": dict(texts), "corpora": _corpora(rows)}
    _write(folder, _card_beside(checker) | {PROOFREADER: entry})


def _corpora(rows: Counter[str]) -> list[dict[str, Any]]:
    return [{"name": name, "rows": count, **SOURCES.get(name, _OWN)} for name, count in rows.most_common()]


def _card_beside(checker: Path) -> dict[str, Any]:
    """The card of a checker, empty where there is none that can be read."""
    try:
        found = json.loads((checker.parent / CARD_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(folder: Path, card: Mapping[str, Any]) -> None:
    (folder / CARD_FILE).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

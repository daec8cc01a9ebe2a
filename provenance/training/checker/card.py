"""The checker's card: what it was trained on, under which terms, how, and what it was measured to find."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from provenance.training.checker.authentic import Judged
from provenance.training.checker.evaluation import CheckerFigures
from provenance.training.checker.material import Material
from provenance.training.checker.recipe import CheckerRecipe
from provenance.training.sources import SOURCES, Source

CARD_FILE = "card.json"
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
    started_from: str | None = None,
) -> None:
    """Write the card beside the checker; `steps` are those that were done, after `started_from`."""
    rows: Counter[str] = Counter()
    for (corpus, *_), numbers in material.groups().items():
        rows[corpus] += len(numbers)
    corpora = [{"name": name, "rows": count, **SOURCES.get(name, _OWN)} for name, count in rows.most_common()]
    for source, of_kind in ((_SPANS, True), (_ERRORS, False)):
        count = sum((one.spans is not None) == of_kind for one in judged)
        if count:
            corpora.append({**source, "rows": count})
    card = {
        "name": "checker",
        "started_from": started_from,
        "steps": steps,
        "recipe": asdict(recipe),
        "corpora": corpora,
        "figures": None if figures is None else asdict(figures),
    }
    (folder / CARD_FILE).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

"""Readers that what is found is measured beside: the rules alone, and what vectors and lexicon say without any rule."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from provenance.bitext import examine_rows
from provenance.drift.signals import GRADUAL
from provenance.models import Models
from provenance.training.drift_calibration import Example, fit
from provenance.training.drift_evaluation import Scores, Texts, numbered, probabilities
from provenance.training.drift_faults import FAULTS, Pool

Reader = Callable[[Sequence[Texts]], Scores]
RULES_ALONE, EVIDENCE_ALONE = "rules", "vectors, lexicon"
#: What the aligner's evidence says of a pair: how much of each side has a counterpart, how surely, in what order.
EVIDENCE = tuple(name for name in GRADUAL if name not in {"halting", "clashes"})


def readers_beside(faithful: Sequence[Texts], models: Models) -> Mapping[str, Reader]:
    """The two readers by name.

    Args:
        faithful: texts that are not measured; the second learns from them, and from faults put into them.
        models: what to compare with.
    """
    plain = Models(models.embedder, models.words)
    learned = fit(
        [*_examples(faithful, "faithful", plain), *_examples(_faulty(faithful), "made", plain)],
        EVIDENCE,
        (),
        most_flagged=0.5,
        centred=EVIDENCE,
    )

    def evidence(rows: Sequence[Texts]) -> Scores:
        read = _examples(rows, "any", plain)
        return np.array([learned.row(one.features, one.original_language, one.repost_language) for one in read])

    return {RULES_ALONE: lambda rows: probabilities(rows, plain), EVIDENCE_ALONE: evidence}


def _faulty(rows: Sequence[Texts]) -> Iterator[Texts]:
    draw = random.Random(3)
    codes = {row.repost_language for row in rows}
    pools = {code: Pool(tuple(row.repost for row in rows if row.repost_language == code)) for code in codes}
    for row in rows:
        fault = FAULTS[draw.choice(list(FAULTS))]
        changed = fault(row.repost, row.original, row.repost_language, pools[row.repost_language], draw)
        if changed is not None and changed.strip():
            yield replace(row, repost=changed)


def _examples(rows: Iterable[Texts], kind: str, models: Models) -> list[Example]:
    return [
        Example(one.features, one.row.original_language or "", one.row.repost_language or "", kind)
        for one in examine_rows(numbered(rows), models)
    ]

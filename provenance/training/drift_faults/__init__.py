"""Faults put into either side of faithful pairs, in any language, to teach what drift looks like.

A fault on the original's side teaches the mirror image: a word that the original lost was added by the
repost. Each fault is made from the pair itself and from other texts of the same language.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from provenance.training.drift_faults.added import repeated, sentence_added, words_added
from provenance.training.drift_faults.exchanged import (
    figure_changed,
    half_exchanged,
    month_changed,
    name_replaced,
    other_text,
    word_exchanged,
    word_left,
)
from provenance.training.drift_faults.lost import (
    hedge_lost,
    name_removed,
    quotation_opened,
    sentence_lost,
    word_lost,
    words_lost,
)
from provenance.training.drift_faults.registry import Fault, Pool, gap_of
from provenance.training.drift_faults.turned import (
    degree_turned,
    denial_lost,
    denial_made,
    scrambled,
    sex_changed,
    word_opposed,
)

__all__ = ["FAULTS", "Fault", "Pool", "faulty", "gap_of", "other_text"]

#: In this order: the draws depend on it.
FAULTS: dict[str, Fault] = {
    fault.__name__: fault
    for fault in (
        figure_changed, name_replaced, name_removed, denial_made, denial_lost, words_lost, words_added,
        sentence_lost, sentence_added, word_exchanged, word_opposed, word_left, scrambled, repeated, half_exchanged,
        other_text, degree_turned, hedge_lost, month_changed, quotation_opened, sex_changed,
        word_lost,
    )
}  # fmt: skip


def faulty(
    text: str, other: str, language: str, pool: Pool, draw: random.Random, kinds: Sequence[str] = tuple(FAULTS)
) -> tuple[str, str] | None:
    """One fault of a random kind that fits: its name and the faulty text."""
    for kind in draw.sample(list(kinds), len(kinds)):
        changed = FAULTS[kind](text, other, language, pool, draw)
        if changed is not None and changed != text and changed.strip():
            return kind, changed
    return None

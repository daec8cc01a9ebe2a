"""Faults that bring something in, or say it twice."""

from __future__ import annotations

import random

from provenance.segment import sentences
from provenance.training.drift_faults.registry import WORD, Pool, gap_of, stretch


def words_added(text: str, _: str, language: str, pool: Pool, draw: random.Random) -> str | None:
    """One to five words of another text are put in."""
    other = pool.text(draw)
    span, places = stretch(other, language, draw), list(WORD.finditer(text))
    if not span or len(places) < 5:
        return None
    at = draw.choice(places[1:]).start()
    between = gap_of(language)
    return text[:at] + other[span[0] : span[1]] + between + text[at:]


def sentence_added(text: str, _: str, language: str, pool: Pool, draw: random.Random) -> str | None:
    """A sentence of another text stands behind one of several."""
    each = sentences(text, language)
    if len(each) < 2:
        return None
    at, other = draw.choice(each), draw.choice(sentences(pool.text(draw), language))
    end, between = at.start + len(at.text), gap_of(language)
    return text[:end] + between + other.text + text[end:]


def repeated(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """A word, or two, is said twice."""
    span = stretch(text, language, draw, longest=2)
    if not span:
        return None
    between = gap_of(language)
    return text[: span[1]] + between + text[span[0] : span[1]] + text[span[1] :]

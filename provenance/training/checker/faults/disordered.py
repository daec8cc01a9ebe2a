"""Faults that mix up the order of the words."""

from __future__ import annotations

import random

from provenance.training.checker.draft import Draft
from provenance.training.checker.faults.registry import Surroundings, fault


@fault("scrambled", 12, repost_only=True)
def scrambled(draft: Draft, _: Surroundings, draw: random.Random) -> bool:
    """The words of a stretch, or of the whole, come in disorder."""
    length = len(draft) if draw.random() < 0.4 else draw.randint(5, 12)
    if length > len(draft) or length < 5:
        return False
    begin = draw.randint(0, len(draft) - length)
    part = draft.tokens[begin : begin + length]
    marks = [token.mark for token in part]
    order = draw.sample(range(length), length)
    for to, at in enumerate(order):
        part[at].bad = abs(to - at) > 1
    shuffled = [part[at] for at in order]
    for token, mark in zip(shuffled, marks, strict=True):
        token.mark = mark
    draft.tokens[begin : begin + length] = shuffled
    return any(token.bad for token in shuffled)


@fault("shifted", 3, repost_only=True)
def shifted(draft: Draft, _: Surroundings, draw: random.Random) -> bool:
    """Two content stretches of one to three words trade places."""
    if len(draft) < 9:
        return False
    first, second = draw.randint(1, 3), draw.randint(1, 3)
    a = draw.randint(0, len(draft) - first - second - 3)
    b = draw.randint(a + first + 2, len(draft) - second)
    tokens = draft.tokens
    one, middle, other = tokens[a : a + first], tokens[a + first : b], tokens[b : b + second]
    for token in (*one, *other):
        token.bad = True
    tokens[a : b + second] = [*other, *middle, *one]
    return True

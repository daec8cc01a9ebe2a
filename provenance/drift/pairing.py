"""Pairing what only the original has with what only the repost has: the likeliest exchanges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from provenance.drift.sides import Side


class Stretch(Protocol):
    """Anything at `text[start:end]` of a side."""

    @property
    def start(self) -> int:
        """Position of the first character."""
        ...

    @property
    def end(self) -> int:
        """Position after the last character."""
        ...


T = TypeVar("T", bound=Stretch)


def pair(lost: Sequence[T], extra: Sequence[T], original: Side, repost: Side) -> list[tuple[T, T]]:
    """Pairs of a lost and an extra thing, each used once: aligned words first, then the nearest place.

    Places are compared as shares of their side's length, since two languages seldom order a sentence
    so differently that the nearest unmatched thing is the wrong one.
    """
    costs = sorted(
        (not aligned(a, b, original, repost), distance(a, b, original, repost), i, j)
        for i, a in enumerate(lost)
        for j, b in enumerate(extra)
    )
    pairs: list[tuple[T, T]] = []
    used_here: set[int] = set()
    used_there: set[int] = set()
    for _, _, i, j in costs:
        if i not in used_here and j not in used_there:
            used_here.add(i)
            used_there.add(j)
            pairs.append((lost[i], extra[j]))
    return pairs


def aligned(a: Stretch, b: Stretch, original: Side, repost: Side) -> bool:
    """Whether a word of one is linked to a word of the other."""
    return bool(set(original.counterparts(a.start, a.end)) & set(repost.words_in(b.start, b.end)))


def distance(a: Stretch, b: Stretch, original: Side, repost: Side) -> float:
    """How far apart the two stand, as a share of a side's length, 0..1."""
    return abs(_place(a, original) - _place(b, repost))


def _place(thing: Stretch, side: Side) -> float:
    return (thing.start + thing.end) / (2 * len(side.text))

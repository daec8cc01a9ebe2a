"""How faults are registered, and what they share: places in a text where a fault makes sense."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from provenance.checker.features import COMMA, STOP, Side
from provenance.training.checker.draft import Draft
from provenance.training.checker.words import Words

_TRIES = 6


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a fault may draw from: the language's words, another text of it, and the pair's other side."""

    words: Words
    stranger: Side
    counterpart: Side


Fault = Callable[[Draft, Surroundings, random.Random], bool]
FAULTS: dict[str, Fault] = {}
#: How often each kind is drawn; more often where few texts have a place for it.
SHARES: dict[str, float] = {}
#: Kinds that make no sense in an original.
REPOST_ONLY: set[str] = set()


def fault(name: str, share: float, *, repost_only: bool = False) -> Callable[[Fault], Fault]:
    """Register a kind of fault."""

    def keep(function: Fault) -> Fault:
        FAULTS[name] = function
        SHARES[name] = share
        if repost_only:
            REPOST_ONLY.add(name)
        return function

    return keep


def content_words(draft: Draft, here: Surroundings) -> list[int]:
    """Places of the words whose loss would lose something."""
    return [at for at, token in enumerate(draft.tokens) if here.words.is_content(token.word)]


def places_of(draft: Draft, words: Container[str]) -> list[int]:
    """Places of the words that are among some, whatever their capitals."""
    return [at for at, token in enumerate(draft.tokens) if token.word.casefold() in words]


def content_span(draft: Draft, here: Surroundings, draw: random.Random, longest: int) -> tuple[int, int] | None:
    """A run of words with at least one content word, at most 60 % of the text."""
    content = content_words(draft, here)
    longest = min(longest, int(0.6 * len(draft)))
    if not content or longest < 2:
        return None
    for _ in range(_TRIES):
        length = draw.randint(2, longest)
        anchor = draw.choice(content)
        begin = max(0, min(anchor - draw.randrange(length), len(draft) - length))
        if sum(begin <= at < begin + length for at in content) * 3 >= length:
            return begin, begin + length
    return None


def segments(tokens: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches between marks, of at least three words."""
    cuts = [0, *(at + 1 for at, mark in enumerate(tokens) if mark & (COMMA | STOP)), len(tokens)]
    return [(a, b) for a, b in itertools.pairwise(cuts) if b - a >= 3]


def names_of(draft: Draft, here: Surroundings) -> list[tuple[int, int]]:
    """Runs of words written as names inside a sentence."""
    found: list[tuple[int, int]] = []
    for at, token in enumerate(draft.tokens):
        first = not at or draft.tokens[at - 1].mark & STOP
        if first or not here.words.is_name(token.word) or not here.words.is_content(token.word):
            continue
        if found and found[-1][1] == at and not draft.tokens[at - 1].mark:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return [(a, b) for a, b in found if b - a > 1 or here.words.language != "de"]

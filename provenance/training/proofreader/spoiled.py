"""Spoiling faithful text: words taken out, exchanged, put in, or moved, with what the proofreader is to say of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.training.proofreader.text import Numbers

#: How often each thing is done to a text, "" for nothing.
SHARES = {
    "": 0.25, "word taken": 0.33, "two taken": 0.1, "phrase taken": 0.06, "moved": 0.08, "put in": 0.08,
    "exchanged": 0.1,
}  # fmt: skip
_KINDS = tuple(SHARES), tuple(SHARES.values())
_FEWEST_WORDS = 4
_PHRASE = 3, 6
_FARTHEST_MOVE = 3


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A text by its forms and marks, where a word is missing (m + 1,), and which words are odd (m,)."""

    forms: list[int]
    marks: list[int]
    holes: list[int]
    odd: list[int]


def spoil(forms: Numbers, marks: Numbers, others: Sequence[int], draw: random.Random) -> Spoiled:
    """One text, spoiled or not; `others` are forms of its language, drawn at random."""
    kind = draw.choices(*_KINDS)[0] if len(forms) >= _FEWEST_WORDS else ""
    own, behind = forms.tolist(), marks.tolist()
    odd, holes = [0] * len(own), [0] * (len(own) + 1)
    at = draw.randrange(len(own))
    if kind.endswith("taken"):
        size = {"word taken": 1, "two taken": 2}.get(kind) or draw.randint(*_PHRASE)
        at, end = _stretch(at, min(size, len(own) - 2), len(own))
        if at:
            # What stood behind the last word taken now stands behind the word before it.
            behind[at - 1] |= behind[end - 1]
        del own[at:end], behind[at:end], odd[at:end], holes[at:end]
        holes[at] = 1
    elif kind == "moved":
        there = min(len(own) - 1, at + draw.randint(1, _FARTHEST_MOVE))
        at = min(at, there - 1)
        own[at], own[there] = own[there], own[at]
        odd[at] = odd[there] = int(own[at] != own[there])
    elif kind == "put in":
        own.insert(at, draw.choice(others))
        behind.insert(at, 0)
        odd.insert(at, 1)
        holes.append(0)
    elif kind == "exchanged":
        other = draw.choice(others)
        odd[at] = int(other != own[at])
        own[at] = other
    return Spoiled(own, behind, holes, odd)


def _stretch(at: int, size: int, length: int) -> tuple[int, int]:
    at = min(at, length - size)
    return at, at + size

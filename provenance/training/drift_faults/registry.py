"""What the faults share: other texts to take from, words and stretches of a text, and the gap between its words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶŁĽĻŃŇŅŐŘŚŠŞŤŪŮŰŹŻŽА-ЯЁІЇЄΑ-Ω]"
NAME = re.compile(rf"(?<=[^\W\d_] ){_CAPITAL}[^\W\d_]{{2,}}(?: {_CAPITAL}[^\W\d_]{{2,}})*")
_UNSPACED = frozenset({"zh", "ja", "th", "km"})


@dataclass(frozen=True, slots=True)
class Pool:
    """Texts of one language to take strange words, names and phrases from."""

    texts: tuple[str, ...]

    def text(self, draw: random.Random) -> str:
        """Any text."""
        return draw.choice(self.texts)


#: Text, the other side's text, its language, other texts, the draw → the faulty text, or None where it does not fit.
Fault = Callable[[str, str, str, Pool, random.Random], str | None]


def gap_of(language: str) -> str:
    """What stands between two words of a language; nothing where faults take characters in the place of words."""
    return "" if language in _UNSPACED else " "


def stretch(text: str, language: str, draw: random.Random, longest: int = 5) -> tuple[int, int] | None:
    """Where up to `longest` words in a row stand, or as many characters as they would have."""
    if language in _UNSPACED:
        size = draw.randint(2, 3 * longest)
        if len(text) < size + 6:
            return None
        start = draw.randrange(len(text) - size)
        return start, start + size
    words = list(WORD.finditer(text))
    size = draw.randint(1, longest)
    if len(words) < size + 4:
        return None
    first = draw.randrange(1, len(words) - size + 1)
    return words[first].start(), words[first + size - 1].end()


def cut(text: str, start: int, end: int) -> str:
    """The text without a stretch, and without the gap that it leaves."""
    return re.sub(r" (?=[ ,.;:!?]|$)", "", text[:start] + text[end:]).strip()

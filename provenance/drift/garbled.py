"""Signs of a sentence that fell apart: words said twice, and words in no order."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from provenance.drift.fluency import Grid, neighbours
from provenance.drift.sides import Side

#: Words that are rightly said twice in a row: "he had had", "the fact that that".
_DOUBLED = frozenset({
    "had", "that", "bye", "ha", "no", "so", "very", "really", "many", "much", "nous", "vous", "se", "si", "der", "die",
    "das", "dat",
})  # fmt: skip
_WRAPPING = re.compile(r"[\s()\[\]\"“”„«»]+")
#: "And more and more", "again and again and again" only grow.
_AND = {
    "en": "and", "de": "und", "fr": "et", "es": "y", "it": "e", "pt": "e", "nl": "en", "da": "og", "no": "og",
    "sv": "och", "cs": "a", "sk": "a", "pl": "i", "hr": "i", "sr": "i", "sl": "in", "ru": "и",
    "uk": "і", "bg": "и", "hu": "és", "ro": "și", "el": "και", "fi": "ja",
}  # fmt: skip
#: Languages that double a word to make a plural or to stress it.
_DOUBLING = frozenset(
    {"id", "ms", "tl", "zh", "ja", "th", "km", "vi", "ko", "bn", "hi", "mr", "ur", "ta", "sw", "tr", "hy"}
)
#: Two neighbours that stand together this seldom do not belong together (log-odds against chance).
_CLASH = -2.0
#: Two linked neighbours whose counterparts stand further apart than this were not neighbours.
_NEAR = 4
_DIGITS_IN_A_GROUP = 3
#: Weights of a bias, halting, clashes and disorder, and with the checker's mean doubt of a word: fitted on scrambled
#: and on faithful sentences of the parallel text that calibrates, where both weigh the same.
_ORDER, _ORDER_READ = (-0.94, 6.14, 3.73, 6.97), (-1.9, 5.24, 3.65, 5.09, 6.78)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A stretch `text[start:end]` that says the same word, or pair of words, again at once."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=256)
def repetitions(side: Side) -> tuple[Repeated, ...]:
    """The stretches of a side that say the same thing twice in a row."""
    words = side.words
    lowered = [word.text.lower() for word in words]
    found: list[Repeated] = []
    joined = _AND.get(side.language)
    for size in (2, 3) if side.language in _DOUBLING else (1, 2, 3):
        for at in range(len(words) - 2 * size + 1):
            if lowered[at : at + size] != lowered[at + size : at + 2 * size]:
                continue
            first, second = words[at : at + size], words[at + size : at + 2 * size]
            # "1 000 000" is one number.
            if not all(word.text.isalnum() or word.text[0].isalpha() for word in first) or _is_group(first[0].text):
                continue
            start, end = first[0].start - side.start, second[-1].end - side.start
            between = side.text[first[-1].end - side.start : second[0].start - side.start].strip()
            thrice = at + 3 * size <= len(words) and lowered[at + 2 * size] == lowered[at]
            stutters = not between or thrice or _said_again(side.text, start, between, end)
            usual = lowered[at] in _DOUBLED if size == 1 else joined in lowered[at : at + size]
            if usual or not stutters:
                continue
            if not any(one.start < end and start < one.end for one in found):
                found.append(Repeated(start, end, side.text[start : first[-1].end - side.start]))
    return tuple(found)


def _said_again(text: str, start: int, between: str, end: int) -> bool:
    """Whether the marks between two equal words stand after or before both: "the city? city?", "(NATO), (NATO),".

    "Very, very" is emphasis, "win-win" a word, and a name before brackets is explained in them.
    """
    marks = _WRAPPING.sub("", between)
    if "-" in marks:
        return False
    if marks:
        return _WRAPPING.sub("", text[end : end + len(between) + 2]).startswith(marks)
    return bool(between) and text[:start].endswith(between)


def _is_group(word: str) -> bool:
    return word.isdigit() and len(word) == _DIGITS_IN_A_GROUP


@lru_cache(maxsize=256)
def neighbours_of(side: Side) -> tuple[Grid, list[int]]:
    """How well each two neighbours of a side go together, with the number of words up to the first of them."""
    return neighbours(side.text, side.words, side.start, side.language)


def clashes(side: Side) -> float:
    """The share of neighbouring words that do not belong together, 0..1; 0 for languages without a table."""
    odds, _ = neighbours_of(side)
    return float((odds < _CLASH).mean()) if len(odds) else 0.0


def fluency(side: Side) -> float | None:
    """How well the words follow each other, on the average of neighbours (log-odds against chance), if known."""
    odds, _ = neighbours_of(side)
    return float(odds.mean()) if len(odds) else None


def disorder(side: Side, other: Side) -> float:
    """The share of neighbours whose counterparts are far apart on the other side, 0..1."""
    places = [there[0] for there in side.linked if there]
    if len(places) < 4:
        return 0.0
    jumps = [abs(a - b) > _NEAR for a, b in pairwise(places)]
    reach = max(1.0, len(other.words) / 12)
    return float(sum(jumps) / len(jumps) / math.sqrt(reach))


def disordered(side: Side, other: Side, wrong: Sequence[float]) -> float:
    """Log-odds that the words of a side stand in any order; `wrong` are the checker's doubts of them, if it read them.

    Unlike a rule, it lets a sign that is strong make up for one that is weak.
    """
    flow = fluency(side)
    if flow is None:
        return -math.inf
    signs = (-flow, clashes(side), disorder(side, other))
    if not wrong:
        return sum(weight * sign for weight, sign in zip(_ORDER, (1, *signs), strict=True))
    return sum(weight * sign for weight, sign in zip(_ORDER_READ, (1, *signs, sum(wrong) / len(wrong)), strict=True))

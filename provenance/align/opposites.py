"""Words that render the opposite of what stands on the other side, by the lexicon.

An English word and a word of the other language are opposed where the lexicon translates that word by the
English one's opposite, does not translate it by the English one, and neither has another counterpart.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from provenance.align.word_forms import Grid
from provenance.lexicon import PIVOT, Lexicon, word_unit

#: Probability from which the lexicon is believed, and below which it does not know a translation.
_BELIEVED, _UNKNOWN = 0.1, 0.02


def opposed(
    english: Sequence[str], others: Sequence[str], language: str, lexicon: Lexicon, own: Grid
) -> tuple[tuple[int, int, float], ...]:
    """Positions of an English word and of the other language's word that means its opposite, and how surely.

    Args:
        english: the words of the English side.
        others: the words of the other side.
        language: the other side's language.
        lexicon: the translation probabilities.
        own: the larger of the two probabilities of each other word and each English word, (others, english).
    """
    places = [i for i, word in enumerate(english) if word.lower() in _opposites()]
    if not places or not others or not lexicon.supports(language, PIVOT):
        return ()
    sources = [word_unit(word, language) for word in others]
    targets = [word_unit(word, PIVOT) for word in english]
    found = []
    for place in places:
        if own[:, place].max() >= _UNKNOWN:
            continue
        units = [word_unit(word, PIVOT) for word in _opposites()[english[place].lower()]]
        if set(units) & set(targets):
            continue
        chances = np.maximum(*lexicon.probabilities(sources, units, language, PIVOT)).max(axis=1)
        # A word that already has its counterpart is not the one that was turned round.
        chances[own.max(axis=1) >= _BELIEVED] = 0
        best = int(chances.argmax())
        if chances[best] >= _BELIEVED:
            found.append((place, best, float(chances[best])))
    return tuple(found)


@cache
def _opposites() -> dict[str, tuple[str, ...]]:
    text = files("provenance.align").joinpath("data/opposites.toml").read_text(encoding="utf-8")
    table: dict[str, tuple[str, ...]] = {}
    for line in tomllib.loads(text)["pairs"]:
        first, second = (part.split() for part in line.split("|"))
        for here, there in ((first, second), (second, first)):
            for word in here:
                table[word] = (*table.get(word, ()), *there)
    return table

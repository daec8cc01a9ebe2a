"""How well a text spells a name, in whatever script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from provenance.names.by_sound import BY_SOUND, sounds, stretches
from provenance.names.spelling import plain, skeletons

_SHORTEST, _LIKE_BEGINNING = 3, 4
_BEGINS_ALIKE = 0.8
#: What two skeletons that agree are worth, by the length of the shorter: of short ones many agree by chance.
_BY_LETTERS = (0.0, 0.0, 0.9, 0.9)
_BY_SOUNDS = (0.0, 0.6, 0.8, 0.93)
_LONG = 4
#: Where names are written by their sound, its share; letters have the rest.
_SOUND = 0.625


@dataclass(frozen=True, slots=True)
class Spellings:
    """The Latin spellings of a text's words, and their skeletons by length."""

    letters: tuple[str, ...]
    skeletons: tuple[tuple[str, ...], ...]
    by_sound: bool

    def of(self, name: str) -> float:
        """How well any word, or two words together, spells a name, 0..1."""
        wanted = plain(name)
        if not self.letters or not wanted:
            return 0.0
        likeness = _best(wanted, self.letters)
        if self.by_sound:
            return _SOUND * self._of_skeletons(sounds(wanted), _BY_SOUNDS) + (1 - _SOUND) * likeness
        begins = wanted[:_LIKE_BEGINNING]
        if len(begins) == _LIKE_BEGINNING and any(one.startswith(begins) for one in self.letters):
            likeness = max(likeness, _BEGINS_ALIKE)
        return max(likeness, self._of_skeletons(skeletons(wanted), _BY_LETTERS))

    def _of_skeletons(self, wanted: Iterable[str], worth: tuple[float, ...]) -> float:
        found = [
            _best(one, some) * (*worth, 1.0)[min(length, len(one))]
            for one in wanted
            for length, some in enumerate(self.skeletons)
            if some
        ]
        return max(found, default=0.0)


def _best(wanted: str, known: Sequence[str]) -> float:
    found = process.extractOne(wanted, known, scorer=fuzz.ratio)
    return 0.0 if found is None else found[1] / 100


@lru_cache(maxsize=1024)
def spellings(words: tuple[str, ...], language: str) -> Spellings:
    """The spellings that the words of a text in a language hold, in their order."""
    by_sound = language in BY_SOUND
    if by_sound:
        found = stretches("".join(f" {word} " if word.isascii() else word for word in words), language)
    else:
        every = {plain(word) for word in (*words, *(a + b for a, b in pairwise(words)))}
        found = {one: tuple(skeletons(one)) for one in every if len(one) >= _SHORTEST}
    forms = {form for some in found.values() for form in some}
    by_length = [tuple(sorted(f for f in forms if min(len(f), _LONG) == length)) for length in range(_LONG + 1)]
    return Spellings(tuple(sorted(found)), tuple(by_length), by_sound)

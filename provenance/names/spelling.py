"""Whether two spellings are of one name, across inflection, transliteration and script.

Romanising follows anyascii; the skeleton keeps the consonants in classes that transliterations mix up,
after the idea of Soundex (Russell 1918) widened to the Slavic, German and Romance spellings of a sound.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from anyascii import anyascii
from rapidfuzz.distance import JaroWinkler, Levenshtein

_HISSED = re.compile("shch|tsch|tch|sch|zh|sh|cz|sz|rz|ts|tz|dzh|dj")
_VOWELS = frozenset("aeiouy")
#: The class of each letter; vowels have none.
_CLASSES = str.maketrans(
    {"w": "v", "x": "ks", "z": "s", "b": "p", "d": "t"} | dict.fromkeys("cqgh", "k") | dict.fromkeys(_VOWELS, "")
)
_SHORTEST = 3
_PREFIX = 4
_CLOSE = 0.86
_CLOSE_SKELETON = 0.75
_NEAR_LETTERS, _NEAR_CONSONANTS = 0.5, 0.6


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """A word in lower-case Latin letters without marks."""
    return re.sub("[^a-z]", "", (word if word.isascii() else anyascii(word)).lower())


@lru_cache(maxsize=65536)
def skeletons(word: str) -> frozenset[str]:
    """The consonant classes of a word in Latin letters; a first vowel is kept as "a".

    "ch", "j", "w" and "gh" stand for other sounds in other languages, so that a word with them has two.
    """
    hard = word.replace("ch", "k").replace("j", "y").replace("w", "u").replace("gh", "")
    soft = word.replace("ch", "sh").replace("j", "zh")
    return frozenset((_skeleton(soft),) if soft == hard else (_skeleton(soft), _skeleton(hard)))


def _skeleton(word: str) -> str:
    first = "a" if word[:1] in _VOWELS else ""
    consonants = _HISSED.sub("s", word).replace("ph", "f").replace("th", "t").translate(_CLASSES)
    return first + "".join(letter for letter, _ in groupby(consonants))


def alike(a: str, b: str) -> bool:
    """Whether two words begin alike."""
    short, long = sorted((plain(a), plain(b)), key=len)
    return len(short) >= _SHORTEST and long.startswith(short[:_PREFIX])


@lru_cache(maxsize=65536)
def same_name(a: str, b: str) -> bool:
    """Whether two words can be one name ("Bognerová" and "Bogner", "Захарова" and "Zakharova")."""
    a, b = plain(a), plain(b)
    if len(a) < _SHORTEST or len(b) < _SHORTEST:
        return a == b
    if alike(a, b) or JaroWinkler.similarity(a, b) >= _CLOSE:
        return True
    return any(_same_skeleton(x, y) for x in skeletons(a) for y in skeletons(b))


def near(a: str, b: str) -> bool:
    """Whether two words agree far enough in letters or in consonants that they are no strangers."""
    a, b = plain(a), plain(b)
    if a[:_SHORTEST] == b[:_SHORTEST]:
        return True
    letters = Levenshtein.normalized_similarity(a, b)
    consonants = max(Levenshtein.normalized_similarity(x, y) for x in skeletons(a) for y in skeletons(b))
    return letters >= _NEAR_LETTERS or consonants >= _NEAR_CONSONANTS


def _same_skeleton(a: str, b: str) -> bool:
    """Whether two skeletons agree but for an ending or one slip."""
    short, long = sorted((a, b), key=len)
    if len(short) < _SHORTEST:
        return len(short) == 2 and short == long[:2] and len(long) <= 3
    if long.startswith(short):
        return len(long) - len(short) <= 2
    cut = long[: len(short) + 1]
    return len(short) > _SHORTEST and Levenshtein.normalized_similarity(short, cut) >= _CLOSE_SKELETON

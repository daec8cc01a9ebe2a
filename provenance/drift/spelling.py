"""Whether two spellings are of one name, across inflection, transliteration and script.

Romanising follows anyascii; the skeleton keeps the consonants in classes that transliterations mix up,
after the idea of Soundex (Russell 1918) widened to the Slavic, German and Romance spellings of a sound.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import JaroWinkler, Levenshtein

_CLASSES = (
    ("shch|tsch|tch|sch|zh|sh|ch|cz|sz|rz|ts|tz|dzh|dj|kh", "s"),
    ("ph", "f"),
    ("x", "ks"),
    ("[wv]", "v"),
    ("[ckqgh]", "k"),
    ("[zj]", "s"),
    ("[bp]", "p"),
    ("[dt]", "t"),
)
_VOWELS = re.compile("[aeiouy']+")
_DOUBLED = re.compile(r"(.)\1+")
_SHORTEST = 3
_PREFIX = 4
_CLOSE = 0.86
_CLOSE_SKELETON = 0.75


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """A word in lower-case Latin letters without marks."""
    return re.sub("[^a-z]", "", (word if word.isascii() else anyascii(word)).lower())


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonant classes of a word in Latin letters; a first vowel is kept as "a"."""
    # "h" and "kh" render several sounds or none.
    shape = word
    for pattern, symbol in _CLASSES:
        shape = re.sub(pattern, symbol, shape)
    first = "a" if shape[:1] and _VOWELS.match(shape) else ""
    return first + _DOUBLED.sub(r"\1", _VOWELS.sub("", shape))


@lru_cache(maxsize=65536)
def same_name(a: str, b: str) -> bool:
    """Whether two words can be one name ("Bognerová" and "Bogner", "Захарова" and "Zakharova")."""
    a, b = plain(a), plain(b)
    if len(a) < _SHORTEST or len(b) < _SHORTEST:
        return a == b
    short, long = sorted((a, b), key=len)
    if long.startswith(short[:_PREFIX]) or JaroWinkler.similarity(a, b) >= _CLOSE:
        return True
    return same_skeleton(skeleton(a), skeleton(b))


def same_skeleton(a: str, b: str) -> bool:
    """Whether two skeletons agree but for an ending or one slip."""
    short, long = sorted((a, b), key=len)
    if len(short) < _SHORTEST:
        return len(short) == 2 and short == long[:2] and len(long) <= 3
    cut = long[: len(short) + 1]
    return long.startswith(short) or Levenshtein.normalized_similarity(short, cut) >= _CLOSE_SKELETON

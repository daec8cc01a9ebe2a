"""Foreign names as Chinese and Japanese write them by their sound, compared with their Latin spelling.

Both languages have few syllables: vowels come between consonants, an "r" before a consonant is lost,
"l" and "r", "b", "v", "f" and "h" fall together. What is left to compare is a skeleton of fewer classes
than `provenance.names.spelling` has.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from provenance.names.spelling import plain

#: Languages whose texts are read so.
BY_SOUND = frozenset({"zh", "ja"})

_CLASSES = tuple(
    (re.compile(pattern), symbol)
    for pattern, symbol in (
        ("x(?![aeiou])", "KS"),
        ("tch|tsch|sch|sh|zh|ch|ts|tz|dz|[jzsx]|c(?=[eiy])", "S"),
        ("ph|[fhvwbp]", "P"),
        ("th|[dt]", "T"),
        ("ng(?![aeiou])|[nm]", "N"),
        ("[ckqg]", "K"),
        ("[lr]", "R"),
    )
)
#: The syllables of Chinese in Latin letters (pinyin).
_CHINESE = re.compile(
    "(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:[iu]?ang|i?ong|i?ao|u?ai|[iu]an|[ei]ng|i[aeu]|in|u[aino]|ei|ou|[ae]n|er|[ae]o?|o|i|[uv]e?))+"
)
_VOWELS = "aeiouy"
_LOST_R = re.compile(f"r(?![{_VOWELS}])")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]+|[A-Za-z]+")
_HAN = re.compile("[\u4e00-\u9fff]+|[A-Za-z]+")
_LONGEST = 6


@lru_cache(maxsize=65536)
def sounds(name: str) -> tuple[str, ...]:
    """The skeletons that a name in lower-case Latin letters may have ("merkel": "nkr", "nrkr")."""
    lost = _LOST_R.sub("", name)
    return tuple(sorted({_skeleton(one) for one in (name, lost, lost.replace("j", "y"), lost.replace("th", "s"))}))


@lru_cache(maxsize=65536)
def _skeleton(letters: str) -> str:
    first = "a" if letters[:1] in _VOWELS else ""
    for pattern, symbol in _CLASSES:
        letters = pattern.sub(symbol, letters)
    return first + "".join(letter for letter, _ in groupby(letters) if letter.isupper()).lower()


def sounds_chinese(name: str) -> bool:
    """Whether a name in lower-case Latin letters may be Chinese, and would then be read letter by letter."""
    return bool(_CHINESE.fullmatch(name))


def stretches(text: str, language: str) -> dict[str, tuple[str, ...]]:
    """What in a text may be a foreign name, in Latin letters, each with its skeletons.

    That is any katakana word, or up to six Chinese characters in a row; and words in Latin letters.
    """
    if language == "ja":
        return {name: sounds(name) for name in map(plain, _KATAKANA.findall(text)) if name}
    found: dict[str, tuple[str, ...]] = {}
    for run in _HAN.findall(text):
        if run.isascii():
            name = plain(run)
            found[name] = sounds(name)
            continue
        syllables = [_syllable(one) for one in run]
        for begin in range(len(syllables)):
            letters = ""
            skeletons: tuple[str, ...] = ("", "")
            for more, *others in syllables[begin : begin + _LONGEST]:
                skeletons = tuple(_joined(one, other) for one, other in zip(skeletons, others, strict=True))
                letters += more
                found[letters] = skeletons
    return found


def _joined(skeleton: str, other: str) -> str:
    return skeleton + (other.removeprefix("a") if skeleton else other)


@lru_cache(maxsize=8192)
def _syllable(character: str) -> tuple[str, str, str]:
    """A character's reading, and its skeletons with and without an "r" that ends it."""
    letters = plain(character)
    return letters, _skeleton(letters), _skeleton(_LOST_R.sub("", letters))

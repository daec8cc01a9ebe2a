"""Single words that a language does not have and another one does."""

from __future__ import annotations

from functools import cache, lru_cache

from provenance.drift.scripts import script_of
from provenance.drift.vocabulary import counted_languages, counted_words, level, levels, usually_capital

_SHORTEST = 4
#: A word of this level is one that readers of its language know (one in about two million).
_FAMILIAR, _FAMILIAR_COPY, _WELL_KNOWN = 34, 12, 40
#: Words that must have been counted before a language can be said not to have one, or to have one.
_THOROUGH, _FAIR = 40_000, 12_000
#: A rare word here and a common one there: this many levels apart.
_FAR_APART, _FARTHER = 28, 34


@lru_cache(maxsize=65536)
def foreign_language(word: str, language: str, original: str, *, copied: bool) -> str | None:
    """The language that a word was left in, or None where it may be a word of `language` or a name.

    Args:
        word: a word of the repost.
        language: the repost's language.
        original: the original's language.
        copied: whether the original has the very same word.
    """
    if len(word) < _SHORTEST or not word.isalpha() or counted_words(language) < _THOROUGH or script_of(word) != "LATIN":
        return None
    here, there = level(word, language), level(word, original)
    if not word.islower():
        # A German noun keeps its capital; a name is as much at home here as there.
        noun = copied and original == "de" and there - here >= _FAR_APART and word[1:].islower()
        # "Seine" is a river: German writes its "seine" small.
        noun = noun and usually_capital(word, original)
        return original if noun and there >= _FAMILIAR else None
    if copied and not here and there >= _FAMILIAR_COPY:
        return original
    if there >= _FAMILIAR and there - here >= _FAR_APART and (copied or not here):
        return original
    heights = {code: height for code, height in levels(word, _thorough()).items() if code != language}
    best = max(heights, key=lambda code: heights[code])
    far = heights[best] - here >= (_FARTHER if here else 0)
    return best if heights[best] >= _WELL_KNOWN and far else None


@cache
def _thorough() -> tuple[str, ...]:
    return tuple(code for code in counted_languages() if counted_words(code) >= _FAIR)

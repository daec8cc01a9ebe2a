"""Whether a capitalised word is an ordinary one, of an institution's name or a title, rather than somebody's."""

from __future__ import annotations

from functools import lru_cache

from provenance.drift.vocabulary import level, usually_capital
from provenance.lexicon import open_lexicon, word_unit


@lru_cache(maxsize=65536)
def is_ordinary(word: str, language: str) -> bool:
    """Whether a word is also written small in a language, or its lexicon translates it where it was not counted."""
    if level(word, language):
        return not usually_capital(word, language)
    return open_lexicon().has(word_unit(word.lower(), language), language)

"""Which script a word is written in, and which scripts a language uses."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SCRIPTS = {
    "ar": {"ARABIC"}, "fa": {"ARABIC"}, "ur": {"ARABIC"}, "ps": {"ARABIC"}, "ug": {"ARABIC"},
    "ku": {"LATIN", "ARABIC"}, "az": {"LATIN"}, "uz": {"LATIN", "CYRILLIC"},
    "be": {"CYRILLIC"}, "bg": {"CYRILLIC"}, "kk": {"CYRILLIC"}, "mk": {"CYRILLIC"}, "ru": {"CYRILLIC"},
    "uk": {"CYRILLIC"}, "sr": {"CYRILLIC", "LATIN"}, "bs": {"LATIN", "CYRILLIC"},
    "bn": {"BENGALI"}, "el": {"GREEK"}, "he": {"HEBREW"}, "hi": {"DEVANAGARI"}, "mr": {"DEVANAGARI"},
    "hy": {"ARMENIAN"}, "ka": {"GEORGIAN"}, "km": {"KHMER"}, "ko": {"HANGUL", "CJK"}, "ta": {"TAMIL"},
    "th": {"THAI"}, "zh": {"CJK", "BOPOMOFO"}, "ja": {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"},
}  # fmt: skip
#: Latin letters stand in texts of every language (names, brands, units).
_EVERYWHERE = frozenset({"LATIN", ""})
_LATIN = frozenset({"LATIN"})


def scripts_of(language: str) -> frozenset[str]:
    """The scripts that a language is written in (Unicode's names of them)."""
    return frozenset(_SCRIPTS.get(language, _LATIN))


def is_foreign(word: str, language: str) -> bool:
    """Whether a word is written in a script that the language does not use."""
    script = script_of(word)
    return script not in _EVERYWHERE and script not in scripts_of(language)


@lru_cache(maxsize=65536)
def script_of(word: str) -> str:
    """The script of the first letter of a word, or ""."""
    for char in word:
        if char.isalpha():
            name = unicodedata.name(char, "").split()
            if name[:1] == ["FULLWIDTH"] or name[:1] == ["MODIFIER"]:
                return "LATIN"
            if name[:1] == ["HALFWIDTH"]:
                return name[1]
            return name[0] if name else ""
    return ""

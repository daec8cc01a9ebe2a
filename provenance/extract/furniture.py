"""Which lines of a page are furniture: menus, sharing, weather, bylines, comment forms, other stories."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_LONGEST_LINE = 120
#: A line that only opens like furniture must be as short as furniture is.
_MOST_WORDS = 14
_WEATHER = re.compile(
    r"[-−+–]?\d{1,2}(?:[.,]\d)?\s?°?\s?[CF]\b.{0,25}|.{0,25}[-−+–]?\d{1,2}(?:[.,]\d)?\s?°\s?[CF]?\b.{0,15}|\d{1,3}\s?%"
)
_COUNTS = re.compile(r"[\d\s.,|•·/+-]{1,20}[kKMm]?(?:\s?[^\W\d_]{1,12})?")
_TRIMMED = " \t!?.:…*#|>»›→–—-•·[]()!！？。：\u200e\u200f"
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f\u1780-\u17ff\u1000-\u109f]")
#: Thai, Lao, Khmer and Burmese paragraphs often end without a mark.
_UNPUNCTUATED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f]")
_LONG_UNPUNCTUATED = 60
_FINAL = re.compile(r"[.!?…。！？।։؟۔።။᭟]['\"”’»“›）)\]」』】*_\s]*$")


def is_sentence_like(line: str) -> bool:
    """Whether the line ends as a sentence ends and has at least four words."""
    if len(_UNPUNCTUATED.findall(line)) >= _LONG_UNPUNCTUATED:
        return True
    return ends_as_sentence(line) and word_count(line) >= 4


def ends_as_sentence(line: str) -> bool:
    """Whether the line closes with a mark that closes sentences."""
    return bool(_FINAL.search(line[-20:]))


def word_count(line: str) -> int:
    """Words of the line; in scripts without spaces, two characters count as one."""
    unspaced = len(_CJK.findall(line))
    return len(_CJK.sub(" ", line).split()) + unspaced // 2 if unspaced else len(line.split())


def is_furniture(line: str) -> bool:
    """Whether the line is known furniture, wherever it stands."""
    flat = _flat(line)
    if not flat:
        return True
    if len(line) > _LONGEST_LINE:
        return False
    return (
        flat in _words("exact")
        or flat in _words("ending")
        or bool(_WEATHER.fullmatch(line.strip()))
        or bool(_COUNTS.fullmatch(line.strip()))
        or (word_count(line) <= _MOST_WORDS and line.strip().casefold().startswith(tuple(_words("opening"))))
    )


def is_ending(line: str) -> bool:
    """Whether the line announces other stories or the readers' comments."""
    return len(line) <= _LONGEST_LINE and _flat(line) in _words("ending")


def is_byline(line: str) -> bool:
    """Whether the line names its author and nothing else ("By Jane Roe")."""
    words = line.split()
    if not 1 <= len(words) <= 8 or is_sentence_like(line):
        return False
    opening = next((word for word in _words("bylines") if line.casefold().startswith(word)), None)
    if opening is None:
        return False
    names = line[len(opening) :].replace(",", " ").split()
    capitals = sum(not name[0].islower() for name in names)
    return capitals * 2 >= len(names)


def mentions(text: str, list_name: str) -> int:
    """How many entries of a list ("paywall", "consent", "script_wanted") the text contains."""
    folded = text.casefold()
    return sum(entry in folded for entry in _words(list_name))


def _flat(line: str) -> str:
    return " ".join(line.strip(_TRIMMED).casefold().split())


def _words(name: str) -> frozenset[str]:
    return _lists()[name]


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    raw = tomllib.loads(files("provenance.extract").joinpath("furniture.toml").read_text(encoding="utf-8"))
    return {name: frozenset(entry.casefold() for entry in entries) for name, entries in raw.items()}

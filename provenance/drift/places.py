"""Countries named in running text, by name, by their inhabitants, or by a city of theirs.

The names are CLDR's (`data/places.json`), English names of inhabitants our own table; a word stands for
a country where it begins with the stem of one of its names.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from operator import add

from provenance.cues.letters import WORD

_WORD = re.compile(WORD)
#: Languages without spaces, where a name may be syllables of another word.
UNSPACED = frozenset({"zh", "ja", "ko"})
#: Scripts without capitals or spaces, whose syllables make up other words.
_UNREADABLE = frozenset({"km", "th"})
_LONGEST_ENDING = 6
_PREFIXED = re.compile("^(?:و|ب|ل|ف|ال|وال|بال|لل|ה|ב|ל|מ|ש|ו|כ)+")
_SHORTEST_STEM, _LONG_NAME = 3, 8
#: Given names as often as countries.
_GIVEN_NAMES = frozenset({"jordan", "chad", "georgi", "georg"})
#: Everyday words that begin like a country, and what is only a currency.
_OTHER_WORD = re.compile("austritt|schweif|schweig|schwein|children|germain")
_CURRENCY = re.compile("[- ](?:dollar|долл|dolar|dólar)", re.IGNORECASE)
#: Country, is a city, is only ever a whole word, needs an ending.
_Stem = tuple[str, bool, bool, bool]
_NOT_STATES = frozenset({"IC", "EA", "AC", "CP", "DG", "TA", "CQ", "AQ"})
#: News says "Korea" for either, and Hong Kong beside or instead of China.
_SAME = {"KP": "KR", "HK": "CN", "MO": "CN"}


@dataclass(frozen=True, slots=True)
class Place:
    """A country named at `text[start:end]`.

    `weak` says that it only supports: one of its cities, or a word without a capital ("deutsch").
    """

    start: int
    end: int
    country: str
    weak: bool


@lru_cache(maxsize=512)
def places(text: str, language: str) -> tuple[Place, ...]:
    """The countries that a text names, in order."""
    if language in _UNREADABLE:
        return ()
    if language in UNSPACED:
        return _unspaced(text, language)
    _, phrases = _stems(language)
    found = list(_phrases_in(text.lower(), phrases))
    cased = language == "en"
    for match in _WORD.finditer(text):
        if cased and not match.group()[0].isupper():
            continue
        named = _country(match.group().lower(), language)
        if _CURRENCY.match(text, match.end()):
            continue
        if named and not any(p.start <= match.start() < p.end for p in found):
            country, city = named
            weak = city or (match.group()[0].islower() and match.group()[0].upper() != match.group()[0])
            found.append(Place(match.start(), match.end(), country, weak))
    return tuple(sorted(found, key=lambda place: place.start))


def _phrases_in(lowered: str, phrases: dict[str, tuple[tuple[str, str, bool], ...]]) -> Iterator[Place]:
    for match in _WORD.finditer(lowered):
        for phrase, country, city in phrases.get(match.group(), ()):
            end = match.start() + len(phrase)
            if lowered.startswith(phrase, match.start()) and not lowered[end : end + 1].isalpha():
                yield Place(match.start(), end, country, city)


@lru_cache(maxsize=32768)
def _country(word: str, language: str) -> tuple[str, bool] | None:
    """The country that a word names, and whether it is a city of it."""
    stems, _ = _stems(language)
    return _named(word, stems) or _named(_PREFIXED.sub("", word), stems)


def _named(word: str, stems: dict[str, _Stem]) -> tuple[str, bool] | None:
    if word in _GIVEN_NAMES or _OTHER_WORD.match(word):
        return None
    for length in range(len(word), max(1, len(word) - _LONGEST_ENDING - 1), -1):
        named = stems.get(word[:length])
        if named is not None and (length == len(word)) >= named[2] and (length < len(word) or not named[3]):
            return named[0], named[1]
    return None


def _unspaced(text: str, language: str) -> tuple[Place, ...]:
    found: list[Place] = []
    by_letters = _unspaced_names(language)
    letters = {*map(add, text, text[1:])} & by_letters.keys()
    for _, name, place in sorted(one for few in letters for one in by_letters[few]):
        at = text.find(name)
        while at >= 0:
            free = not any(at < p.end and p.start < at + len(name) for p in found)
            if free and not _inside_a_word(text, at, at + len(name)):
                found.append(Place(at, at + len(name), _SAME.get(place[:2], place[:2]), "/" in place))
            at = text.find(name, at + 1)
    return tuple(sorted(found, key=lambda place: place.start))


@cache
def _unspaced_names(language: str) -> dict[str, list[tuple[int, str, str]]]:
    """Names and places by the first two letters of the name, each with its rank: the longest names come first."""
    forms = [(name, place) for place, names in _table().get(language, {}).items() for name in names if len(name) >= 2]
    found: dict[str, list[tuple[int, str, str]]] = {}
    for rank, (name, place) in enumerate(sorted(forms, key=lambda form: (-len(form[0]), form[0]))):
        found.setdefault(name[:2], []).append((rank, name, place))
    return found


def _inside_a_word(text: str, start: int, end: int) -> bool:
    """Whether a katakana or Hangul name is a piece of a longer word (マリ in ソマリア)."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return "\u30a0" <= text[start] <= "\u30ff" and any("\u30a1" <= char <= "\u30fe" and char != "・" for char in around)


@cache
def _stems(language: str) -> tuple[dict[str, _Stem], dict[str, tuple[tuple[str, str, bool], ...]]]:
    """The stems of the names of one word, and the names of several words by their first."""
    stems: dict[str, _Stem | None] = {}
    phrases: dict[str, tuple[str, bool]] = {}
    # Where CLDR has no other name, the English one is used (Kyiv, London).
    for source in ("en", language):
        for place, names in _table().get(source, {}).items():
            for name in names:
                _enter(name.lower(), place, source, stems, phrases)
    for country, forms in _own_names(language).items():
        people, _, cities = forms.partition(";")
        for form in [*people.split(), *cities.split()]:
            if form.isascii() and not form.rstrip("*").isalpha():
                phrases[form.replace("_", " ")] = (country, False)
            else:
                stems[form.rstrip("*")] = (country, form in cities.split(), not form.endswith("*"), False)
    by_first: dict[str, tuple[tuple[str, str, bool], ...]] = {}
    for phrase, (country, city) in phrases.items():
        first = _WORD.match(phrase)
        if first is not None:
            by_first[first.group()] = (*by_first.get(first.group(), ()), (phrase, country, city))
    return {stem: named for stem, named in stems.items() if named is not None}, by_first


def _enter(
    name: str,
    place: str,
    language: str,
    stems: dict[str, _Stem | None],
    phrases: dict[str, tuple[str, bool]],
) -> None:
    country, city = _SAME.get(place[:2], place[:2]), "/" in place
    if country in _NOT_STATES:
        return
    if not name.replace("-", "").isalpha():
        if " " in name:
            phrases[name] = (country, city)
        return
    cut = name[: len(name) - (1 if len(name) < _LONG_NAME or language == "en" or city else 3)]
    for stem in {name, cut if len(cut) > _SHORTEST_STEM else name}:
        if len(stem) < _SHORTEST_STEM or name in _GIVEN_NAMES:
            continue
        before = stems.get(stem, (country, city, False, stem != name))
        # A stem that two countries share says nothing.
        same = before is not None and before[0] == country
        stems[stem] = (country, city, False, stem != name and before is not None and before[3]) if same else None


@cache
def _own_names(language: str) -> dict[str, str]:
    text = files("provenance.drift").joinpath("data/countries.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = tomllib.loads(text)
    return table.get(language, {})


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    text = files("provenance.drift").joinpath("data/places.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[str]]] = json.loads(text)
    return table

"""Names of months and weekdays in running text, inflected or not.

The names are CLDR's (`data/calendar.json`); a word is a month where it is one of its forms or begins
with its stem, and no other month's stem fits better.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from provenance.cues.letters import WORD

_VOWELS = "aeiouyáéíóúýàèìòùâêîôûäëïöüąęěůőűаеёиоуыэюяіїєьй"
_SHORTEST_STEM = 4
_MAY = 5
_LONGEST_ENDING = 4
#: Scripts whose words are not set apart by spaces, or take prefixes: found anywhere in the text.
_ANYWHERE = frozenset({"zh", "ja", "ko", "th", "km", "my", "lo"})
_PREFIXED = frozenset({"ar", "he"})
_WORD = re.compile(rf"{WORD}(?:[-’']{WORD})*")
#: Month names that are everyday words unless a day or a year stands beside them or they are capitalised.
_ENGLISH_WORDS = frozenset({"may", "march", "mar", "sun", "sat", "mon", "wed"})
#: Languages whose months and weekdays keep their form: what merely begins like one is another word ("energía").
_UNINFLECTED = frozenset({"en", "es", "fr", "it", "pt", "ca", "gl", "ro", "nl", "sv", "da", "no", "de"})
_HANDMADE = {"en": {"sept": ("month", 9, False)}}
_STEMS_OF_DAYS = {"ta": "திங்கட்கிழமை செவ்வாய்க்கிழமை புதன்கிழமை வியாழக்கிழமை வெள்ளிக்கிழமை சனிக்கிழமை ஞாயிற்றுக்கிழமை"}
_HANDMADE_DAYS = {
    "ko": ["월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"],
    "zh": [f"周{c} 星期{c} 礼拜{c}" for c in "一二三四五六日"],
}


@dataclass(frozen=True, slots=True)
class CalendarWord:
    """A month (1–12) or a weekday (0–6, Monday first) named at `text[start:end]`."""

    start: int
    end: int
    kind: str
    number: int
    short: bool


@dataclass(frozen=True, slots=True)
class _Names:
    exact: dict[str, tuple[str, int, bool]]
    stems: dict[str, list[tuple[str, str, int]]]


@lru_cache(maxsize=512)
def calendar_words(text: str, language: str) -> tuple[CalendarWord, ...]:
    """The months and weekdays that a text names, in order."""
    if language in _ANYWHERE:
        return _anywhere(text, _names(language))
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        if language == "en" and not word[0].isupper():
            continue
        named = _lookup(word, language)
        if named is not None:
            kind, number, short = named
            short = short or (language == "en" and word.lower() in _ENGLISH_WORDS)
            found.append(CalendarWord(match.start(), match.end(), kind, number, short))
    return tuple(found)


@lru_cache(maxsize=512)
def tells_from_today(text: str, language: str) -> bool:
    """Whether a text names a day as seen from today ("yesterday"); not known of every language."""
    words = _days("today").get(language, "").split()
    if language in _ANYWHERE:
        return any(word in text for word in words)
    return not {match.group().lower() for match in _WORD.finditer(text)}.isdisjoint(words)


def month_names(language: str) -> tuple[str, ...]:
    """The names of the twelve months, in lower case; none for a language whose calendar is not known."""
    return tuple(forms[0].lower() for forms in _data().get(language, {}).get("months", []) if forms)


def knows_months(language: str) -> bool:
    """Whether the months of a language can be read by name."""
    return language in {"zh", "ja", "ko"} or any(kind == "month" for kind, _, _ in _names(language).exact.values())


@lru_cache(maxsize=32768)
def _lookup(word: str, language: str) -> tuple[str, int, bool] | None:
    """What a word names: month or day, its number, and whether it is a short form."""
    names, other = _names(language), _other_words(language)
    if other is not None and other.match(word.lower()):
        return None
    named = _named(word.lower(), names)
    if named is None and language in _PREFIXED:
        named = _named(re.sub("^[ובלהكفול]{1,2}", "", word), names)
    return named


def _named(word: str, names: _Names) -> tuple[str, int, bool] | None:
    if word in names.exact:
        return names.exact[word]
    best = None
    for stem, kind, number in names.stems.get(word[:_SHORTEST_STEM], ()):
        if word.startswith(stem) and len(word) - len(stem) <= _LONGEST_ENDING and (best is None or len(stem) > best[0]):
            best = (len(stem), kind, number)
    return None if best is None else (best[1], best[2], False)


def _anywhere(text: str, names: _Names) -> tuple[CalendarWord, ...]:
    found: list[CalendarWord] = []
    for form, (kind, number, short) in sorted(names.exact.items(), key=lambda item: -len(item[0])):
        if short or len(form) < 2:
            continue
        for match in re.finditer(re.escape(form), text):
            if not any(match.start() < word.end and word.start < match.end() for word in found):
                found.append(CalendarWord(match.start(), match.end(), kind, number, short=False))
    return tuple(sorted(found, key=lambda word: word.start))


@cache
def _names(language: str) -> _Names:
    entry = _data().get(language, {})
    exact: dict[str, tuple[str, int, bool]] = {}
    stems: dict[str, tuple[str, int] | None] = {}
    for kind, first in (("months", 1), ("days", 0)):
        for number, forms in enumerate(entry.get(kind, []), start=first):
            for position, form in enumerate(forms):
                _enter(form.lower(), kind[:-1], number, position, exact, stems, inflected=language not in _UNINFLECTED)
    for number, forms_of_day in enumerate(_HANDMADE_DAYS.get(language, [])):
        exact |= dict.fromkeys(forms_of_day.split(), ("day", number, False))
    exact |= _HANDMADE.get(language, {})
    exact |= dict.fromkeys(_days("may").get(language, "").split(), ("month", _MAY, False))
    for number, beginning in enumerate(_STEMS_OF_DAYS.get(language, "").split()):
        stems[beginning] = ("day", number)
    kept: dict[str, list[tuple[str, str, int]]] = {}
    for stem, named in stems.items():
        if named is not None:
            kept.setdefault(stem[:_SHORTEST_STEM], []).append((stem, *named))
    return _Names(exact, kept)


def _enter(
    form: str,
    kind: str,
    number: int,
    position: int,
    exact: dict[str, tuple[str, int, bool]],
    stems: dict[str, tuple[str, int] | None],
    *,
    inflected: bool,
) -> None:
    bare = form.rstrip(".")
    short = position > 0 and len(bare) <= 3
    # A form that two months share says nothing.
    if bare in exact and exact[bare][:2] != (kind, number):
        exact.pop(bare)
        return
    exact[bare] = (kind, number, short)
    if short or " " in bare:
        return
    stem = bare.rstrip(_VOWELS) if inflected else bare
    for candidate in {bare, stem if len(stem) >= _SHORTEST_STEM else bare}:
        if len(candidate) >= _SHORTEST_STEM:
            same = stems.get(candidate, (kind, number))
            stems[candidate] = (kind, number) if same == (kind, number) else None


@cache
def _data() -> dict[str, dict[str, list[list[str]]]]:
    text = files("provenance.drift").joinpath("data/calendar.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[list[str]]]] = json.loads(text)
    return table


@cache
def _days(table: str) -> dict[str, str]:
    text = files("provenance.drift").joinpath("data/days.toml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = tomllib.loads(text)
    return found[table]


@cache
def _other_words(language: str) -> re.Pattern[str] | None:
    """Everyday words that begin like one of the language's weekdays."""
    stem, *endings = _days("endings").get(language, "").split() or [""]
    return re.compile(f"{stem}(?!(?:{'|'.join(endings)})$)") if stem else None

"""Dates as pages print them, as ISO 8601."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from functools import cache
from urllib.parse import urlsplit

_LONGEST_LINE = 70
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2})?(?:\.\d+)?\s?(Z|[+-]\d{2}:?\d{2})?)?")
#: A value of nothing but a year, or a year and a month, is a date of that precision.
_REDUCED = re.compile(r"(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2]))?")
#: Dates in addresses: "/2026/04/21/", "/2026/04/", "/2026-04-21-", "/20260421/".
_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d{2})(?:([/-]?)(0?[1-9]|1[0-2])(?:\2(0?[1-9]|[12]\d|3[01]))?)(?=[/._-]|$)", re.ASCII
)
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_DAY_FIRST = re.compile(r"\b(\d{1,2})\s?\.\s?(\d{1,2})\s?\.\s?(\d{4})\b")
_SLASHED = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b")
_CLOCK = re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)(?::\d{2})?\b(?!\s*[ap]\.?m)", re.IGNORECASE)
_ANY_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\b", re.IGNORECASE)
_LABEL = re.compile(r"^[^\d:]{2,40}:\s+(?=\S*\s*\S*\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
#: What a date line may hold besides its date: weekday, month, time, zone, a label.
_MOST_WORDS = 12
_MOST_NAMES = 4


def iso_date(text: str | None) -> str | None:
    """The ISO 8601 date that a machine-readable value begins with, as precise as it is stated, up to the minute."""
    if text and _REDUCED.fullmatch(text.strip()):
        return text.strip()
    match = _ISO.search(text.strip()) if text else None
    if match is None:
        return None
    year, month, day, hour, minute, zone = match.groups()
    plain = _valid(int(year), int(month), int(day))
    if plain is None or hour is None or (hour, minute, zone) == ("00", "00", None):
        return plain
    return f"{plain}T{hour}:{minute}{zone or ''}"


def address_date(url: str | None) -> str | None:
    """The date that stands in the path of an address, to the day or the month; None where there is none."""
    try:
        path = urlsplit(url or "").path
    except ValueError:
        return None
    match = _IN_ADDRESS.search(path)
    if match is None:
        return None
    year, mark, month, day = match.groups()
    # Without marks only all eight digits are a date; six or less are a number.
    if not mark and (day is None or len(month) + len(day) != 4):
        return None
    if day is not None:
        return _valid(int(year), int(month), int(day))
    return f"{year}-{int(month):02d}"


def date_line(line: str, language: str) -> str | None:
    """The date that a line of its own states, or None where the line is not a date.

    Args:
        line: One line, as printed ("Tuesday, November 29, 2022", "29. 11. 2022 14:05").
        language: ISO 639-1 code of the page, for the names of the months.
    """
    text = _LABEL.sub("", line.strip()).strip("()[]|•·–— ")
    if len(text) > _LONGEST_LINE or len(text.split()) > _MOST_WORDS or not _YEAR.search(text):
        return None
    return _numeric(text) or _named(text, language)


def _numeric(text: str) -> str | None:
    for pattern, order in ((_ISO, "ymd"), (_EAST_ASIAN, "ymd"), (_DAY_FIRST, "dmy"), (_SLASHED, "?")):
        match = pattern.search(text)
        if match is None:
            continue
        # What stands beside a numeric date on its line is a time, a weekday or a zone, never a sentence.
        if len(re.findall(r"[^\W\d_]+", text[: match.start()] + text[match.end() :])) > 4:
            return None
        if pattern is _ISO:
            return iso_date(match.group())
        first, second, third = (int(part) for part in match.groups()[:3])
        if order == "?":
            if first <= 12 and second <= 12 and first != second:
                return None
            first, second = (first, second) if first > 12 else (second, first)
        plain = _valid(first, second, third) if order == "ymd" else _valid(third, second, first)
        return _with_clock(plain, text[match.end() :])
    return None


def _named(text: str, language: str) -> str | None:
    words = [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) > 1]
    for code in dict.fromkeys([language, "en"]):
        month = next((month for word in words if (month := _months(code).get(word))), None)
        if month is None:
            continue
        rest = _ANY_CLOCK.sub(" ", text)
        year = _YEAR.search(rest)
        days = re.findall(r"(?<!\d)\d{1,2}(?!\d)", _YEAR.sub(" ", rest))
        # Weekday, month and a preposition or label: more words than that make a sentence.
        if year is not None and len(days) == 1 and len(words) <= _MOST_NAMES:
            return _with_clock(_valid(int(year.group()), month, int(days[0])), text)
    return None


@cache
def _months(language: str) -> dict[str, int]:
    from babel import Locale, UnknownLocaleError

    names: dict[str, int] = {}
    with suppress(UnknownLocaleError, ValueError):
        for forms in Locale.parse(language).months.values():
            for width in ("abbreviated", "wide"):
                for number, name in forms.get(width, {}).items():
                    names.update({word: int(number) for word in re.findall(r"[^\W\d_]{2,}", name.casefold())})
    return names


def _with_clock(plain: str | None, rest: str) -> str | None:
    clock = _CLOCK.search(rest)
    if plain is None or clock is None:
        return plain
    return f"{plain}T{int(clock[1]):02d}:{clock[2]}"


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None

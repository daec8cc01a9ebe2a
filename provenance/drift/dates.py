"""Dates in running text, in words and in figures, as far as each one is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from provenance.drift.calendar_words import CalendarWord, calendar_words
from provenance.drift.quantities import quantities
from provenance.drift.quantity import plain_digits

_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_BEFORE_MONTH = re.compile(
    rf"(?<![\d.,:/]){_DAY}(?P<last>\s?[-–—/]\s?(?:0?[1-9]|[12]\d|3[01]))?\s?(?:\.|st|nd|rd|th|er|º|ª|°|-?го|-е|-го|-ro|'?(?:inci|ıncı))?\s*"
    r"(?:de|of|di|d['’]|ng|ta['’])?\s*$",
    re.IGNORECASE,
)
_AFTER_MONTH = re.compile(
    rf"\.?\s*(?:the\s)?{_DAY}(?!\d|[.,:]\d)(?:st|nd|rd|th)?(?!\s?[%€$]|\s?(?:per|am|pm|a\.m|p\.m))"
    r"(?P<last>\s?(?:[-–—/]|to|and)\s?(?:0?[1-9]|[12]\d|3[01])(?!\d|[.,:]\d)(?:st|nd|rd|th)?)?",
    re.IGNORECASE,
)
_YEAR_AFTER = re.compile(r"\.?,?\s*(?:de|of|del|do|r\.|roku|года|року)?\s*(?P<year>1[5-9]\d\d|20\d\d)(?!\d|[.,]\d)")
#: After these words "May" and "March" are months, not a minister and a procession.
_MONTH_FOLLOWS = re.compile(r"\b(?:in|since|until|during|last|next|late|early|mid|month of)[ -]$", re.IGNORECASE)
_NUMERIC = re.compile(
    r"""(?<![\d.,/-])(?:
      (?P<year>1[5-9]\d\d|20\d\d)[-/.](?P<month>0?[1-9]|1[0-2])[-/.](?P<day>0?[1-9]|[12]\d|3[01])
    | (?P<first>0?[1-9]|[12]\d|3[01])(?P<mark>\.\s?|/|-)(?P<second>0?[1-9]|[12]\d|3[01])(?P=mark)
      (?P<later>1[5-9]\d\d|20\d\d|\d\d)
    | (?P<short>0?[1-9]|[12]\d|3[01])\.\s?(?P<shortmonth>0?[1-9]|1[0-2])\.(?=\s|[,;)]|$)
    )(?![\d-])""",
    re.VERBOSE,
)
_CJK = re.compile(
    r"(?:(?P<year>\d{4}|\d{2})\s?[年년]\s?)?(?:(?P<month>1[0-2]|0?[1-9])\s?(?:月|월)(?!間|球)\s?)?(?:(?P<day>3[01]|[12]\d|0?[1-9])\s?(?:日(?!間|本)|号|일(?!간)))?"
)
_MONTH_SLASH_DAY = re.compile(r"(?<![\d/])(1[0-2]|0?[1-9])/(3[01]|[12]\d|0?[1-9])(?![\d/])")
_KANJI_MONTH = re.compile(
    r"(十[一二]?|[一二三四五六七八九])月(?!球)(?:([一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号])?"
)
#: The year of a calendar in daily use beside the Gregorian one, less the Gregorian year.
_OTHER_CALENDARS = {"th": (543,), "fa": (-621, -622), "ps": (-621, -622), "ar": (-579, -580)}
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_ERA = re.compile(r"(令和|平成|昭和|大正|明治)(\d{1,2}|元)年")
_KANJI = {c: i for i, c in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class Date:
    """A date at `text[start:end]`, as far as it is told; 0 stands for an untold part.

    `weekday` counts from 1 (Monday). `swapped` says that day and month may be the other way round,
    `weak` that the word may not be a date at all ("March"). `others` are further days ("25–27 March").
    """

    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = 0
    swapped: bool = False
    weak: bool = False
    others: tuple[int, ...] = ()

    @property
    def full(self) -> bool:
        """Whether day and month are told."""
        return bool(self.month and self.day)


@lru_cache(maxsize=512)
def dates(text: str, language: str) -> tuple[Date, ...]:
    """The dates of a text in order; a month or a weekday alone counts."""
    plain = plain_digits(text)
    found = list(_numeric(plain))
    if language in {"zh", "ja", "ko"}:
        found += _cjk(plain)
    for word in calendar_words(text, language):
        if any(word.start < date.end and date.start < word.end for date in found if not date.weekday):
            continue
        if word.kind == "day":
            found.append(Date(word.start, word.end, weekday=word.number + 1, weak=word.short))
        else:
            found.append(_around_month(plain, word))
    return tuple(sorted(found, key=lambda date: date.start))


def days(text: str, language: str) -> tuple[Date, ...]:
    """The dates that tell a month or a day; a day without its month is weak."""
    found = [date for date in dates(text, language) if date.month or date.day]
    return tuple(date if date.month else replace(date, weak=True) for date in found)


def weekdays(text: str, language: str) -> tuple[Date, ...]:
    """The weekdays that a text names."""
    return tuple(date for date in dates(text, language) if date.weekday)


def years(text: str, language: str) -> tuple[Date, ...]:
    """The years of a text, with those inside dates; other calendars' years also as ours (weak)."""
    found = [Date(date.start, date.end, year=date.year) for date in dates(text, language) if date.year]
    spans = [(date.start, date.end) for date in found]
    for quantity in quantities(text, language):
        if any(quantity.start < end and start < quantity.end for start, end in spans):
            continue
        for value in quantity.readings:
            if quantity.figure and 1300 <= value <= 2600 and value == int(value):
                shifts = _OTHER_CALENDARS.get(language, ())
                weak = not quantity.year or bool(shifts)
                alone = Date(quantity.start, quantity.end, year=int(value), weak=weak)
                found += [alone, *(replace(alone, year=int(value) - shift, weak=True) for shift in shifts)]
    return tuple(found)


def agree(date: Date, others: tuple[Date, ...]) -> bool:
    """Whether one of the others may be the same date: no part that both tell differs."""
    return any(_agree(date, other) or _agree(_turned(date), other) or _agree(date, _turned(other)) for other in others)


def _agree(a: Date, b: Date) -> bool:
    parts = ((a.year, b.year), (a.month, b.month), (a.weekday, b.weekday))
    same_day = not (a.day and b.day) or bool({a.day, *a.others} & {b.day, *b.others})
    return same_day and all(x == y for x, y in parts if x and y)


def _turned(date: Date) -> Date:
    return replace(date, day=date.month, month=date.day) if date.swapped else date


def _around_month(plain: str, word: CalendarWord) -> Date:
    start, end, day, year = word.start, word.end, 0, 0
    others: tuple[int, ...] = ()
    before = _BEFORE_MONTH.search(plain, max(0, start - 16), start)
    if before:
        day, start, others = int(before["day"]), before.start(), _last(before)
    elif (after := _AFTER_MONTH.match(plain, end)) is not None:
        day, end, others = int(after["day"]), after.end(), _last(after)
    if (told := _YEAR_AFTER.match(plain, end)) is not None:
        year, end = int(told["year"]), told.end()
    weak = word.short and not (day or year or _MONTH_FOLLOWS.search(plain, max(0, start - 16), start))
    return Date(start, end, year=year, month=word.number, day=day, weak=weak, others=others)


def _last(match: re.Match[str]) -> tuple[int, ...]:
    last = re.search(r"\d+", match["last"] or "")
    return (int(last.group()),) if last else ()


def _numeric(plain: str) -> Iterator[Date]:
    for match in _NUMERIC.finditer(plain):
        if match["year"]:
            yield Date(match.start(), match.end(), int(match["year"]), int(match["month"]), int(match["day"]))
        elif match["shortmonth"]:
            yield Date(match.start(), match.end(), month=int(match["shortmonth"]), day=int(match["short"]))
        else:
            first, second = int(match["first"]), int(match["second"])
            year = int(match["later"]) + (2000 if len(match["later"]) == 2 else 0)
            if first <= 12 and second <= 12:
                yield Date(match.start(), match.end(), year, second, first, swapped=True)
            elif min(first, second) <= 12:
                day, month = max(first, second), min(first, second)
                yield Date(match.start(), match.end(), year, month, day)


def _cjk(plain: str) -> Iterator[Date]:
    for era in _ERA.finditer(plain):
        year = _ERAS[era.group(1)] + (1 if era.group(2) == "元" else int(era.group(2)))
        yield Date(era.start(), era.end(), year=year)
    for match in _CJK.finditer(plain):
        if not match.group() or (match["day"] and not match["month"] and match.group().endswith("号")):
            continue
        year = int(match["year"]) if match["year"] and len(match["year"]) == 4 else 0
        month, day = int(match["month"] or 0), int(match["day"] or 0)
        if year or month or day:
            yield Date(match.start(), match.end(), year, month, day)
    for match in _MONTH_SLASH_DAY.finditer(plain):
        yield Date(match.start(), match.end(), month=int(match.group(1)), day=int(match.group(2)), weak=True)
    for match in _KANJI_MONTH.finditer(plain):
        day = _small(match.group(2)) if match.group(2) else 0
        yield Date(match.start(), match.end(), month=_small(match.group(1)), day=day)


def _small(numeral: str) -> int:
    tens, ten, units = numeral.partition("十")
    if not ten:
        return _KANJI[numeral]
    return 10 * _KANJI.get(tens, 1) + _KANJI.get(units, 0)

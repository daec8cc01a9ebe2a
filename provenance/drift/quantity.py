"""A quantity, and what the readers of figures, number words and numerals share."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SEPARATORS = {"٫": ".", "٬": ",", "．": ".", "：": ":", "％": "%", "٪": "%"}
#: Separators, and the digits of other scripts.
_UNLIKE_ASCII = re.compile(rf"[{''.join(_SEPARATORS)}]|[^\D0-9]")
_WIDE_COMMA = re.compile(r"(?<=\d)，(?=\d{3}(?!\d)(?:万|億|円|人|，|件|トン|ドル|メートル))")
_MIDDLE_DOT = re.compile(r"(?<=\d)[・秒](?=\d)")
#: Longer figures are serial numbers, not quantities.
LONGEST_FIGURE = 24


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at `text[start:end]` of a side.

    `readings` are the values it can stand for, the likeliest first; `parts` the figures it is made of
    (both halves of a score). `figure` says that it is written in digits, `firm` that its absence on
    the other side would mean something (not so for ordinals, "one", or the figure in "F-16").
    """

    start: int
    end: int
    text: str
    readings: tuple[float, ...]
    figure: bool
    firm: bool
    parts: tuple[float, ...] = ()

    @property
    def value(self) -> float:
        """The likeliest reading."""
        return self.readings[0]

    @property
    def year(self) -> bool:
        """Whether it looks like a year of the last centuries."""
        return self.figure and len(self.text) == 4 and self.text.isdecimal() and 1500 <= self.value <= 2100


@lru_cache(maxsize=512)
def plain_digits(text: str) -> str:
    """The text with the decimal digits of every script as ASCII, character for character."""
    if text.isascii():
        return text
    plain = _UNLIKE_ASCII.sub(lambda match: _plain(match.group()), text)
    plain = _WIDE_COMMA.sub(",", plain) if "，" in text else plain
    return _MIDDLE_DOT.sub(".", plain) if "・" in text or "秒" in text else plain


def _plain(char: str) -> str:
    return _SEPARATORS.get(char) or str(unicodedata.decimal(char))


def attached(plain: str, start: int, end: int) -> bool:
    """Whether a figure belongs to a name or code: F-16, G20, COVID-19, 5G, 4K."""
    before = plain[max(0, start - 2) : start]
    if before and (_cased(before[-1]) or (len(before) == 2 and before[-1] in "-–" and _cased(before[0]))):
        return True
    return end < len(plain) and plain[end].isupper() and not plain[end + 1 : end + 2].islower()


def _cased(char: str) -> bool:
    return char.isalpha() and char.lower() != char.upper()


def clock(hours: int, minutes: int) -> tuple[float, ...]:
    """The values of a time of day, minutes behind the point: as it is, and half a day on."""
    times = (hours + minutes / 100, *([(hours + 12) % 24 + minutes / 100] if hours < 24 else []))
    return times if minutes else (*times, float(hours), float((hours + 12) % 24))

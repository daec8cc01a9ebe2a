"""Number words, by language, and the numerals of Chinese, Japanese and Korean.

The words are in `data/numbers.toml`; a language without an entry has no words that could be read, and
its checks must then ask for less.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_CJK_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2, "壱": 1, "弐": 2}
_CJK_PLACES = {"十": 10, "百": 100, "千": 1000, "백": 100, "천": 1000, "십": 10}
_CJK_GROUPS = {"万": 10**4, "萬": 10**4, "만": 10**4, "億": 10**8, "亿": 10**8, "억": 10**8, "兆": 10**12, "조": 10**12}
CJK_NUMERALS = "".join((*_CJK_DIGITS, *_CJK_PLACES, *_CJK_GROUPS))
CJK_GROUPS = "".join(_CJK_GROUPS)
_THOUSAND, _MILLION = 1e3, 1e6
#: Thousands and lakhs of millions or crores are counted.
_COUNTED = (1e3, 1e5)
_SHORTEST_INFLECTED = 4
#: Signs that end a bare consonant in Indic scripts, and give way to an ending.
_SILENCERS = "\u0bcd\u094d\u09cd"
_LONGEST_ENDING = 5
_LONGEST_COMPOUND = 60
_REMEMBERED = 1 << 15


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The number words of one language.

    `words` are cardinals below 1,000, `magnitudes` what multiplies them, `soft` ordinals and the like,
    `stems` their beginnings. `joiners` may stand between the parts of a number, `compound` says that
    the parts are written together.
    """

    words: dict[str, float]
    magnitudes: dict[str, float]
    soft: dict[str, float]
    stems: tuple[tuple[str, float], ...]
    joiners: frozenset[str]
    compound: bool

    @property
    def complete(self) -> bool:
        """Whether a number in words can be expected to be found."""
        return bool(self.soft or self.stems)


@cache
def number_words(language: str) -> NumberWords:
    """The number words of a language; empty where there are none in the data."""
    entry = _data().get(language, {})
    soft = dict(_pairs(entry.get("soft", "")))
    return NumberWords(
        words=dict(_pairs(entry.get("words", ""))),
        magnitudes=dict(_pairs(entry.get("magnitudes", ""))),
        soft={form: value for form, value in soft.items() if not form.endswith("*")},
        stems=tuple((form[:-1], value) for form, value in soft.items() if form.endswith("*")),
        joiners=frozenset(entry.get("joiners", "").split()),
        compound=bool(entry.get("compound", False)),
    )


@lru_cache(maxsize=_REMEMBERED)
def soft_value(word: str, language: str) -> float | None:
    """The value that an ordinal, a fraction or a multiple stands for, or None."""
    known = number_words(language)
    if word in known.soft:
        return known.soft[word]
    found = [(len(stem), value) for stem, value in known.stems if word.startswith(stem)]
    return max(found)[1] if found else None


@lru_cache(maxsize=_REMEMBERED)
def magnitude(word: str, language: str) -> float | None:
    """The factor that a word such as "million" stands for, inflected or not, or None."""
    known = number_words(language).magnitudes
    if word in known:
        return known[word]
    if language == "en":
        return None
    inflected = [
        (len(form), value)
        for form, value in known.items()
        if len(form) >= _SHORTEST_INFLECTED
        and word.startswith(form.rstrip(_SILENCERS))
        and len(word) - len(form) <= _LONGEST_ENDING
    ]
    return max(inflected)[1] if inflected else None


@lru_cache(maxsize=_REMEMBERED)
def compound_value(word: str, language: str) -> float | None:
    """The value of a number written as one word ("vierundzwanzig"), or None."""
    known = number_words(language)
    if not known.compound or len(word) > _LONGEST_COMPOUND:
        return None
    forms = known.words | known.magnitudes
    parts: dict[int, tuple[float, ...]] = {0: ()}
    for at in range(len(word)):
        if at not in parts:
            continue
        for form, value in forms.items():
            if word.startswith(form, at) and at + len(form) not in parts:
                parts[at + len(form)] = (*parts[at], value)
        for joiner in known.joiners:
            if at and word.startswith(joiner, at) and at + len(joiner) not in parts:
                parts[at + len(joiner)] = parts[at]
    whole = parts.get(len(word), ())
    return compose(whole) if len(whole) > 1 else None


def compose(values: tuple[float, ...]) -> float:
    """One number from the values of its parts in order: (2, 100, 5, 1000) is 205,000."""
    parts: list[float] = []
    group = 0.0
    for value in values:
        if value >= _THOUSAND:
            # "Two thousand three hundred million": what is smaller than the million is multiplied by it.
            while parts and parts[-1] < value:
                group += parts.pop()
            parts.append((group or 1) * value)
            group = 0.0
        elif value == 100 and group:
            group *= value
        else:
            group += value
    return sum(parts) + group


def may_follow(values: tuple[float, ...], value: float) -> bool:
    """Whether a part can go on a number: twenty + five can, two + three cannot."""
    if not values:
        return True
    last = values[-1]
    if value >= _THOUSAND:
        # Each further "thousand" or "million" is smaller than the one before, or counts thousands of millions.
        counted = _COUNTED if value >= _MILLION else ()
        return all(earlier > value or earlier in counted for earlier in values if earlier >= _THOUSAND)
    if value >= 100:
        return (last < 10 and value == 100) or last >= _THOUSAND
    if value < 10:
        return last >= 100 or (20 <= last < 100 and last % 10 == 0)
    return last >= 100


def cjk_value(numeral: str) -> float | None:
    """The value of a numeral such as 三十五, 二〇一九, 3万5千, 1億2345万 or 22万亿, or None."""
    total = group = 0.0
    pending: str = ""
    for char in numeral:
        if char.isdecimal() or char == ".":
            pending += char
        elif char in _CJK_DIGITS:
            pending += str(_CJK_DIGITS[char])
        elif char in _CJK_PLACES:
            group += _pending(pending, 1) * _CJK_PLACES[char]
            pending = ""
        elif char in _CJK_GROUPS:
            own = group + _pending(pending, 0)
            # "22万亿": one group of another.
            total = total * _CJK_GROUPS[char] if total and not own else total + (own or 1) * _CJK_GROUPS[char]
            group, pending = 0.0, ""
        elif char != ",":
            return None
    return total + group + _pending(pending, 0)


def _pending(digits: str, otherwise: float) -> float:
    try:
        return float(digits) if digits else otherwise
    except ValueError:
        return otherwise


def _pairs(groups: str) -> Iterator[tuple[str, float]]:
    forms: list[str] = []
    for token in groups.split():
        form, equals, value = token.partition("=")
        forms.append(form)
        if equals:
            yield from ((name, float(value)) for name in forms)
            forms = []


@cache
def _data() -> dict[str, dict[str, str]]:
    text = files("provenance.drift").joinpath("data/numbers.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text))

"""Quantities in running text: figures and number words, with every value they can stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from provenance.cues.letters import WORD
from provenance.drift.calendar_words import calendar_words
from provenance.drift.cjk_quantities import cjk_quantities
from provenance.drift.digits import figures
from provenance.drift.numerals import compose, compound_value, may_follow, number_words, soft_value
from provenance.drift.quantity import Quantity, plain_digits

_CJK = frozenset({"zh", "ja", "ko"})
_WORD = re.compile(rf"{WORD}(?:['’]{WORD})*")
_HYPHENATED = re.compile(rf"{WORD}(?:['’-]{WORD})*")
_ROUND = frozenset({100.0, 1e3, 1e4, 1e5, 1e6, 1e7, 1e9, 1e11, 1e12})
_ROMAN = re.compile(r"(?<!\w)(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})(?!\w)")


@lru_cache(maxsize=512)
def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """The quantities of a text in order."""
    plain = plain_digits(text)
    if language in _CJK:
        return tuple(cjk_quantities(plain, text))
    found = list(figures(plain, text, language))
    taken = [(q.start, q.end) for q in found]
    words = [q for q in _in_words(plain, text, language) if not any(q.start < b and a < q.end for a, b in taken)]
    return tuple(sorted([*found, *words, *_roman(plain)], key=lambda q: q.start))


def _in_words(plain: str, text: str, language: str) -> Iterator[Quantity]:
    known = number_words(language)
    # "Friday" begins like "fifth" in Slavic languages.
    days = {word.start for word in calendar_words(text, language)}
    run: list[tuple[int, int, float]] = []
    for begin, word in _tokens(plain, known.words):
        end = begin + len(word)
        value = _value(word, language)
        if run and _near(plain, run[-1][1], begin, known.joiners) and value is not None:
            if may_follow(tuple(v for _, _, v in run), value):
                run.append((begin, end, value))
                continue
        elif run and (word in known.joiners or (word == "and" and run[-1][2] >= 100)):
            continue
        if run:
            yield _word_quantity(run, text)
            run = []
        if value is not None:
            run = [(begin, end, value)]
        elif begin not in days and (soft := soft_value(word, language)) is not None:
            yield Quantity(begin, end, text[begin:end], _soft_readings(soft), figure=False, firm=False)
    if run:
        yield _word_quantity(run, text)


@lru_cache(maxsize=32768)
def _value(word: str, language: str) -> float | None:
    known = number_words(language)
    for table in (known.words, known.magnitudes):
        if word in table:
            return table[word]
    return compound_value(word, language)


def _tokens(plain: str, known: dict[str, float]) -> Iterator[tuple[int, str]]:
    """The words with their starts; hyphenated ones whole where the language has them so."""
    for match in _HYPHENATED.finditer(plain):
        whole = match.group().lower()
        if whole in known or "-" not in whole:
            yield match.start(), whole
        else:
            yield from ((match.start() + part.start(), part.group().lower()) for part in _WORD.finditer(match.group()))


def _near(plain: str, end: int, start: int, joiners: frozenset[str]) -> bool:
    between = plain[end:start].strip(" \u00a0-\u2010\u2011")
    return not between or between in joiners or between == "and"


def _word_quantity(run: list[tuple[int, int, float]], text: str) -> Quantity:
    values = tuple(value for _, _, value in run)
    start, end = run[0][0], run[-1][1]
    whole = compose(values)
    counted = not all(value in _ROUND for value in values)
    return Quantity(start, end, text[start:end], (round(whole, 6),), figure=False, firm=counted and whole >= 3)


def _soft_readings(value: float) -> tuple[float, ...]:
    if value < 1:
        return (value, value * 100)
    # A third and a quarter share their words with third and fourth.
    return (value, round(1 / value, 6), round(100 / value), 100 / value) if 3 <= value <= 5 else (value,)


def _roman(plain: str) -> Iterator[Quantity]:
    units = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
    for match in _ROMAN.finditer(plain):
        value = 10 * len(match.group(1)) + units[match.group(2)]
        yield Quantity(match.start(), match.end(), match.group(), (float(value),), figure=False, firm=False)

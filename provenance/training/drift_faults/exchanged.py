"""Faults that put one thing in the place of another."""

from __future__ import annotations

import random
import re

from provenance.drift.calendar_words import calendar_words, month_names
from provenance.training.drift_faults.registry import NAME, WORD, Pool, gap_of

_FIGURE = re.compile(r"(?<![\d.,:/])\d{1,4}(?![\d]|[.,:/]\d)")


def figure_changed(text: str, _: str, __: str, ___: Pool, draw: random.Random) -> str | None:
    """Another figure."""
    found = list(_FIGURE.finditer(text))
    if not found:
        return None
    match = draw.choice(found)
    old = int(match.group())
    new = draw.choice([old + draw.randint(1, 60), old * 10, max(1, old // 2), abs(old - draw.randint(1, 9))])
    return None if new == old else text[: match.start()] + str(new) + text[match.end() :]


def name_replaced(text: str, _: str, __: str, pool: Pool, draw: random.Random) -> str | None:
    """A name out of another text."""
    mine, theirs = list(NAME.finditer(text)), [m.group() for _ in range(8) for m in NAME.finditer(pool.text(draw))]
    theirs = [name for name in theirs if name not in text]
    if not mine or not theirs:
        return None
    match = draw.choice(mine)
    return text[: match.start()] + draw.choice(theirs) + text[match.end() :]


def word_exchanged(text: str, _: str, language: str, pool: Pool, draw: random.Random) -> str | None:
    """A long word gives way to a word of another text that ends alike."""
    mine = [m for m in WORD.finditer(text) if len(m.group()) > 4 and m.group().islower()]
    theirs = [m.group() for _ in range(6) for m in WORD.finditer(pool.text(draw))]
    pairs = [
        (m, word)
        for m in mine
        for word in theirs
        if word != m.group() and word.islower() and word[-2:] == m.group()[-2:]
    ]
    if not pairs or not gap_of(language):
        return None
    match, word = draw.choice(pairs)
    return text[: match.start()] + word + text[match.end() :]


def word_left(text: str, other: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """One to four words stay as the other side has them."""
    mine = [m for m in WORD.finditer(text) if len(m.group()) > 3]
    size = draw.choice((1, 1, 2, 4))
    theirs = [m.group() for m in WORD.finditer(other) if len(m.group()) > 3 and m.group().islower()]
    if len(mine) < size + 3 or len(theirs) < size or not gap_of(language):
        return None
    first, start = draw.randrange(1, len(mine) - size), draw.randrange(len(theirs) - size + 1)
    words = " ".join(theirs[start : start + size])
    return text[: mine[first].start()] + words + text[mine[first + size - 1].end() :]


def half_exchanged(text: str, _: str, language: str, pool: Pool, draw: random.Random) -> str | None:
    """The second half belongs to another text."""
    other = pool.text(draw)
    if min(len(text), len(other)) < 40:
        return None
    between = gap_of(language)
    cut, begin = len(text) // 2, len(other) // 2
    if not between:
        return text[:cut] + other[begin:]
    return text[: text.rfind(" ", 0, cut)] + between + other[other.find(" ", begin) + 1 :]


def other_text(text: str, _: str, __: str, pool: Pool, draw: random.Random) -> str | None:
    """Another text altogether."""
    other = pool.text(draw)
    return None if other == text else other


def month_changed(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """Another month."""
    found = [word for word in calendar_words(text, language) if word.kind == "month" and not word.short]
    names = month_names(language)
    if not found or len(names) < 12:
        return None
    word = draw.choice(found)
    other = draw.choice([name for number, name in enumerate(names, 1) if number != word.number])
    capital = text[word.start].isupper()
    return text[: word.start] + (other.capitalize() if capital else other) + text[word.end :]

"""Known faults put into English translations, one kind at a time, by rules that know nothing of the checks."""

from __future__ import annotations

import calendar
import random
import re
from collections.abc import Callable

_NUMBER = re.compile(r"(?<![\d.,])[2-9]\d{0,2}(?![\d.,]*\d)(?!(?:st|nd|rd|th)\b)")
_NOT = re.compile(r"\b(?:is|are|was|were|will|would|has|have|had|can|could|did|does|do|should) not\b|\w+n't\b")
_AUXILIARY = re.compile(r"\b(is|are|was|were|will|would|has|have|had|can|could|should)\b(?! not|n't)")
_NAME = re.compile(r"(?<=[a-z,] )(?<!the )[A-Z][a-z]{3,}(?: [A-Z][a-z]{3,})+")
_NAMES = ("Martin Hollander", "Keiko Tanabe", "Ludmila Horak", "Peter Brandt", "Aisha Rahmani", "Tomas Virtanen")
_POSITIVE = {"won't": "will", "can't": "can", "shan't": "shall"}
_STRONGER = {"slightly": "extremely", "somewhat": "extremely", "fairly": "highly", "relatively": "extremely",
             "very": "slightly", "extremely": "slightly", "highly": "slightly", "completely": "slightly"}  # fmt: skip
_DEGREE = re.compile(rf"\b(?:{'|'.join(_STRONGER)})\b")
_MONTHS = tuple(calendar.month_name)[1:]
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b")

Fault = Callable[[str, str, random.Random], str | None]


def number_changed(_: str, text: str, draw: random.Random) -> str | None:
    """Another whole number in place of one of 2..999."""
    found = list(_NUMBER.finditer(text))
    if not found:
        return None
    match = draw.choice(found)
    return text[: match.start()] + str(int(match.group()) + draw.choice((3, 11, 40))) + text[match.end() :]


def negation_lost(_: str, text: str, __: random.Random) -> str | None:
    """The first denied auxiliary loses its "not"."""
    match = _NOT.search(text)
    if match is None:
        return None
    word = match.group()
    plain = _POSITIVE.get(word.lower()) or (word[:-4] if word.endswith(" not") else word[:-3])
    return text[: match.start()] + plain + text[match.end() :]


def negation_added(_: str, text: str, __: random.Random) -> str | None:
    """The first auxiliary of a sentence without denial gets a "not"."""
    if _NOT.search(text) or re.search(r"\b(?:no|never|none|nobody|without|nor|neither)\b", text, re.IGNORECASE):
        return None
    return _AUXILIARY.sub(r"\1 not", text, count=1) if _AUXILIARY.search(text) else None


def name_replaced(_: str, text: str, draw: random.Random) -> str | None:
    """A name of two words or more gives way to another person's."""
    found = list(_NAME.finditer(text))
    if not found:
        return None
    match = draw.choice(found)
    return text[: match.start()] + draw.choice(_NAMES) + text[match.end() :]


def month_changed(_: str, text: str, draw: random.Random) -> str | None:
    """Another month."""
    match = _MONTH.search(text)
    if match is None or match.group() in ("May", "March"):
        return None
    other = draw.choice([month for month in _MONTHS if month != match.group()])
    return text[: match.start()] + other + text[match.end() :]


def degree_turned(_: str, text: str, __: random.Random) -> str | None:
    """A weak adverb of degree becomes a strong one, or the other way round."""
    return _DEGREE.sub(lambda match: _STRONGER[match.group()], text, count=1) if _DEGREE.search(text) else None


def left_untranslated(original: str, text: str, draw: random.Random) -> str | None:
    """Four words in a row stay as the original has them."""
    words, foreign = text.split(), [word for word in original.split() if len(word) > 3 and word.isalpha()]
    if len(words) < 10 or len(foreign) < 4:
        return None
    at = draw.randrange(2, len(words) - 5)
    start = draw.randrange(len(foreign) - 3)
    return " ".join([*words[:at], *foreign[start : start + 4], *words[at + 4 :]])


FAULTS: dict[str, Fault] = {
    "number changed": number_changed,
    "month changed": month_changed,
    "name replaced": name_replaced,
    "negation lost": negation_lost,
    "negation added": negation_added,
    "degree turned": degree_turned,
    "left untranslated": left_untranslated,
}

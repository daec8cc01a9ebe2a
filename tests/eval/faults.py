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
_ANY_NAME = re.compile(r"(?<=[a-z,] )(?!(?:I|Mr|Mrs|Dr|The|A)\b)[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*")
_PLACES = (
    "Lisbon",
    "Nairobi",
    "Winnipeg",
    "Oslo",
    "Jakarta",
    "Montevideo",
    "Hollander",
    "Tanabe",
    "Rahmani",
    "Virtanen",
)
_POSITIVE = {"won't": "will", "can't": "can", "shan't": "shall"}
_STRONGER = {"slightly": "extremely", "somewhat": "extremely", "fairly": "highly", "relatively": "extremely",
             "very": "slightly", "extremely": "slightly", "highly": "slightly", "completely": "slightly"}  # fmt: skip
_DEGREE = re.compile(rf"\b(?:{'|'.join(_STRONGER)})\b")
_MONTHS = tuple(calendar.month_name)[1:]
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b")

_PHRASES = (
    "in the early evening",
    "without any warning",
    "for the third time",
    "near the old harbour",
    "in front of his family",
    "under pressure from investors",
    "with the help of volunteers",
    "because of the heavy rain",
    "after a long dispute",
    "on the advice of a doctor",
    "according to a neighbour",
    "at his own expense",
)
_PREPOSITIONAL = re.compile(
    r" (?:in|on|at|with|from|for|by|after|before|during|under|over|against|without|between|through)"
    r"(?: (?:the|a|an|his|her|their|its|this|that))?(?: [a-z]+){1,2}(?=[,.;]| (?:and|but|which|who|that|when|while)\b)"
)
_AFTER_NOUN = r"(?=[,.;]| (?:of|in|on|at|to|and|was|is|were|are|has|had|from|for|with)\b)"
_NOUN = re.compile(
    rf"(?:(?<=\bthe )|(?<=\bhis )|(?<=\bher )|(?<=\bits )|(?<=\bour )|(?<=\ba ))[a-z]{{4,}}{_AFTER_NOUN}"
)
_VERBS = "said|says|made|took|went|gave|came|told|found|won|lost|held|became|wants?|needs?|killed|saw|got|began"
_VERB = re.compile(rf"(?<=[a-z] )(?:[a-z]{{3,}}ed|{_VERBS})(?= )")
_ANTONYMS = {
    "more": "less",
    "less": "more",
    "high": "low",
    "higher": "lower",
    "low": "high",
    "lower": "higher",
    "large": "small",
    "small": "large",
    "first": "last",
    "last": "first",
    "good": "bad",
    "bad": "good",
    "new": "old",
    "old": "new",
    "long": "short",
    "increased": "decreased",
    "increase": "decrease",
    "before": "after",
    "after": "before",
    "rose": "fell",
    "fell": "rose",
    "won": "lost",
    "lost": "won",
    "strong": "weak",
    "open": "closed",
    "early": "late",
    "positive": "negative",
    "young": "old",
    "best": "worst",
    "many": "few",
    "always": "never",
    "public": "private",
    "legal": "illegal",
    "support": "oppose",
    "success": "failure",
    "inside": "outside",
    "better": "worse",
    "easy": "difficult",
    "possible": "impossible",
}
_ANTONYM = re.compile(rf"\b(?:{'|'.join(_ANTONYMS)})\b")
_GENDERS = {
    "he": "she",
    "she": "he",
    "his": "her",
    "him": "her",
    "himself": "herself",
    "herself": "himself",
    "He": "She",
    "She": "He",
    "His": "Her",
    "man": "woman",
    "woman": "man",
    "men": "women",
    "women": "men",
}
_GENDER = re.compile(rf"\b(?:{'|'.join(_GENDERS)})\b")
_FOREIGN = (
    "trabajo",
    "maison",
    "Wasser",
    "mañana",
    "città",
    "rester",
    "verano",
    "travail",
    "immer",
    "lluvia",
    "bonheur",
    "siempre",
    "fenêtre",
    "Freude",
    "ragazzo",
    "camino",
    "manger",
    "vielleicht",
    "sempre",
    "ventana",
)
_SMALL_WORD = re.compile(r"(?<= )[a-z]{4,}(?=[ ,.])")

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


def any_name_replaced(_: str, text: str, draw: random.Random) -> str | None:
    """A name of one word or more inside the sentence gives way to another."""
    found = list(_ANY_NAME.finditer(text))
    if not found:
        return None
    match = draw.choice(found)
    other = draw.choice(_NAMES if " " in match.group() else _PLACES)
    return text[: match.start()] + other + text[match.end() :]


def name_removed(_: str, text: str, draw: random.Random) -> str | None:
    """A name inside the sentence is gone."""
    found = list(_ANY_NAME.finditer(text))
    return _without(text, draw.choice(found)) if found else None


def word_untranslated(original: str, text: str, draw: random.Random) -> str | None:
    """One word is the original's, or another language's."""
    found = list(_SMALL_WORD.finditer(text))
    theirs = [word for word in original.split() if len(word) > 4 and word.isalpha() and word.islower()]
    if not found:
        return None
    match = draw.choice(found)
    word = draw.choice(theirs) if theirs and draw.random() < 0.5 else draw.choice(_FOREIGN).lower()
    return text[: match.start()] + word + text[match.end() :]


def scrambled(_: str, text: str, draw: random.Random) -> str | None:
    """The words in any order."""
    words = text.rstrip(".").split()
    if len(words) < 6:
        return None
    draw.shuffle(words)
    return " ".join(words) + "."


def repeated(_: str, text: str, draw: random.Random) -> str | None:
    """The last word, or another, is said twice or more."""
    words = text.rstrip(".").split()
    if len(words) < 4:
        return None
    at = draw.choice([len(words) - 1, draw.randrange(len(words))])
    return " ".join([*words[:at], *[words[at]] * draw.choice((2, 2, 4)), *words[at + 1 :]]) + "."


def phrase_added(_: str, text: str, draw: random.Random) -> str | None:
    """A phrase of circumstance that the original does not have."""
    places = [match.start() for match in re.finditer(r"[,.](?= |$)", text)]
    at = draw.choice(places) if places else len(text)
    return text[:at] + " " + draw.choice(_PHRASES) + text[at:]


def phrase_removed(_: str, text: str, draw: random.Random) -> str | None:
    """A prepositional phrase is gone."""
    found = list(_PREPOSITIONAL.finditer(text))
    return _without(text, draw.choice(found)) if found else None


def noun_removed(_: str, text: str, draw: random.Random) -> str | None:
    """A noun is gone."""
    found = list(_NOUN.finditer(text))
    return _without(text, draw.choice(found)) if found else None


def verb_removed(_: str, text: str, draw: random.Random) -> str | None:
    """A verb is gone."""
    found = list(_VERB.finditer(text))
    return _without(text, draw.choice(found)) if found else None


def antonym(_: str, text: str, draw: random.Random) -> str | None:
    """A word gives way to its opposite."""
    found = list(_ANTONYM.finditer(text))
    if not found:
        return None
    match = draw.choice(found)
    return text[: match.start()] + _ANTONYMS[match.group()] + text[match.end() :]


def gender_changed(_: str, text: str, __: random.Random) -> str | None:
    """Every he is a she, and the other way round."""
    return _GENDER.sub(lambda match: _GENDERS[match.group()], text) if _GENDER.search(text) else None


def _without(text: str, match: re.Match[str]) -> str:
    return re.sub(r"\s+(?=[ ,.;]|$)", "", text[: match.start()] + text[match.end() :])


FAULTS: dict[str, Fault] = {
    "number changed": number_changed,
    "month changed": month_changed,
    "name replaced": name_replaced,
    "negation lost": negation_lost,
    "negation added": negation_added,
    "degree turned": degree_turned,
    "left untranslated": left_untranslated,
    "any name replaced": any_name_replaced,
    "name removed": name_removed,
    "word untranslated": word_untranslated,
    "scrambled": scrambled,
    "repeated": repeated,
    "phrase added": phrase_added,
    "phrase removed": phrase_removed,
    "noun removed": noun_removed,
    "verb removed": verb_removed,
    "antonym": antonym,
    "gender changed": gender_changed,
}

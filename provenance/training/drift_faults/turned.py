"""Faults that turn what is said round: denials, opposites, degrees, the sexes; and the order of the words."""

from __future__ import annotations

import random
import re

from provenance.cues.lists import cues_of
from provenance.training.drift_faults.registry import WORD, Pool, cut, gap_of

_DENIED = {
    "en": (r"\b(is|are|was|were|will|would|has|have|had|can|could|should|must|does|did)\b(?! not)", r"\1 not"),
    "de": (r"\b(ist|sind|war|waren|wird|werden|hat|haben|hatte|kann|können|soll)\b(?! nicht)", r"\1 nicht"),
    "ru": (r"\b([а-яё]{3,}(?:ет|ит|ют|ал|ил|ала|или|али))\b", r"не \1"),
    "uk": (r"\b([а-яіїє]{3,}(?:є|ить|ють|ав|ив|ала|или|али))\b", r"не \1"),
    "pl": (r"\b(jest|są|był|była|było|będzie|ma|mają|może|mogą)\b", r"nie \1"),
    "cs": (r"\b(je|jsou|byl|byla|bylo|bude|má|mají|může|mohou)\b", r"ne\1"),
    "fr": (r"\b(est|sont|était|a|ont|avait|sera|peut|doit)\b", r"n'\1 pas"),
    "es": (r"\b(es|son|era|fue|está|ha|han|había|será|puede)\b", r"no \1"),
    "it": (r"\b(è|sono|era|ha|hanno|aveva|sarà|può)\b", r"non \1"),
    "hi": (r"\b(है|हैं|था|थी|थे)\b", r"नहीं \1"),
    "zh": (r"(是|会|能|有)", r"不\1"),
    "ja": (r"(した|ます)(?=。)", r"しなかった"),
}
_SWAPPED = {
    "en": (
        "more less", "high low", "higher lower", "large small", "first last", "good bad", "new old", "long short",
        "increased decreased", "rose fell", "before after", "won lost", "strong weak", "open closed", "early late",
        "rich poor", "buy sell", "win lose", "accept reject", "support oppose", "north south", "east west",
        "majority minority", "victory defeat", "war peace", "right wrong", "safe dangerous", "above below",
    ),
}  # fmt: skip
#: Words for one sex and the other; a text has all of them changed.
_SEXES = {
    "en": "he she,him her,his her,himself herself,man woman,men women,father mother,brother sister,son daughter",
    "de": "er sie,ihm ihr,sein ihr,seine ihre,Mann Frau,Vater Mutter,Bruder Schwester,Sohn Tochter",
    "fr": "il elle,homme femme,père mère,frère sœur,fils fille",
    "es": "él ella,hombre mujer,padre madre,hermano hermana,hijo hija",
    "ru": "он она,его её,ему ей,сказал сказала,заявил заявила,мужчина женщина,отец мать,брат сестра",
    "cs": "on ona,jeho její,řekl řekla,uvedl uvedla,muž žena,otec matka,bratr sestra",
}


def denial_made(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """A statement becomes a denial."""
    cues = cues_of(language)
    if language not in _DENIED or cues is None or cues.find("negation", text):
        return None
    pattern, put = _DENIED[language]
    found = list(re.finditer(pattern, text))
    if not found:
        return None
    match = draw.choice(found)
    return text[: match.start()] + match.expand(put) + text[match.end() :]


def denial_lost(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """A negator is gone."""
    cues = cues_of(language)
    found = [cue for cue in cues.find("negation", text) if len(cue.text) < 8] if cues else []
    if not found:
        return None
    cue = draw.choice(found)
    prefixed = {"cs": "ne", "sk": "ne"}.get(language)
    if prefixed and cue.text.lower().startswith(prefixed) and len(cue.text) > 3:
        return text[: cue.start] + cue.text[2:] + text[cue.end :]
    if cue.text.lower().endswith(("n't", "n’t")):
        return text[: cue.start] + cue.text[:-3] + text[cue.end :]
    return cut(text, cue.start, cue.end)


def word_opposed(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """A word gives way to its opposite, or to the other sex."""
    pairs = [pair.split() for pair in _SWAPPED.get(language, ())]
    swaps = {a: b for pair in pairs for a, b in (pair, pair[::-1])}
    found = [match for match in WORD.finditer(text) if match.group() in swaps]
    if not found:
        return None
    match = draw.choice(found)
    return text[: match.start()] + swaps[match.group()] + text[match.end() :]


def sex_changed(text: str, _: str, language: str, __: Pool, ___: random.Random) -> str | None:
    """Men are women, or women men."""
    pairs = [pair.split() for pair in _SEXES.get(language, "").split(",") if pair]
    swaps = {a: b for man, woman in pairs for a, b in ((man, woman), (woman, man))}
    changed = WORD.sub(lambda match: swaps.get(match.group(), match.group()), text)
    return None if changed == text else changed


def degree_turned(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """A word of degree gives way to one from the other end of its scale."""
    cues = cues_of(language)
    found = [cue for cue in cues.on_scale("degree", text) if cue.level != 3] if cues else []
    if cues is None or not found:
        return None
    cue = draw.choice(found)
    others = cues.plain_words("degree", "5" if cue.level < 3 else "1")
    return text[: cue.start] + draw.choice(others) + text[cue.end :] if others else None


def scrambled(text: str, _: str, language: str, __: Pool, draw: random.Random) -> str | None:
    """The words in any order."""
    between = gap_of(language)
    words = text.split() if between else list(text)
    if len(words) < 7:
        return None
    draw.shuffle(words)
    return between.join(words)

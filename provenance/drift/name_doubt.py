"""How doubtful each name of a side is: nothing on the other side could be a rendering of it.

The doubt is a logistic function of what the aligner knows of the word wherever it stands, of how well
it is spelled by any word of the other side (romanised, Soundex-like skeletons), and of how well known
the name is: a country that is not there says more than a stranger's name in another script.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from provenance.cues.letters import WORD
from provenance.drift.calendar_words import calendar_words
from provenance.drift.named import is_common
from provenance.drift.places import places
from provenance.drift.scripts import scripts_of
from provenance.drift.sides import Side
from provenance.drift.spelling import plain, skeletons
from provenance.drift.vocabulary import level, usually_capital

_TOKEN = re.compile(rf"{WORD}(?:['’`]{WORD})*")
_POSSESSIVE = re.compile("['’]s?$")
_OPENS = re.compile(r"(?:^|[.!?…:;|*•·–—]|\d[.)])[\s“”„\"«»'‘’(\[–—-]*$|[“„\"«'‘(\[]$")
_SHORTEST, _LIKE_BEGINNING = 3, 4
_BEGINS_ALIKE = 0.8
#: A word of the neighbourhood that spells a name so well is that name: it moved next door.
_NEXT_DOOR = 0.75
_SHORT_SKELETON = 0.9
#: Weights of the logistic function, fitted on names of faithful news translations and names put in their place.
_BIAS, _UNSUPPORTED, _UNSPELLED, _BOTH, _SAME_PLACE, _ELSEWHERE = -5.1, 6.6, 1.4, 2.2, -2.0, 1.0
#: What the other side's script adds: names are harder to recognise in Chinese characters, easier in one's own.
_SCRIPTS = {"ja": -3.3, "zh": -3.0, "ko": -2.5}
_OWN_SCRIPT = 0.75


@lru_cache(maxsize=256)
def doubtful_names(side: Side, other: Side) -> dict[int, float]:
    """How doubtful each word of a side is that can only be a name, 0..1, by its position."""
    if side.language == "de" or not _is_cased(side.language) or not side.support:
        return {}
    words = _name_words(side)
    if not words:
        return {}
    there = {place.country for text in (other.text, other.context) for place in places(text, other.language)}
    here = {place.start: place.country for place in places(side.text, side.language)}
    text = f"{other.text} {other.context}"
    return {
        i: _doubt(side, i, _supported(side, i, other), _spelled(_bare(side.words[i].text), text), here, there, other)
        for i in words
    }


def _supported(side: Side, position: int, other: Side) -> float:
    """The support of a word, which its link knows, or of a name in the neighbourhood, which it does not."""
    next_door = _spelled(_bare(side.words[position].text), other.context)
    return max(side.support[position], next_door if next_door >= _NEXT_DOOR else 0.0)


def _doubt(
    side: Side, position: int, supported: float, spelled: float, here: dict[int, str], there: set[str], other: Side
) -> float:
    country = here.get(side.words[position].start - side.start)
    odds = _BIAS + _UNSUPPORTED * (1 - supported) + _UNSPELLED * (1 - spelled) + _BOTH * min(1 - supported, 1 - spelled)
    odds += _SCRIPTS.get(other.language, 0.0)
    if scripts_of(side.language) == scripts_of(other.language):
        odds += _OWN_SCRIPT
    if country is not None and country in there:
        odds += _SAME_PLACE
    elif country is not None and other.language in _SCRIPTS:
        odds += _ELSEWHERE
    return 1 / (1 + math.exp(-odds))


def _name_words(side: Side) -> list[int]:
    found = []
    dated = {word.start for word in calendar_words(side.text, side.language)}
    placed = {place.start for place in places(side.text, side.language)}
    for position, word in enumerate(side.words):
        bare = _bare(word.text)
        # Two capitals make an abbreviation, which languages spell out or translate.
        if not bare[:1].isupper() or not bare[1:].islower() or len(plain(bare)) < _SHORTEST:
            continue
        start = word.start - side.start
        if start in dated or (start not in placed and is_common(bare, side.language)):
            continue
        named = usually_capital(bare, side.language)
        # A word that is also written small is no name; one that opens a sentence may be any word.
        if (level(bare, side.language) and not named) or (not named and _opens(side, start)):
            continue
        found.append(position)
    return found


def _opens(side: Side, start: int) -> bool:
    return bool(_OPENS.search(side.text, 0, start))


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word)


def _is_cased(language: str) -> bool:
    return bool(scripts_of(language) & {"LATIN", "CYRILLIC", "GREEK"})


def _spelled(name: str, text: str) -> float:
    """How well any word, or two words together, of a text spells a name, 0..1."""
    wanted, forms = plain(name), skeletons(plain(name))
    best = 0.0
    for word, own in _spellings(text):
        likeness = fuzz.ratio(wanted, word) / 100
        if len(wanted) >= _LIKE_BEGINNING and word.startswith(wanted[:_LIKE_BEGINNING]):
            likeness = max(likeness, _BEGINS_ALIKE)
        for a in forms:
            for b in own:
                shortest = min(len(a), len(b))
                if shortest > 1:
                    likeness = max(likeness, fuzz.ratio(a, b) / 100 * (1 if shortest > _SHORTEST else _SHORT_SKELETON))
        best = max(best, likeness)
    return best


@lru_cache(maxsize=512)
def _spellings(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    words = [match.group() for match in _TOKEN.finditer(text)]
    forms = {plain(word) for word in (*words, *(a + b for a, b in pairwise(words)))}
    return tuple((form, skeletons(form)) for form in sorted(forms) if len(form) >= _SHORTEST)

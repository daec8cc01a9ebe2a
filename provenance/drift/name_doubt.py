"""How doubtful each name of a side is: nothing on the other side could be a rendering of it.

The doubt is a logistic function of what the aligner knows of the word wherever it stands, of how well
it is spelled by any word of the other side (romanised, Soundex-like skeletons), and of how well known
the name is: a country that is not there says more than a stranger's name in another script.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from provenance.cues.letters import WORD
from provenance.drift.calendar_words import calendar_words
from provenance.drift.named import is_common
from provenance.drift.ordinary import is_ordinary
from provenance.drift.places import places
from provenance.drift.scripts import scripts_of
from provenance.drift.sides import Side
from provenance.drift.vocabulary import level, usually_capital
from provenance.names.by_sound import BY_SOUND
from provenance.names.in_han import named_in
from provenance.names.spelled import spellings
from provenance.names.spelling import plain

_TOKEN = re.compile(rf"{WORD}(?:['’`]{WORD})*")
_SHORTENED = re.compile("['’](?:s|ll|ve|re|d|m)?$")
_OPENS = re.compile(r"(?:^|[.!?…:;|*•·–—]|\d[.)])[\s“”„\"«»'‘’(\[–—-]*$|[“„\"«'‘(\[]$")
_SHORTEST = 3
#: A word that is less doubtful is a name of its own.
_DOUBTFUL = 0.5
#: A word of the neighbourhood that spells a name so well is that name: it moved next door.
_NEXT_DOOR = 0.75
#: Weights of the logistic function, fitted on names of faithful news translations and names put in their place.
_LETTERS = (-5.1, 6.6, 1.4, 2.2)
_SYLLABLES = {"zh": (-4.2, 1.5, 0.0, 4.8), "ja": (-5.9, 2.9, 2.9, 2.5)}
_SAME_PLACE, _ELSEWHERE = -2.0, 1.0
#: What a text in this language need not name: where it is written.
_HOME = {"ja": "JP"}
#: The other side has an abbreviation that may stand for it.
_SPELLED_OUT = -2.0
#: A word that may be an institution's: "Pogotowie Ratunkowe".
_TRANSLATED = -3.0
#: Offices of syllables, which are told in words: "Роспотребнадзор", "Міноборони".
_OFFICE = re.compile("(?:рос|мин|мін|гос|глав|нац|укр|держ|центр)[а-яіїє]{4,}")
_OFFICES_OF = frozenset({"ru", "uk", "be"})
_ABBREVIATION = re.compile(r"\b[^\W\d_]{2,6}\b")
#: Languages that write a name and the word before it as one ("Südamerika"), and how much of the name must be there.
_COMPOUNDING = frozenset({"de", "nl", "sv", "da", "no", "fi", "hu", "is"})
_LONG_NAME, _INSIDE = 6, 85
#: What the other side's script adds: names are harder to recognise in Korean, easier in one's own.
_SCRIPTS = {"ko": -2.5}
_OWN_SCRIPT = 0.75


@dataclass(frozen=True, slots=True)
class Stranger:
    """A name at `text[start:end]` of a side, and how doubtful it is that the other side has it, 0..1.

    `several` says that it has several words; each is evidence of its own.
    """

    start: int
    end: int
    doubt: float
    several: bool = False


@lru_cache(maxsize=256)
def strangers(side: Side, other: Side) -> tuple[Stranger, ...]:
    """The words of a side that can only be names, in order, and how doubtful each is; doubtful neighbours are one."""
    found: list[Stranger] = []
    for position, doubt in _doubtful_words(side, other).items():
        word = side.words[position]
        start, end = word.start - side.start, word.end - side.start
        beside = bool(found) and not side.text[found[-1].end : start].strip()
        if beside and min(doubt, found[-1].doubt) >= _DOUBTFUL:
            found[-1] = Stranger(found[-1].start, end, _together(doubt, found[-1].doubt), several=True)
        else:
            found.append(Stranger(start, end, doubt))
    return tuple(found)


def _together(a: float, b: float) -> float:
    """Two doubts as one, by Bayes' rule from even odds."""
    return a * b / (a * b + (1 - a) * (1 - b))


def _doubtful_words(side: Side, other: Side) -> dict[int, float]:
    """How doubtful each word of a side is that can only be a name, 0..1, by its position."""
    if side.language == "de" or not _is_cased(side.language) or not side.support:
        return {}
    words = _name_words(side)
    if not words:
        return {}
    there = {place.country for text in (other.text, other.context) for place in places(text, other.language)}
    here = {place.start: place.country for place in places(side.text, side.language)}
    return {i: _doubt(side, i, other, here, there) for i in words}


def _doubt(side: Side, position: int, other: Side, here: dict[int, str], there: set[str]) -> float:
    name = _bare(side.words[position].text)
    next_door, spelled = (_spelled(name, text, other.language) for text in (other.context, other.text))
    # A link knows the support of its own words only, not that of the neighbourhood.
    supported = max(side.support[position], next_door if next_door >= _NEXT_DOOR else 0.0)
    spelled = max(spelled, next_door)
    country = here.get(side.words[position].start - side.start)
    if country is not None and country == _HOME.get(other.language):
        return 0.0
    bias, unsupported, unspelled, both = _SYLLABLES.get(other.language, _LETTERS)
    odds = bias + unsupported * (1 - supported) + unspelled * (1 - spelled) + both * min(1 - supported, 1 - spelled)
    odds += _SCRIPTS.get(other.language, 0.0)
    if scripts_of(side.language) == scripts_of(other.language):
        odds += _OWN_SCRIPT
    if plain(name)[0] in _initials(other.text) or (country is None and _is_put_together(name, side.language)):
        odds += _SPELLED_OUT
    if is_ordinary(name, side.language):
        odds += _TRANSLATED
    if country is not None and country in there:
        odds += _SAME_PLACE
    elif country is not None and (other.language in _SCRIPTS or other.language in BY_SOUND):
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
    return _SHORTENED.sub("", word)


def _is_cased(language: str) -> bool:
    return bool(scripts_of(language) & {"LATIN", "CYRILLIC", "GREEK"})


def _spelled(name: str, text: str, language: str) -> float:
    """How well a text spells a name, 0..1."""
    known = spellings(_tokens(text, language), language)
    if language in BY_SOUND:
        return named_in(plain(name), text, language, known)
    return max(known.of(name), _inside(plain(name), known.letters) if language in _COMPOUNDING else 0.0)


def _inside(name: str, words: Sequence[str]) -> float:
    """Whether a longer word holds a name, 0 or 1."""
    longer = [word for word in words if len(word) > len(name)] if len(name) >= _LONG_NAME else []
    return float(any(fuzz.partial_ratio(name, word) >= _INSIDE for word in longer))


def _is_put_together(name: str, language: str) -> bool:
    return language in _OFFICES_OF and bool(_OFFICE.match(name.lower()))


@lru_cache(maxsize=512)
def _initials(text: str) -> frozenset[str]:
    """The letters of a text's abbreviations, in lower-case Latin letters."""
    found = (match.group() for match in _ABBREVIATION.finditer(text))
    return frozenset("".join(plain(one) for one in found if one.isupper()))


@lru_cache(maxsize=512)
def _tokens(text: str, language: str) -> tuple[str, ...]:
    return (text,) if language in BY_SOUND else tuple(match.group() for match in _TOKEN.finditer(text))

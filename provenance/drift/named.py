"""Names in running text of scripts with capitals, and whether the other side has them too."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from provenance.cues.letters import WORD
from provenance.drift.calendar_words import calendar_words
from provenance.drift.places import places
from provenance.drift.sides import Side
from provenance.names.spelling import alike, plain, same_name

_TOKEN = re.compile(rf"{WORD}(?:['’`]{WORD})*")
_JOINED = re.compile(r"[ \u00a0](?:(?:de|da|di|del|der|van|von|bin|ibn|al|el)[ \u00a0]){0,2}|-|(?<=\b\w)\.[ \u00a0]?")
_BEGINNING = re.compile(r"(?:^|[.!?…:;|*•·–—]|\d[.)])[\s“”„\"«»'‘’(\[–—-]*$|[“„\"«'‘(\[]$")
_PARTICLES = frozenset(
    {
        "de",
        "da",
        "di",
        "del",
        "der",
        "den",
        "van",
        "von",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "dos",
        "du",
        "ter",
        "ten",
    }
)
_LONGEST_STEM = 7
_SHORTEST = 3
_MANY = 700
#: Links of words that were guessed from their place stay below.
_SURE_LINK = 0.92
_HEADLINE, _SHORTEST_HEADLINE = 0.6, 6


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `text[start:end]` of a side: one or more capitalised words in a row.

    `parts` are its words that could only be a name; `known` says for each whether the other side has it.
    """

    start: int
    end: int
    text: str
    parts: tuple[str, ...]
    known: tuple[bool, ...] = ()

    @property
    def unknown(self) -> bool:
        """Whether the other side has none of it."""
        return not any(self.known)

    @property
    def strangers(self) -> tuple[str, ...]:
        """The parts that the other side does not have."""
        return tuple(part for part, known in zip(self.parts, self.known, strict=True) if not known)

    @property
    def bynames(self) -> tuple[tuple[str, str], ...]:
        """The unknown parts, each with a known part that stands next to it."""
        pairs = list(zip(self.parts, self.known, strict=True))
        beside = [(a, b) for a, b in pairwise(pairs)] + [(b, a) for a, b in pairwise(pairs)]
        return tuple((part, neighbour) for (neighbour, known), (part, other) in beside if known and not other)

    @property
    def whole(self) -> bool:
        """Whether each of its words could only be a name."""
        return len(self.text.split()) == len(self.parts)

    @property
    def partly(self) -> bool:
        """Whether the other side has some of it but not all."""
        return any(self.known) and not all(self.known)


def can_judge(language: str) -> bool:
    """Whether names stand out by their capitals, and everyday capitalised words are known."""
    return language in _common()


def can_tell_people(language: str) -> bool:
    """Whether a full name can be told from the capitalised words of an institution."""
    return language != "de" and len(_common().get(language, ())) >= _MANY


def names(side: Side, other: Side) -> tuple[Name, ...]:
    """The names of a side that cannot be everyday words, each part looked up on the other side."""
    found = []
    for start, end, words in _runs(side.text, side.language):
        kept = [word for word in words if not is_common(word[1], side.language)]
        if kept:
            parts = tuple(part for _, part in kept)
            # An abbreviation beside a name, the same on both sides, says who is meant.
            told = any(word.isupper() and word in _words(other.text) for word in side.text[start:end].split()[1:])
            known = tuple(told or _is_sure(at, part, side) or has_name(part, other) for at, part in kept)
            found.append(Name(start, end, side.text[start:end], parts, known))
    return tuple(found)


def _is_sure(at: int, part: str, side: Side) -> bool:
    """Whether the aligner knows the word's translation ("Scotland" and "Szkocja")."""
    return side.strongest(at, at + len(part)) >= _SURE_LINK


def has_name(part: str, other: Side) -> bool:
    """Whether a side or its neighbourhood spells a name."""
    return any(
        same_name(part, word) if _may_be_a_name(word) else alike(part, word)
        for text in (other.text, other.context)
        for word in _words(text)
    )


def _may_be_a_name(word: str) -> bool:
    return word[0].isupper() or word[0].lower() == word[0].upper()


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    words = {match.group() for match in _TOKEN.finditer(text)}
    # Two words of one side may be one word of the other: "New York", "Ньюйорк".
    pairs = {a.group() + b.group() for a, b in pairwise(_TOKEN.finditer(text))}
    initials = {"".join(word[0] for word in run.split()) for run in re.findall(rf"(?:{WORD}[ -]){{1,5}}{WORD}", text)}
    return frozenset(words | pairs | {initial for initial in initials if len(initial) > 2})


@lru_cache(maxsize=256)
def _runs(text: str, language: str) -> tuple[tuple[int, int, tuple[tuple[int, str], ...]], ...]:
    """Runs of capitalised words: start, end, and the words with their starts, less a sentence's first."""
    tokens = list(_TOKEN.finditer(text))
    long = [t for t in tokens if len(t.group()) >= _SHORTEST]
    if len(long) >= _SHORTEST_HEADLINE and sum(t.group()[0].isupper() for t in long) > _HEADLINE * len(long):
        return ()
    taken = {(w.start, w.end) for w in calendar_words(text, language)}
    placed = [(p.start, p.end) for p in places(text, language)]
    runs: list[list[re.Match[str]]] = []
    for token in tokens:
        if not token.group()[0].isupper() or (token.start(), token.end()) in taken:
            continue
        if runs and _JOINED.fullmatch(text, runs[-1][-1].end(), token.start()):
            runs[-1].append(token)
        else:
            runs.append([token])
    found = []
    for run in runs:
        # English function words are all known, so that a name may open its sentence.
        opens = _BEGINNING.search(text, 0, run[0].start()) and not (language == "en" and len(run) > 1)
        kept = run[1:] if opens else run
        parts = [
            (t.start(), _bare(t.group(), language))
            for t in kept
            if not any(a < t.end() and t.start() < b for a, b in placed) and not t.group().isupper()
        ]
        parts = [part for part in parts if len(plain(part[1])) >= _SHORTEST]
        if parts:
            found.append((kept[0].start(), kept[-1].end(), tuple(parts)))
    return tuple(found)


def _bare(word: str, language: str) -> str:
    if language == "en":
        return re.sub("['’]s?$", "", word)
    return re.split("['’]", word)[0] if language == "tr" else word


def is_common(part: str, language: str) -> bool:
    """Whether a capitalised word says nothing by its absence: "Ministry", "von"."""
    word = part.lower()
    return word in _PARTICLES or word[:_LONGEST_STEM] in _common().get(language, ())


@cache
def _common() -> dict[str, frozenset[str]]:
    text = files("provenance.drift").joinpath("data/common_words.json").read_text(encoding="utf-8")
    return {language: frozenset(stems) for language, stems in json.loads(text).items()}

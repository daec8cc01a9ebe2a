"""The cue words of a language: negators, degree words, hedges, clause breaks and function words.

The lists are the files `words/<language>.toml`; each says where it comes from, and is read when a text
in its language is first looked at. In a pattern `*` stands for any letters, `?` for one letter and a
` * ` between two words for one to six words. Longer patterns win over shorter ones.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from provenance.cues.lookup import Cue, Lookup, Place

Kind = Literal[
    "negation", "implicit", "affix", "partner", "echo", "emphatic",
    "status", "possibility", "might", "hearsay", "counterpart", "modal", "reporting", "certain", "approximate", "break",
    "men", "women", "surname", "denies", "confirms", "admits", "accuses", "promises", "warns", "future", "past",
]  # fmt: skip
Scale = Literal["degree", "frequency", "quantity"]

FOLDER = Path(__file__).parent / "words"
SCALES: tuple[Scale, ...] = ("degree", "frequency", "quantity")

_PLACES: dict[Kind, Place] = {
    "negation": ("negation", "cues"),
    "implicit": ("negation", "implicit"),
    "affix": ("negation", "affixes"),
    "partner": ("negation", "partners"),
    "echo": ("negation", "echoes"),
    "emphatic": ("negation", "emphatic"),
    "status": ("hedge", "status"),
    "possibility": ("hedge", "possibility"),
    "might": ("hedge", "might"),
    "hearsay": ("hedge", "hearsay"),
    "counterpart": ("hedge", "counterparts"),
    "modal": ("hedge", "modals"),
    "reporting": ("hedge", "reporting"),
    "certain": ("hedge", "certain"),
    "approximate": ("hedge", "approximate"),
    "break": ("clause", "breaks"),
    "men": ("sex", "men"),
    "women": ("sex", "women"),
    "surname": ("sex", "surnames"),
    "denies": ("speech", "denies"),
    "confirms": ("speech", "confirms"),
    "admits": ("speech", "admits"),
    "accuses": ("speech", "accuses"),
    "promises": ("speech", "promises"),
    "warns": ("speech", "warns"),
    "future": ("tense", "future"),
    "past": ("tense", "past"),
}
_SKIPPED, _PREFIXED, _STOP = ("negation", "skip"), ("negation", "prefixed"), ("clause", "stop")
_LEVELS: dict[Scale, tuple[Place, ...]] = {
    scale: tuple((scale, str(level)) for level in range(1, 6)) for scale in SCALES
}
#: Longer texts are no sentences (a page without full stops) and are not searched.
LONGEST_TEXT = 4_000
#: Shorter words carry no negating affix: "in", "non", "use".
_SHORTEST_AFFIXED = 6
_ANSWERS_REMEMBERED = 4096


class Cues:
    """The cue words of one language.

    `concord` says that several negators of a clause count as one; `spaceless` that words are written
    without spaces, so that patterns match anywhere.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data
        self.concord = bool(data["negation"]["concord"])
        self.spaceless = bool(data.get("spaceless", False))
        places = [*_PLACES.values(), _SKIPPED, _PREFIXED, *((scale, "skip") for scale in SCALES)]
        places += [place for levels in _LEVELS.values() for place in levels]
        proclitics = tuple(data.get("proclitics", ()))
        self._lists = Lookup({place: self._patterns(place) for place in places}, proclitics, spaceless=self.spaceless)
        self._grammar = Lookup({_STOP: self._patterns(_STOP)}, proclitics)
        # Many checks ask the same of one text.
        self._cues = lru_cache(_ANSWERS_REMEMBERED)(self._find)
        self._levels = lru_cache(_ANSWERS_REMEMBERED)(self._on_scale)

    def _patterns(self, place: Place) -> Sequence[str]:
        section, key = place
        words: Sequence[str] = self._data.get(section, {}).get(key, ())
        return words

    def find(self, kind: Kind, text: str) -> tuple[Cue, ...]:
        """The cues of a kind in `text`, from left to right, none overlapping another; none in overlong texts."""
        return self._cues(kind, text)

    def _find(self, kind: Kind, text: str) -> tuple[Cue, ...]:
        if len(text) > LONGEST_TEXT:
            return ()
        found = list(self._lists.find(_PLACES[kind], text))
        if not found and "prefixed" not in self._data["negation"]:
            return ()
        if kind == "affix":
            found = [cue for cue in found if cue.end - cue.start >= _SHORTEST_AFFIXED] + self._prefixed(text)[1]
        if kind == "negation":
            found += self._prefixed(text)[0]
        if kind in {"negation", "affix"}:
            found = self._without(found, self._lists.find(_SKIPPED, text))
        return _longest(found)

    def is_cue(self, kind: Kind, word: str) -> bool:
        """Whether one word by itself is a cue of a kind."""
        if self.spaceless or (kind in {"negation", "affix"} and "prefixed" in self._data["negation"]):
            return bool(self._find(kind, word))
        skipped = kind in {"negation", "affix"} and self._lists.knows(_SKIPPED, word)
        long_enough = kind != "affix" or len(word) >= _SHORTEST_AFFIXED
        return long_enough and not skipped and self._lists.knows(_PLACES[kind], word)

    def level(self, scale: Scale, word: str) -> int:
        """The level of one word on a scale, 0 where it is not on it."""
        if self.spaceless:
            return next((cue.level for cue in self._on_scale(scale, word)), 0)
        if self._lists.knows((scale, "skip"), word):
            return 0
        known = self._lists.places_of(word)
        return next((level for level, place in enumerate(_LEVELS[scale], 1) if place in known), 0)

    def on_scale(self, scale: Scale, text: str) -> tuple[Cue, ...]:
        """The words of a scale in `text`, each with its level."""
        return self._levels(scale, text)

    def _on_scale(self, scale: Scale, text: str) -> tuple[Cue, ...]:
        if len(text) > LONGEST_TEXT:
            return ()
        found = [
            Cue(cue.start, cue.end, cue.text, level)
            for level, place in enumerate(_LEVELS[scale], 1)
            for cue in self._lists.find(place, text)
        ]
        if not found:
            return ()
        return _longest(self._without(found, self._lists.find((scale, "skip"), text)))

    def plain_words(self, section: str, key: str) -> tuple[str, ...]:
        """The words of a list that stand for themselves alone."""
        return tuple(word for word in self._data.get(section, {}).get(key, ()) if word.isalpha())

    def is_function_word(self, word: str) -> bool:
        """Whether a word carries grammar rather than content."""
        return self._grammar.knows(_STOP, word)

    def is_prefixed_verb(self, word: str) -> bool:
        """Whether a word is a verb with the language's negating prefix."""
        return bool(self._prefixed(word)[0])

    def _prefixed(self, text: str) -> tuple[list[Cue], list[Cue]]:
        """Words with the language's negating prefix: verbs, and everything else (adjectives, nouns)."""
        negation = self._data["negation"]
        if "prefixed" not in negation:
            return [], []
        words = self._lists.find(_PREFIXED, text)
        words = [cue for cue in words if cue.text[0].islower() or opens_sentence(text, cue.start)]
        verb, other = tuple(negation["verb_endings"]), tuple(negation["adjective_endings"])
        verbs = [cue for cue in words if cue.text.lower().endswith(verb) and not cue.text.lower().endswith(other)]
        return verbs, [cue for cue in words if cue not in verbs]

    @staticmethod
    def _without(cues: list[Cue], skipped: Sequence[Cue]) -> list[Cue]:
        return [cue for cue in cues if not any(other.start < cue.end and cue.start < other.end for other in skipped)]


@cache
def cues_of(language: str) -> Cues | None:
    """The cue words of a language by its ISO 639-1 code, or None where there is no list for it."""
    if language not in listed_languages():
        return None
    return Cues(tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")))


@cache
def listed_languages() -> frozenset[str]:
    """The languages that have a word list."""
    return frozenset(path.stem for path in FOLDER.glob("*.toml"))


def opens_sentence(text: str, position: int) -> bool:
    """Whether a capital at this position need not be that of a name."""
    before = text[:position].rstrip(" \t\n\"'„“”«»‚‘’(–—-")
    return not before or before[-1] in ".!?…:"


def _longest(cues: list[Cue]) -> tuple[Cue, ...]:
    if len(cues) < 2:
        return tuple(cues)
    kept: list[Cue] = []
    for cue in sorted(cues, key=lambda cue: (cue.start - cue.end, cue.start)):
        if not any(other.start < cue.end and cue.start < other.end for other in kept):
            kept.append(cue)
    return tuple(sorted(kept, key=lambda cue: cue.start))

"""The cue words of a language: negators, degree words, hedges, clause breaks and function words.

The lists are the files `words/<language>.toml`; each says where it comes from, and is read when a text
in its language is first looked at. In a pattern `*` stands for any letters, `?` for one letter and a
` * ` between two words for one to six words. Longer patterns win over shorter ones.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from provenance.cues.lookup import Cue, Lookup

Kind = Literal[
    "negation", "implicit", "affix", "partner", "echo",
    "status", "possibility", "counterpart", "modal", "reporting", "certain", "approximate", "break",
    "men", "women", "denies", "confirms", "admits", "accuses", "promises", "warns", "future", "past",
]  # fmt: skip
Scale = Literal["degree", "frequency", "quantity"]

FOLDER = Path(__file__).parent / "words"
SCALES: tuple[Scale, ...] = ("degree", "frequency", "quantity")

_PLACES: dict[Kind, tuple[str, str]] = {
    "negation": ("negation", "cues"),
    "implicit": ("negation", "implicit"),
    "affix": ("negation", "affixes"),
    "partner": ("negation", "partners"),
    "echo": ("negation", "echoes"),
    "status": ("hedge", "status"),
    "possibility": ("hedge", "possibility"),
    "counterpart": ("hedge", "counterparts"),
    "modal": ("hedge", "modals"),
    "reporting": ("hedge", "reporting"),
    "certain": ("hedge", "certain"),
    "approximate": ("hedge", "approximate"),
    "break": ("clause", "breaks"),
    "men": ("sex", "men"),
    "women": ("sex", "women"),
    "denies": ("speech", "denies"),
    "confirms": ("speech", "confirms"),
    "admits": ("speech", "admits"),
    "accuses": ("speech", "accuses"),
    "promises": ("speech", "promises"),
    "warns": ("speech", "warns"),
    "future": ("tense", "future"),
    "past": ("tense", "past"),
}
#: Longer texts are no sentences (a page without full stops) and are not searched.
LONGEST_TEXT = 4_000
#: Shorter words carry no negating affix: "in", "non", "use".
_SHORTEST_AFFIXED = 6


class Cues:
    """The cue words of one language.

    `concord` says that several negators of a clause count as one; `spaceless` that words are written
    without spaces, so that patterns match anywhere.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data
        self._lookups: dict[tuple[str, str], Lookup] = {}
        self.concord = bool(data["negation"]["concord"])
        self.spaceless = bool(data.get("spaceless", False))

    def find(self, kind: Kind, text: str) -> tuple[Cue, ...]:
        """The cues of a kind in `text`, from left to right, none overlapping another; none in overlong texts."""
        if len(text) > LONGEST_TEXT:
            return ()
        section, key = _PLACES[kind]
        found = self._words(section, key).find(text)
        if kind == "affix":
            found = [cue for cue in found if cue.end - cue.start >= _SHORTEST_AFFIXED] + self._prefixed(text)[1]
        if kind == "negation":
            found += self._prefixed(text)[0]
        if kind in {"negation", "affix"}:
            found = self._without(found, self._words("negation", "skip").find(text))
        return _longest(found)

    def is_cue(self, kind: Kind, word: str) -> bool:
        """Whether one word by itself is a cue of a kind."""
        if self.spaceless or (kind in {"negation", "affix"} and "prefixed" in self._data["negation"]):
            return bool(self.find(kind, word))
        skipped = kind in {"negation", "affix"} and self._words("negation", "skip").knows(word)
        long_enough = kind != "affix" or len(word) >= _SHORTEST_AFFIXED
        return long_enough and not skipped and self._words(*_PLACES[kind]).knows(word)

    def level(self, scale: Scale, word: str) -> int:
        """The level of one word on a scale, 0 where it is not on it."""
        if self.spaceless:
            return next((cue.level for cue in self.on_scale(scale, word)), 0)
        if self._words(scale, "skip").knows(word):
            return 0
        return next((level for level in range(1, 6) if self._words(scale, str(level)).knows(word)), 0)

    def on_scale(self, scale: Scale, text: str) -> tuple[Cue, ...]:
        """The words of a scale in `text`, each with its level."""
        if len(text) > LONGEST_TEXT:
            return ()
        found = [
            Cue(cue.start, cue.end, cue.text, level)
            for level in range(1, 6)
            for cue in self._words(scale, str(level)).find(text)
        ]
        return _longest(self._without(found, self._words(scale, "skip").find(text)))

    def plain_words(self, section: str, key: str) -> tuple[str, ...]:
        """The words of a list that stand for themselves alone."""
        return tuple(word for word in self._data.get(section, {}).get(key, ()) if word.isalpha())

    def is_function_word(self, word: str) -> bool:
        """Whether a word carries grammar rather than content."""
        return self._words("clause", "stop").knows(word)

    def is_prefixed_verb(self, word: str) -> bool:
        """Whether a word is a verb with the language's negating prefix."""
        return bool(self._prefixed(word)[0])

    def _prefixed(self, text: str) -> tuple[list[Cue], list[Cue]]:
        """Words with the language's negating prefix: verbs, and everything else (adjectives, nouns)."""
        negation = self._data["negation"]
        if "prefixed" not in negation:
            return [], []
        words = self._words("negation", "prefixed").find(text)
        words = [cue for cue in words if cue.text[0].islower() or _opens_sentence(text, cue.start)]
        verb, other = tuple(negation["verb_endings"]), tuple(negation["adjective_endings"])
        verbs = [cue for cue in words if cue.text.lower().endswith(verb) and not cue.text.lower().endswith(other)]
        return verbs, [cue for cue in words if cue not in verbs]

    @staticmethod
    def _without(cues: list[Cue], skipped: list[Cue]) -> list[Cue]:
        return [cue for cue in cues if not any(other.start < cue.end and cue.start < other.end for other in skipped)]

    def _words(self, section: str, key: str) -> Lookup:
        place = (section, key)
        if place not in self._lookups:
            spaceless = self.spaceless and key != "stop"
            words = self._data[section].get(key, [])
            self._lookups[place] = Lookup(words, tuple(self._data.get("proclitics", ())), spaceless=spaceless)
        return self._lookups[place]


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


def _opens_sentence(text: str, position: int) -> bool:
    """Whether a capital at this position need not be that of a name."""
    before = text[:position].rstrip(" \t\n\"'„“”«»‚‘’(–—-")
    return not before or before[-1] in ".!?…:"


def _longest(cues: list[Cue]) -> tuple[Cue, ...]:
    kept: list[Cue] = []
    for cue in sorted(cues, key=lambda cue: (cue.start - cue.end, cue.start)):
        if not any(other.start < cue.end and cue.start < other.end for other in kept):
            kept.append(cue)
    return tuple(sorted(kept, key=lambda cue: cue.start))

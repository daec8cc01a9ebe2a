"""Finding the words and phrases of a list in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from provenance.cues.letters import LETTER

_WORD = re.compile(rf"(?:{LETTER}|\d)+(?:['’-](?:{LETTER}|\d)+)*")
_APOSTROPHE = re.compile("['’]")
#: A pattern that is one word: letters, stars and question marks, joined by apostrophes or hyphens.
_ONE_WORD = re.compile(rf"(?:{LETTER}|[\d*?])+(?:['-](?:{LETTER}|[\d*?])+)*-?\*?")
_WILD = re.compile("[*?]")
_WORDS_REMEMBERED, _TEXTS_REMEMBERED = 1 << 15, 1024


@dataclass(frozen=True, slots=True)
class Cue:
    """A listed word in a text: `text` stands at `start` to `end`; `level` is 1 to 5 on a scale, else 0."""

    start: int
    end: int
    text: str
    level: int = 0


#: What a list is called: a section of a language's file and a key in it.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A pattern that is more than one word, of a list; a text without the `needle` cannot hold it."""

    place: Place
    pattern: str
    needle: str


class Lookup:
    """The lists of a language, ready to be found: a text is read once for all of them.

    Args:
        lists: patterns by list; `*` stands for any letters, `?` for one letter, ` * ` for one to six words.
        proclitics: letters that may be written together before a word.
        spaceless: whether patterns match anywhere, as in scripts without spaces.
    """

    def __init__(
        self, lists: Mapping[Place, Sequence[str]], proclitics: tuple[str, ...] = (), *, spaceless: bool = False
    ) -> None:
        self._before = f"(?:{'|'.join(proclitics)})?" if proclitics else ""
        self._proclitics = proclitics
        self._spaceless = spaceless
        self._exact: dict[str, list[Place]] = {}
        self._beginnings: dict[str, list[Place]] = {}
        self._shapes: list[tuple[re.Pattern[str], Place]] = []
        self._phrases: list[_Phrase] = []
        for place, patterns in lists.items():
            for pattern in sorted(patterns, key=lambda pattern: (-len(pattern), pattern)):
                self._enter(place, pattern)
        self._by_letters: dict[str, list[int]] = {}
        for number, phrase in enumerate(self._phrases):
            self._by_letters.setdefault(phrase.needle[:2], []).append(number)
        self.places_of = lru_cache(_WORDS_REMEMBERED)(self._places_of)
        self._cues = lru_cache(_TEXTS_REMEMBERED)(self._all)

    def _enter(self, place: Place, pattern: str) -> None:
        if self._spaceless or not _ONE_WORD.fullmatch(pattern):
            self._phrases.append(_Phrase(place, pattern, _needle(pattern)))
        elif not _WILD.search(pattern):
            self._exact.setdefault(pattern, []).append(place)
        elif not _WILD.search(pattern, 0, len(pattern) - 1) and pattern.endswith("*"):
            self._beginnings.setdefault(pattern[:-1], []).append(place)
        else:
            self._shapes.append((re.compile(_expression(pattern, ".")), place))

    def find(self, place: Place, text: str) -> Sequence[Cue]:
        """The words and phrases of a list in `text`; they may overlap."""
        return self._cues(text).get(place, ())

    def knows(self, place: Place, word: str) -> bool:
        """Whether a word by itself is in a list."""
        return place in self.places_of(word)

    def _all(self, text: str) -> Mapping[Place, Sequence[Cue]]:
        """What of each list is in a text: single words first."""
        found: dict[Place, list[Cue]] = {}
        for start, end, word in _words(text):
            for place in self.places_of(word):
                found.setdefault(place, []).append(Cue(start, end, text[start:end]))
        for phrase in self._phrases_near(text.lower()):
            matches = _compiled(phrase.pattern, self._before, spaceless=self._spaceless).finditer(text)
            cues = [Cue(match.start(), match.end(), match.group()) for match in matches]
            if cues:
                found.setdefault(phrase.place, []).extend(cues)
        return found

    def _phrases_near(self, lowered: str) -> list[_Phrase]:
        """The phrases whose needles a text holds, in the order of the lists."""
        letters = {*lowered, *map(add, lowered, lowered[1:]), ""} & self._by_letters.keys()
        numbers = sorted(number for few in letters for number in self._by_letters[few])
        return [phrase for number in numbers if (phrase := self._phrases[number]).needle in lowered]

    def _places_of(self, word: str) -> frozenset[Place]:
        """The lists that a word is in."""
        plain = word.lower().replace("’", "'")
        forms = [plain, *(plain[len(letters) :] for letters in self._proclitics if plain.startswith(letters))]
        found = {place for form in forms for place in self._exact.get(form, ())}
        for form in forms:
            for length in range(len(form) + 1):
                found.update(self._beginnings.get(form[:length], ()))
            found.update(place for shape, place in self._shapes if shape.fullmatch(form))
        return frozenset(found)


@lru_cache(maxsize=4096)
def _compiled(pattern: str, before: str, *, spaceless: bool) -> re.Pattern[str]:
    return re.compile(_bounded(pattern, before, spaceless=spaceless), re.IGNORECASE)


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(_split(text))


def _split(text: str) -> Iterator[tuple[int, int, str]]:
    """Words with their offsets; of a word with an apostrophe also its parts ("l'an" gives "l'an", "l", "an")."""
    for match in _WORD.finditer(text):
        word, start = match.group(), match.start()
        yield start, match.end(), word
        if _APOSTROPHE.search(word):
            for part in re.finditer("[^'’]+", word):
                yield start + part.start(), start + part.end(), part.group()


def _expression(pattern: str, letter: str) -> str:
    spelled = re.escape(pattern).replace(r"\ \*\ ", r"\s+(?:\S+\s+){1,6}?").replace(r"\ ", r"\s+")
    return spelled.replace(r"\*", f"{letter}*").replace(r"\?", letter)


def _bounded(pattern: str, before: str, *, spaceless: bool) -> str:
    inner = _expression(pattern, r"\w").replace("'", "['’]")
    if spaceless:
        return inner
    return rf"(?<!\w){before}{inner}" + (r"(?!\w)" if pattern[-1].isalnum() or pattern[-1] in "*?" else "")


def _needle(pattern: str) -> str:
    """The longest stretch of a phrase that a text must hold, without apostrophes, which come in two shapes."""
    return max(re.split(r"[\s*?'’]+", pattern), key=len)

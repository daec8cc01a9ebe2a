"""Finding the words and phrases of a list in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from provenance.cues.letters import LETTER

_WORD = re.compile(rf"(?:{LETTER}|\d)+(?:['’-](?:{LETTER}|\d)+)*")
_APOSTROPHE = re.compile("['’]")
#: A pattern that is one word: letters, stars and question marks, joined by apostrophes or hyphens.
_ONE_WORD = re.compile(rf"(?:{LETTER}|[\d*?])+(?:['-](?:{LETTER}|[\d*?])+)*-?\*?")
_WORDS_REMEMBERED = 1 << 15


@dataclass(frozen=True, slots=True)
class Cue:
    """A listed word in a text: `text` stands at `start` to `end`; `level` is 1 to 5 on a scale, else 0."""

    start: int
    end: int
    text: str
    level: int = 0


class Lookup:
    """A list of patterns, ready to be found.

    Args:
        patterns: `*` stands for any letters, `?` for one letter, ` * ` for one to six words.
        proclitics: letters that may be written together before a word.
        spaceless: whether patterns match anywhere, as in scripts without spaces.
    """

    def __init__(self, patterns: Sequence[str], proclitics: tuple[str, ...] = (), *, spaceless: bool = False) -> None:
        ordered = sorted(patterns, key=lambda pattern: (-len(pattern), pattern))
        single = [] if spaceless else [pattern for pattern in ordered if _ONE_WORD.fullmatch(pattern)]
        before = f"(?:{'|'.join(proclitics)})?" if proclitics else ""
        self._exact = frozenset(pattern for pattern in single if not {"*", "?"} & set(pattern))
        self._stems = re.compile(before + f"(?:{'|'.join(_expression(word, '.') for word in single) or '(?!)'})")
        self._phrases = [
            (_needle(pattern), re.compile(_bounded(pattern, before, spaceless=spaceless), re.IGNORECASE))
            for pattern in ordered
            if pattern not in single
        ]
        self.knows = lru_cache(_WORDS_REMEMBERED)(self._knows)

    def find(self, text: str) -> list[Cue]:
        """The words and phrases in `text`; they may overlap."""
        found = [Cue(start, end, text[start:end]) for start, end, word in _words(text) if self.knows(word)]
        lowered = text.lower()
        for needle, phrase in self._phrases:
            if needle in lowered:
                found += [Cue(match.start(), match.end(), match.group()) for match in phrase.finditer(text)]
        return found

    def _knows(self, word: str) -> bool:
        plain = word.lower().replace("’", "'")
        return plain in self._exact or self._stems.fullmatch(plain) is not None


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

"""A text while it is being corrupted: its words, where each came from, and what is wrong with it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provenance.checker.features import STOP, Side

#: A word that the text did not have before.
NEW = -1


@dataclass(slots=True)
class Token:
    """A word with the mark behind it.

    `origin` is its number in the faithful text; `bad` says that it is not what it should be, `gap` that
    something is missing right before it.
    """

    word: str
    mark: int
    origin: int = NEW
    bad: bool = False
    gap: bool = False


class Draft:
    """The words of one side, ready to be changed."""

    def __init__(self, side: Side) -> None:
        self.language = side.language
        self.tokens = [
            Token(word, mark, at) for at, (word, mark) in enumerate(zip(side.words, side.marks, strict=True))
        ]
        self.gap_at_end = False

    def __len__(self) -> int:
        return len(self.tokens)

    @property
    def side(self) -> Side:
        """The text as it is now."""
        return Side(tuple(t.word for t in self.tokens), tuple(t.mark for t in self.tokens), self.language)

    def drop(self, begin: int, end: int) -> None:
        """Leave out the words from `begin` to `end`; the mark behind the last moves to the word before."""
        if begin and self.tokens[end - 1].mark & STOP:
            self.tokens[begin - 1].mark = self.tokens[end - 1].mark
        del self.tokens[begin:end]
        if begin < len(self.tokens):
            self.tokens[begin].gap = True
        else:
            self.gap_at_end = True

    def insert(self, at: int, words: Sequence[str], mark: int = 0) -> None:
        """Put words before the word `at`."""
        new = [Token(word, 0, NEW, bad=True) for word in words]
        new[-1].mark = mark
        if at and at == len(self.tokens):
            new[-1].mark |= self.tokens[at - 1].mark
            self.tokens[at - 1].mark = 0
        self.tokens[at:at] = new

    def replace(self, begin: int, end: int, words: Sequence[str]) -> None:
        """Put other words in the place of those from `begin` to `end`, written like them."""
        old = self.tokens[begin:end]
        upper = old[0].word[0].isupper()
        new = [Token(word, 0, old[min(n, len(old) - 1)].origin, bad=True) for n, word in enumerate(words)]
        if upper:
            new[0].word = new[0].word[0].upper() + new[0].word[1:]
        new[-1].mark = old[-1].mark
        # What the replaced words said is lost, but so is their place: no gap is marked.
        self.tokens[begin:end] = new

"""The clauses of one side of a link, and its content words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from provenance.cues.lists import LONGEST_TEXT, Cues, cues_of
from provenance.drift.sides import Side

#: Punctuation that ends a clause; between two figures it belongs to a number.
_MARK = re.compile(r"(?<!\d)[,;:.،](?!\d)|(?<=\d)[,;:.،](?!\d)|[!?…()\[\]–—。！？、，；：।؛؟]|\s-\s")
#: "28. listopadu": the full stop of an ordinal; German writes what it counts with a capital.
_ORDINAL = re.compile(r"(?<!\d)\d{1,2}\.(?= [^\W\d_])")
_WORD = re.compile(r"\w")
#: Words of an insertion at most ("in all likelihood").
_INSERTED = 3


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a side's text, without the mark that ends it. `content` are positions of its content words."""

    start: int
    end: int
    content: tuple[int, ...]

    def holds(self, position: int) -> bool:
        """Whether a position of the text lies inside."""
        return self.start <= position < self.end


@lru_cache(maxsize=256)
def clauses(side: Side) -> tuple[Clause, ...]:
    """The clauses of a side, split at punctuation and at conjunctions; a clause starts with its conjunction.

    An overlong side has none: it is no sentence.
    """
    if len(side.text) > LONGEST_TEXT:
        return ()
    cues = cues_of(side.language)
    ordinals = _ordinals(side)
    marks = [match.span() for match in _MARK.finditer(side.text) if match.start() not in ordinals]
    if cues is not None:
        marks += [(cue.start, cue.start) for cue in cues.find("break", side.text)]
    ends = sorted({*marks, (len(side.text), len(side.text))})
    found, start = [], 0
    for end, following in ends:
        stretch = side.text[start:end]
        if _WORD.search(stretch):
            first = start + len(stretch) - len(stretch.lstrip())
            found.append(Clause(first, start + len(stretch.rstrip()), _content(side, cues, first, end)))
        start = max(start, following)
    return tuple(found)


def _ordinals(side: Side) -> frozenset[int]:
    """Where the full stops of ordinals stand."""
    found = (match.end() for match in _ORDINAL.finditer(side.text))
    return frozenset(end - 1 for end in found if side.language == "de" or side.text[end + 1].islower())


def clause_at(side: Side, position: int) -> Clause | None:
    """The clause around a position of the side's text."""
    return next((clause for clause in clauses(side) if clause.holds(position)), None)


def stretch_around(other: Side, side: Side, clause: Clause | None, at: int, *, beyond: int = 1) -> tuple[int, int]:
    """The stretch of `other` around everything that renders a clause of `side`, with `beyond` clauses on each side.

    Without any, an insertion next to it still belongs to it. `at` is the position of a word of `other` that
    belongs to it in any case.
    """
    touched = {at} | {j for i in (clause.content if clause else ()) for j in side.linked[i]}
    starts = [other.words[j].start - other.start for j in touched]
    every = clauses(other)
    held = [k for k, each in enumerate(every) if any(each.holds(start) for start in starts)]
    if not held:
        return 0, len(other.text)
    first, last = max(0, min(held) - beyond), min(len(every) - 1, max(held) + beyond)
    if not beyond:
        first -= first > 0 and _is_insertion(other, every[first - 1])
        last += last + 1 < len(every) and _is_insertion(other, every[last + 1])
    return every[first].start, every[last].end


def _is_insertion(side: Side, clause: Clause) -> bool:
    """Whether a clause is but a few words between commas, which belong to what stands beside them."""
    return len(side.words_in(clause.start, clause.end)) <= _INSERTED


@lru_cache(maxsize=256)
def content_words(side: Side) -> frozenset[int]:
    """Positions of the words of a side that carry content."""
    return frozenset(i for clause in clauses(side) for i in clause.content)


def is_content(side: Side, position: int) -> bool:
    """Whether the word at a position of `side.words` carries content rather than grammar."""
    return position in content_words(side)


@lru_cache(maxsize=65536)
def _tells(word: str) -> bool:
    """Whether a word is more than a sign."""
    return any(map(str.isalnum, word))


def _content(side: Side, cues: Cues | None, start: int, end: int) -> tuple[int, ...]:
    return tuple(
        i
        for i in side.words_in(start, end)
        if _tells(side.words[i].text) and not (cues is not None and cues.is_function_word(side.words[i].text))
    )

"""What one side of a link says that the other side does not: whole sentences, and clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from provenance.cues.lists import Kind, cues_of
from provenance.drift.clauses import Clause, clauses
from provenance.drift.sides import Side

#: Shorter stretches, in content words, are not reported.
FEWEST_CONTENT = 4
#: Scripts without spaces have about this many letters to a word.
LETTERS_PER_WORD = 2
#: Above this share of linked content words a clause counts as rendered.
MOST_LINKED = 0.2
#: Below this share of linked content words in the rest of the side the alignment is not trusted.
FEWEST_LINKED_AROUND = 0.6
#: Unlinked content on the other side, as a share of the clause's own, that suggests a free rendering.
MOST_LOOSE = 0.34

#: Cues without which the rest says something else.
_WEIGHTY: tuple[Kind, ...] = ("negation", "affix", "status", "reporting", "denies", "confirms", "admits", "accuses")
_QUOTED = re.compile(r"[\"„“”«»「『]")
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of a side's text without a counterpart; `words` counts its content words."""

    start: int
    end: int
    words: int
    weighty: bool


def whole_gaps(side: Side, sentences: tuple[tuple[int, int], ...], other_context: str) -> tuple[Gap, ...]:
    """The sentences of a side that has no other side, less those with nothing to say."""
    found = []
    for start, end in sentences:
        content = [i for clause in clauses(side) if start <= clause.start < end for i in clause.content]
        words = _in_words(side, content)
        if words >= FEWEST_CONTENT - 1 and not _told_nearby(side, content, other_context):
            found.append(Gap(start, end, words, is_weighty(side, start, end)))
    return tuple(found)


@lru_cache(maxsize=256)
def clause_gaps(side: Side, other: Side) -> tuple[Gap, ...]:
    """The clauses of a side that no word of the other side renders, where the alignment can be trusted."""
    rendered = [[i for i in clause.content if _rendered(i, clause, side, other)] for clause in clauses(side)]
    found = []
    for first, last in _bare_runs(side, rendered):
        run = clauses(side)[first : last + 1]
        content = [i for clause in run for i in clause.content]
        words = _in_words(side, content)
        outside = [i for k, one in enumerate(rendered) if not first <= k <= last for i in one]
        around = sum(len(clause.content) for clause in clauses(side)) - len(content)
        if words < FEWEST_CONTENT or len(outside) < FEWEST_LINKED_AROUND * max(around, 1):
            continue
        if _loose(other) > MOST_LOOSE * words or _told_nearby(side, content, other.context):
            continue
        start, end = run[0].start, run[-1].end
        found.append(Gap(start, end, words, is_weighty(side, start, end)))
    return tuple(found)


def _bare_runs(side: Side, rendered: list[list[int]]) -> Iterator[tuple[int, int]]:
    """First and last of neighbouring clauses with next to nothing rendered, the outer ones with content."""
    first = last = None
    for k, clause in enumerate((*clauses(side), None)):
        if clause is not None and not clause.content and first is not None:
            continue
        if clause is not None and clause.content and len(rendered[k]) <= MOST_LINKED * len(clause.content):
            first, last = (k if first is None else first), k
        elif first is not None and last is not None:
            yield first, last
            first = last = None


def _rendered(position: int, clause: Clause, side: Side, other: Side) -> bool:
    """Whether a word's counterpart belongs to it and not rather to a word of another clause."""
    return any(other.linked[j] and other.linked[j][0] in clause.content for j in side.linked[position])


def is_weighty(side: Side, start: int, end: int) -> bool:
    """Whether a stretch holds a figure, a quotation, a denial, a name, a hedge or who said it."""
    text = side.text[start:end]
    if _FIGURE.search(text) or _QUOTED.search(text) or _names(side, start, end):
        return True
    cues = cues_of(side.language)
    return cues is not None and any(cues.find(kind, text) for kind in _WEIGHTY)


def probability(gap: Gap, *, whole: bool) -> float:
    """How sure a gap is: longer ones are rarely the aligner's fault."""
    return min(0.9, (0.6 if whole else 0.44) + 0.02 * gap.words)


def _names(side: Side, start: int, end: int) -> bool:
    words = [side.words[i] for i in side.words_in(start, end)]
    return any(word.text[:1].isupper() for word in words[1:]) and side.language != "de"


def _told_nearby(side: Side, content: list[int], context: str) -> bool:
    """Whether most of what can be recognised without a dictionary, names and figures, stands in the context."""
    telling = [side.words[i].text for i in content[1:] if _telling(side.words[i].text, side.language)]
    known = sum(word[:5].casefold() in context.casefold() for word in telling)
    return len(telling) > 1 and known > len(telling) / 2


def _telling(word: str, language: str) -> bool:
    return bool(_FIGURE.search(word)) or (len(word) > 3 and word[0].isupper() and language != "de")


def _loose(side: Side) -> float:
    return _in_words(side, [i for clause in clauses(side) for i in clause.content if not side.linked[i]])


def _in_words(side: Side, content: list[int]) -> int:
    """The number of content words; in scripts without spaces it is estimated from the letters."""
    cues = cues_of(side.language)
    if cues is None or not cues.spaceless:
        return len(content)
    return sum(len(side.words[i].text) for i in content) // LETTERS_PER_WORD

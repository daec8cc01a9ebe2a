"""Hedges on one side of a link, and whether the other side keeps the same distance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from provenance.cues.lists import Cues, Kind, cues_of, opens_sentence
from provenance.cues.lookup import Cue
from provenance.drift.clauses import clause_at, clauses, is_content, stretch_around
from provenance.drift.sides import Side

#: What a hedge qualifies stands at most this many words from it.
REACH = 4
#: The share of a hedged clause's content words that must have counterparts before it is judged.
FEWEST_LINKED_SHARE = 0.5
#: Where words are written without spaces they are read in pieces, of which fewer have counterparts of their own.
FEWEST_LINKED_PIECES = 0.25

_ANSWERS: tuple[Kind, ...] = ("status", "possibility", "counterpart", "modal")
_TRIGGERS: tuple[Kind, ...] = ("status", "possibility", "might")
#: Before a figure "May" is a month, and "perhaps" says about how many.
_FIGURE = re.compile(r"\s*\w?\d")


@dataclass(frozen=True, slots=True)
class Hedge:
    """A hedge; `end` is where the word it qualifies ends, `answer` that word's counterpart on the other side.

    `kind` is "status" for a word of doubtful standing ("alleged"), "possibility" for one that leaves open whether
    ("perhaps"), "might" for a verb that also says what one can do ("could").
    """

    cue: Cue
    end: int
    answer: int
    kind: Kind


def unanswered(side: Side, other: Side) -> Iterator[Hedge]:
    """The hedges of a side that no hedge of the other side answers near the place that renders them."""
    here, there = cues_of(side.language), cues_of(other.language)
    if here is None or there is None:
        return
    hedges = [(cue, kind) for kind in _TRIGGERS for cue in here.find(kind, side.text)]
    hedges += [(_auxiliary(cue), "status") for cue in here.find("hearsay", side.text)]
    answers = [cue for kind in _ANSWERS for cue in there.find(kind, other.text)]
    for cue, kind in hedges:
        own = side.words_in(cue.start, cue.end)
        if not own or is_name(side.text, cue) or any(is_content(other, j) for i in own for j in side.linked[i]):
            continue
        head = None if _FIGURE.match(side.text, cue.end) else _head(side, cue, own)
        if head is None:
            continue
        clause = clause_at(side, cue.start)
        if kind == "might" and clause and here.find("negation", side.text[clause.start : clause.end]):
            # What cannot be is said in many ways.
            continue
        near = stretch_around(other, side, clause, side.linked[head][0], beyond=int(kind == "status"))
        own_frames = _frames(side, here, stretch_around(side, other, None, head), cue)
        if kind == "status" and _frames(other, there, near) > own_frames:
            continue
        if not any(near[0] <= answer.start < near[1] for answer in answers):
            yield Hedge(cue, max(cue.end, side.words[head].end - side.start), side.linked[head][0], kind)


def is_name(text: str, cue: Cue) -> bool:
    """Whether a cue is written as a name: "in May"."""
    return cue.text[0].isupper() and not opens_sentence(text, cue.start)


def _auxiliary(cue: Cue) -> Cue:
    """The first word of a verb form that passes on what others say ("soll … haben"): what it frames is content."""
    word = cue.text.split()[0]
    return Cue(cue.start, cue.start + len(word), word)


def _frames(side: Side, cues: Cues, stretch: tuple[int, int], hedge: Cue | None = None) -> int:
    """How often a stretch says who reports it; what belongs to a hedge ("is said to") names nobody."""
    told = cues.find("reporting", side.text[slice(*stretch)])
    if hedge is None:
        return len(told)
    start, end = hedge.start - stretch[0], hedge.end - stretch[0]
    return sum(cue.end <= start or end <= cue.start for cue in told)


def _head(side: Side, cue: Cue, own: tuple[int, ...]) -> int | None:
    """The nearest content word in the hedge's clause that has a counterpart, where most of the clause has.

    A hedge between commas qualifies what follows.
    """
    clause = clause_at(side, cue.start)
    if clause is not None and set(clause.content) <= set(own):
        after = [each for each in clauses(side) if each.start >= clause.end]
        clause = after[0] if after else None
    if clause is None:
        return None
    content = [i for i in clause.content if i not in own]
    linked = [i for i in content if side.linked[i]]
    near = [i for i in linked if min(abs(i - own[0]), abs(i - own[-1])) <= REACH]
    cues = cues_of(side.language)
    fewest = FEWEST_LINKED_PIECES if cues is not None and cues.spaceless else FEWEST_LINKED_SHARE
    if not near or len(linked) < fewest * len(content):
        return None
    return min(near, key=lambda i: (i < own[0], abs(i - own[0])))

"""Denials that lost what they deny: the original says "X here, not X there", the repost "X here, not there"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provenance.cues.lists import cues_of
from provenance.drift.clauses import clauses
from provenance.drift.polarity import Denial, denials
from provenance.drift.sides import Side

#: Two forms of one word share at least this many letters at the start, and this share of the longer form.
SHARED_LETTERS, SHARED_SHARE = 5, 0.75
#: How many of the words nearest to a negator may be what it denies.
NEAREST = 2


@dataclass(frozen=True, slots=True)
class Hollow:
    """A denial of the repost without the word that the original denies in its place.

    `word` is that word as the original has it; `start` and `end` are the repost's clause with its conjunctions.
    """

    denial: Denial
    word: str
    start: int
    end: int


def hollow_denials(original: Side, repost: Side) -> Iterator[Hollow]:
    """Denials of a repeated word whose repost denies something else.

    A plain ellipsis ("but there it was not") keeps the rest of its clause and ends with the negator, or
    takes the word up ("that was not the case"); it is not reported.
    """
    for denial in denials(original):
        for position in denial.about[:NEAREST]:
            repeated = _said_before(original, position, denial)
            once = None if repeated is None else _only_counterpart(original, repost, repeated)
            if once is None or not _lost_more(original, denial, position):
                continue
            rendered = {once, *original.linked[position]}
            for theirs in denials(repost):
                own = set(theirs.clause.content)
                if not rendered & own and _renders(theirs, denial, original) and _denies_something_else(theirs, repost):
                    start, end = _with_conjunctions(repost, theirs)
                    yield Hollow(denial, original.words[position].text, start, end)
                    return


def same_word(one: str, other: str) -> bool:
    """Whether two words look like forms of one word."""
    a, b = one.casefold(), other.casefold()
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a == b or (shared >= SHARED_LETTERS and shared >= SHARED_SHARE * max(len(a), len(b)))


def _said_before(side: Side, position: int, denial: Denial) -> int | None:
    """The position of another form of a denied word, in an assertion before the denial."""
    denied = {i for each in denials(side) for i in each.clause.content}
    word = side.words[position].text
    if len(word) < SHARED_LETTERS or position in side.words_in(denial.cue.start, denial.cue.end):
        return None
    before = (i for clause in clauses(side) if clause.end <= denial.clause.start for i in clause.content)
    return next((i for i in before if i not in denied and same_word(word, side.words[i].text)), None)


def _renders(theirs: Denial, denial: Denial, original: Side) -> bool:
    linked = {j for i in denial.clause.content for j in original.linked[i]}
    return bool(linked & set(theirs.clause.content))


def _lost_more(side: Side, denial: Denial, position: int) -> bool:
    """Whether yet another word of the denied clause lacks a counterpart."""
    own = {position, *side.words_in(denial.cue.start, denial.cue.end)}
    return any(not side.linked[i] for i in denial.clause.content if i not in own)


def _only_counterpart(original: Side, repost: Side, position: int) -> int | None:
    """The one word of the repost that renders a word of the original, or None where it stands twice."""
    if not original.linked[position]:
        return None
    found = original.linked[position][0]
    word = repost.words[found].text
    return found if sum(same_word(word, other.text) for other in repost.words) == 1 else None


def _denies_something_else(denial: Denial, side: Side) -> bool:
    cues = cues_of(side.language)
    after = side.text[denial.cue.end : denial.clause.end]
    if cues is None or cues.find("echo", after):
        return False
    last = denial.cue.end + side.start
    return any(side.words[i].start >= last for i in denial.clause.content)


def _with_conjunctions(side: Side, denial: Denial) -> tuple[int, int]:
    """The denied clause with the empty clauses, mere conjunctions, that lead into it."""
    start = denial.clause.start
    for clause in reversed([each for each in clauses(side) if each.end <= start]):
        gap = side.text[clause.end : start]
        if clause.content or gap.strip():
            break
        start = clause.start
    return start, denial.clause.end

"""Denials of one side of a link that nothing on the other side answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from provenance.cues.lookup import Cue
from provenance.drift.clauses import Clause, clause_at, is_content, stretch_around
from provenance.drift.polarity import Denial, affixed, asserts, denials, negated, negatives, words_of
from provenance.drift.sides import Side

#: The share of a denied clause's content words that must have counterparts before its polarity is judged.
FEWEST_LINKED_SHARE = 0.4
#: Below this the checker's doubt of a negator is not told.
LEAST_DOUBT = 0.25
#: From this doubt on a softer negative that renders another word is no excuse.
_SURE = 0.8
#: How far from a negator the word may stand whose counterpart denies by itself.
_NEAR = 3
_ASKS = "?？؟"
_SENTENCE_ENDS = re.compile(r"[.!?…。！？؟।]")


def unanswered_denials(side: Side, other: Side) -> Iterator[tuple[Denial, Clause]]:
    """The denials of `side` without an answer, each with the clause of `other` that should have held it."""
    for denial in denials(side):
        if not _judged(denial, side, other):
            continue
        counterpart = _counterpart(denial, side, other)
        if counterpart and not _answered(denial, *counterpart, side, other):
            yield denial, counterpart[0]


def doubted_denials(side: Side, other: Side, doubts: Sequence[float]) -> Iterator[tuple[Denial, Clause | None]]:
    """The denials of `side` whose negator the checker finds without a counterpart, each with the other's clause.

    Where a word beside it is rendered by a negative, or the other's clause denies too, the doubt is not told. What
    is denied may have no counterpart either; then the other side must hold no negator at all. A sure doubt is excused
    by a negator only, and where nothing has a counterpart by as many negations on the other side.
    """
    theirs = negated(other)
    denied = {one.clause for one in theirs}
    negative = words_of(negatives(other), other) | affixed(other)
    plain = words_of((cue for one in theirs for cue in one.negators), other)
    more = len(negated(side)) > len(theirs)
    for denial in negated(side):
        cue = denial.cue
        if asserts(denial, side, other):
            continue
        doubt = max((doubts[i] for i in side.words_in(cue.start, cue.end) if i < len(doubts)), default=0.0)
        near = {i + by for i in side.words_in(cue.start, cue.end) for by in range(-_NEAR, _NEAR + 1)}
        renderings = {j for i in near & set(range(len(side.words))) for j in side.linked[i]}
        if doubt < LEAST_DOUBT or renderings & (plain if doubt >= _SURE else negative):
            continue
        counterpart = _counterpart(denial, side, other)
        if counterpart is None and (more if doubt >= _SURE else not theirs):
            yield denial, None
        elif counterpart and counterpart[0] not in denied:
            yield denial, counterpart[0]


def _counterpart(denial: Denial, side: Side, other: Side) -> tuple[Clause, int] | None:
    """The counterpart of the nearest word that is denied and has one, behind the clause that it stands in."""
    target = next((side.linked[i][0] for i in denial.about if side.linked[i]), None)
    clause = None if target is None else clause_at(other, other.words[target].start - other.start)
    return None if target is None or clause is None else (clause, target)


def _judged(denial: Denial, side: Side, other: Side) -> bool:
    content = denial.clause.content
    linked = [i for i in content if side.linked[i]]
    if not any(side.linked[i] for i in denial.about) or len(linked) < FEWEST_LINKED_SHARE * len(content):
        return False
    ends = _SENTENCE_ENDS.search(side.text, denial.clause.end)
    asks = ends is not None and ends.group() in _ASKS
    return not asks and denial.cue.text.lower() not in other.text.lower()


def _answered(denial: Denial, clause: Clause, target: int, side: Side, other: Side) -> bool:
    counterparts = {j for i in denial.clause.content for j in side.linked[i]}
    if (counterparts | set(clause.content)) & affixed(other) or _answered_by_word(denial, side, other):
        return True
    near = stretch_around(other, side, denial.clause, target)
    if any(
        near[0] <= cue.start < near[1] and not _renders_another(cue, denial, side, other) for cue in negatives(other)
    ):
        return True
    # A negator elsewhere on the other side answers this denial if no other denial accounts for it.
    return any(not _accounted(theirs, denial, side, other) for theirs in denials(other))


def _answered_by_word(denial: Denial, side: Side, other: Side) -> bool:
    """Whether the negator itself is rendered by some content word: a negative that no list knows."""
    own = [i for i in side.words_in(denial.cue.start, denial.cue.end) if i not in denial.clause.content]
    counterparts = {j for i in own for j in side.linked[i]}
    return any(is_content(other, j) for j in counterparts)


def _renders_another(cue: Cue, denial: Denial, side: Side, other: Side) -> bool:
    """Whether a negative of the other side renders a negative of its own, so that it cannot answer this denial."""
    own = words_of((each for each in negatives(side) if each != denial.cue), side)
    back = {i for j in other.words_in(cue.start, cue.end) for i in other.linked[j]}
    return bool(back) and back <= own - set(denial.clause.content)


def _accounted(theirs: Denial, denial: Denial, side: Side, other: Side) -> bool:
    back = {i for j in theirs.clause.content for i in other.linked[j]}
    return any(back & set(d.clause.content) for d in denials(side) if d is not denial)

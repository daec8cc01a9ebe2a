"""Does the repost deny what the original asserts, or assert what the original denies?

A negator is followed to the word it denies and to that word's counterpart; the counterpart's clause must
deny too. Softer negatives ("fail", "without", "only", "unclear") answer a negator; where an emphatic "does"
stands before the counterpart nothing does. Where the checker read the link, a negator that it finds no
counterpart of is told as well.

Source: the MQM error type mistranslation, of which a lost or added negation is the gravest; scope of
negation after Morante and Daelemans (2012), ConanDoyle-neg.
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.drift.affirmed import affirmed_denials
from provenance.drift.clauses import Clause
from provenance.drift.denial import doubted_denials, unanswered_denials
from provenance.drift.hollow import hollow_denials
from provenance.drift.polarity import Denial
from provenance.drift.sides import Side, sides
from provenance.values import Finding, Link, Span

#: A denial that lost its word was seen in no faithful translation of two thousand.
UNANSWERED, AFFIRMED, DOUBTED, HOLLOW = 0.7, 0.95, 0.4, 0.98


def find(link: Link) -> Iterator[Finding]:
    """Denials of one side that the other side lacks, and denials that lost what they deny."""
    original, repost = sides(link)
    for side, other, doubts in ((original, repost, link.unrendered), (repost, original, link.wrong)):
        told = set[Denial]()
        for probability, found in (
            (AFFIRMED, affirmed_denials(side, other)),
            (UNANSWERED, unanswered_denials(side, other)),
            (DOUBTED, doubted_denials(side, other, doubts)),
        ):
            for denial, clause in found:
                if denial in told:
                    continue
                told.add(denial)
                spans = _span(side, denial.clause), _span(other, clause)
                here, there = spans if side is original else spans[::-1]
                yield Finding("critical", probability, _reason(denial, side, other), repost=there, original=here)
    for hollow in hollow_denials(original, repost):
        yield Finding(
            severity="critical",
            probability=HOLLOW,
            reason=f"{original.subject} denies that it was “{hollow.word}”; "
            f"in {repost.label} the denial lost that word and says something else.",
            repost=repost.span(hollow.start, hollow.end),
            original=original.span(hollow.denial.clause.start, hollow.denial.clause.end),
        )


def _reason(denial: Denial, side: Side, other: Side) -> str:
    return f"{side.subject} denies this (“{denial.cue.text}”); {other.label} says it without a denial."


def _span(side: Side, clause: Clause | None) -> Span:
    return side.whole() if clause is None else side.span(clause.start, clause.end)

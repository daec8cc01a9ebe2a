"""Does the repost say something that the original does not?

The mirror of omission: a sentence of the repost without any counterpart in the original, or a clause none
of whose content words has one while the words around it have theirs. Source: the MQM error type addition;
detached content as in Dale et al. (2023), HalOmi.
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.drift.coverage import clause_gaps, probability, whole_gaps
from provenance.drift.sides import sides
from provenance.values import Finding, Link


def find(link: Link) -> Iterator[Finding]:
    """Sentences and clauses of the repost without a counterpart."""
    original, repost = sides(link)
    if not link.original:
        placed = tuple((s.start - repost.start, s.end - repost.start) for s in link.repost)
        for gap in whole_gaps(repost, placed, link.original_context):
            yield Finding(
                severity="major" if gap.weighty else "minor",
                probability=probability(gap, whole=True),
                reason=f"This sentence of {repost.label} has no counterpart in {original.label}.",
                repost=repost.span(gap.start, gap.end),
                original=None,
            )
    elif link.words:
        for gap in clause_gaps(repost, original):
            yield Finding(
                severity="major" if gap.weighty else "minor",
                probability=probability(gap, whole=False),
                reason=f"{original.subject} says nothing of “{repost.text[gap.start : gap.end]}”.",
                repost=repost.span(gap.start, gap.end),
                original=original.whole(),
            )

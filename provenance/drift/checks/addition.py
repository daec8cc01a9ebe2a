"""Does the repost say something that the original does not?

The mirror of omission: a sentence of the repost without any counterpart in the original, or a clause none
of whose content words has one while the words around it have theirs. Source: the MQM error type addition;
detached content as in Dale et al. (2023), HalOmi.
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.drift.coverage import clause_gaps, probability, whole_gaps
from provenance.drift.doubtful import lost_stretches
from provenance.drift.sides import sides
from provenance.values import Finding, Link

#: What the checker alone says is never surer.
_SUREST = 0.9


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
        gaps = clause_gaps(repost, original)
        for stretch in lost_stretches(repost, link.wrong, link.repost_support):
            if not any(gap.start < stretch.end and stretch.start < gap.end for gap in gaps):
                span = repost.span(stretch.start, stretch.end)
                reason = f"{original.subject} does not seem to say “{span.quote}”."
                yield Finding("minor", min(_SUREST, stretch.doubt), reason, repost=span, original=original.whole())
        for gap in gaps:
            yield Finding(
                severity="major" if gap.weighty else "minor",
                probability=probability(gap, whole=False),
                reason=f"{original.subject} says nothing of “{repost.text[gap.start : gap.end]}”.",
                repost=repost.span(gap.start, gap.end),
                original=original.whole(),
            )

"""Does the original say something that the repost leaves out?

A sentence without any counterpart is left out; a clause is, where none of its content words has a
counterpart while the words around it have theirs and the repost has nothing loose in its place. Only
what carries weight is reported here; the rest is condensing.
Source: the MQM error type omission; coverage of the source as in Dale et al. (2023), HalOmi.
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
    """Sentences and clauses of the original without a counterpart."""
    original, repost = sides(link)
    if not link.repost:
        placed = tuple((s.start - original.start, s.end - original.start) for s in link.original)
        for gap in whole_gaps(original, placed, link.repost_context):
            if not gap.weighty:
                continue
            yield Finding(
                severity="major",
                probability=probability(gap, whole=True),
                reason=f"This sentence of {original.label} has no counterpart in {repost.label}.",
                repost=None,
                original=original.span(gap.start, gap.end),
            )
    elif link.words:
        gaps = clause_gaps(original, repost)
        for stretch in lost_stretches(original, link.unrendered, link.original_support):
            if not any(gap.start < stretch.end and stretch.start < gap.end for gap in gaps):
                span = original.span(stretch.start, stretch.end)
                reason = f"{repost.subject} does not seem to say “{span.quote}”."
                yield Finding("minor", min(_SUREST, stretch.doubt), reason, repost=repost.whole(), original=span)
        for gap in gaps:
            if not gap.weighty:
                continue
            yield Finding(
                severity="major",
                probability=probability(gap, whole=False),
                reason=f"{repost.subject} leaves out “{original.text[gap.start : gap.end]}”.",
                repost=repost.whole(),
                original=original.span(gap.start, gap.end),
            )

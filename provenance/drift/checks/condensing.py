"""Did an editor shorten the original without changing what it says?

Sentences and clauses that are gone, but held no figure, name, quotation, denial, hedge or speaker: cuts
that are told apart from omissions, since nothing that is left is contradicted.

Source: MQM core typology, "Accuracy / Omission", with the editor's licence that news translation takes
(Bielsa & Bassnett 2009, Translation in Global News).
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.drift.coverage import clause_gaps, probability, whole_gaps
from provenance.drift.sides import sides
from provenance.values import Finding, Link


def find(link: Link) -> Iterator[Finding]:
    """Sentences and clauses of the original that were cut and tell nothing of weight."""
    original, repost = sides(link)
    if not link.repost:
        placed = tuple((s.start - original.start, s.end - original.start) for s in link.original)
        for gap in whole_gaps(original, placed, link.repost_context):
            if not gap.weighty:
                reason = f"{repost.subject} was shortened: this sentence of {original.label} is gone."
                span = original.span(gap.start, gap.end)
                yield Finding("minor", probability(gap, whole=True), reason, repost=None, original=span)
    elif link.words:
        for gap in clause_gaps(original, repost):
            if not gap.weighty:
                reason = f"{repost.subject} was shortened by “{original.text[gap.start : gap.end]}”."
                span = original.span(gap.start, gap.end)
                yield Finding("minor", probability(gap, whole=False), reason, repost=repost.whole(), original=span)

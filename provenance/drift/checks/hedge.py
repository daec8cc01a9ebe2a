"""Does the repost state as fact what the original only reports, or the other way round?

A word that keeps a statement at a distance ("alleged", "reportedly", "perhaps") must be answered by some
hedge, or by a reporting frame that the other side does not have. Source: factuality and hedging after
Saurí and Pustejovsky (2009), FactBank, and Hyland (1998); the MQM error type mistranslation.
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.drift.hedging import Hedge, unanswered
from provenance.drift.sides import sides
from provenance.values import Finding, Link


def find(link: Link) -> Iterator[Finding]:
    """Hedges of one side that nothing on the other side answers."""
    original, repost = sides(link)
    for hedge in unanswered(original, repost):
        there = repost.words[hedge.answer]
        yield Finding(
            severity="major",
            probability=_probability(hedge),
            reason=f"{original.subject} keeps its distance with “{hedge.cue.text}”; "
            f"{repost.label} states it as a fact.",
            repost=repost.span(there.start - repost.start, there.end - repost.start),
            original=original.span(hedge.cue.start, hedge.end),
        )
    for hedge in unanswered(repost, original):
        there = original.words[hedge.answer]
        yield Finding(
            severity="minor",
            probability=_probability(hedge),
            reason=f"{repost.subject} adds “{hedge.cue.text}”; {original.label} states it as a fact.",
            repost=repost.span(hedge.cue.start, hedge.end),
            original=original.span(there.start - original.start, there.end - original.start),
        )


def _probability(hedge: Hedge) -> float:
    return {"status": 0.7, "possibility": 0.6, "might": 0.5}[hedge.kind]

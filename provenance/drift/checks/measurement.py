"""Does a quantity keep its unit or currency, unless it was converted?

The same figure in another unit is another quantity ("10 km" and "10 miles"); another figure in another
unit may be a conversion and is the number check's to judge.

Source: MQM core typology, "Accuracy / Mistranslation / Unit conversion" (https://themqm.org).
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.drift.measures import Measure, measures
from provenance.drift.sides import Side, sides
from provenance.values import Finding, Link

CHANGED = 0.8


def find(link: Link) -> Iterator[Finding]:
    """Figures that kept their value and changed their unit."""
    original, repost = sides(link)
    here, there = measures(original.text, original.language), measures(repost.text, repost.language)
    known_here, known_there = {one.unit for one in here}, {one.unit for one in there}
    for mine in here:
        if mine.unit in known_there:
            continue
        for theirs in there:
            if theirs.unit not in known_here and set(mine.values) & set(theirs.values) and _same_kind(mine, theirs):
                yield _changed(original, repost, mine, theirs)
                break


def _same_kind(mine: Measure, theirs: Measure) -> bool:
    return mine.kind == theirs.kind


def _changed(original: Side, repost: Side, mine: Measure, theirs: Measure) -> Finding:
    here, there = original.span(mine.start, mine.end), repost.span(theirs.start, theirs.end)
    reason = (
        f"{original.subject} counts in {mine.unit} (“{here.quote}”), {repost.label} in {theirs.unit} (“{there.quote}”)."
    )
    return Finding("major", CHANGED, reason, repost=there, original=here)

"""Is a word of the repost one that nothing in the original could mean?

Where the checker read the link: a content word, or a run of them, that it holds for wrong and that the
word aligner supports by neither lexicon, vectors nor spelling. Without the checker the question stays open.

Source: MQM core typology, "Accuracy / Mistranslation" (https://themqm.org).
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.drift.doubtful import doubtful_stretches, lost_stretches
from provenance.drift.sides import sides
from provenance.values import Finding, Link

#: A word needs to be this doubtful to change the story.
_SURE = 0.9


def find(link: Link) -> Iterator[Finding]:
    """Stretches of the repost that the checker holds for wrong."""
    if not link.wrong:
        return
    original, repost = sides(link)
    added = lost_stretches(repost, link.wrong, link.repost_support)
    for stretch in doubtful_stretches(repost, link.wrong, link.repost_support):
        if stretch in added:
            continue
        span = repost.span(stretch.start, stretch.end)
        places = original.words
        here = [places[j] for j in repost.counterparts(stretch.start, stretch.end)]
        source = None
        if here:
            source = original.span(here[0].start - original.start, here[0].end - original.start)
        meant = f" where {original.label} has “{source.quote}”" if source is not None else ""
        yield Finding(
            severity="major" if stretch.doubt >= _SURE else "minor",
            probability=min(0.95, stretch.doubt),
            reason=f"{repost.subject} says “{span.quote}”{meant}, which does not look like its meaning.",
            repost=span,
            original=source or original.whole(),
        )

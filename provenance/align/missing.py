"""A second look before a sentence is called missing: it may stand where the first reading did not look.

What a page shows beside its story (captions, boxes, lines taken for furniture) is read sentence by
sentence; a sentence of the other side that stands there was not left out, only lost in the reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from provenance.embed import Embedder
from provenance.segment import sentences
from provenance.values import STORY_KINDS, Article, Link, Sentence

#: A line this similar to a sentence says the same: between what renders a sentence and what resembles it.
LEAST_SAME = 0.5
#: More characters beside a story than this are a page of lists, and are not read.
MOST_CHARACTERS = 200_000
#: A shorter line is a button or a label.
_SHORTEST = 20


def without_lost(links: Sequence[Link], repost: Article, original: Article, embedder: Embedder) -> tuple[Link, ...]:
    """The links without those of one side only whose sentence stands unread on the other side's page."""
    lost = _lost([link for link in links if not link.repost], repost, embedder)
    lost |= _lost([link for link in links if not link.original], original, embedder)
    return tuple(link for link in links if id(link) not in lost)


def _lost(alone: Sequence[Link], page: Article, embedder: Embedder) -> set[int]:
    beside = list(_beside_the_story(page)) if alone else []
    if not beside:
        return set()
    asked = embedder.encode([" ".join(one.text for one in _side(link)) for link in alone])
    nearest = (asked @ embedder.encode(beside).T).max(axis=1)
    return {id(alone[number]) for number in np.flatnonzero(nearest >= LEAST_SAME).tolist()}


def _side(link: Link) -> tuple[Sentence, ...]:
    return link.original or link.repost


def _beside_the_story(page: Article) -> Iterator[str]:
    told = [passage.text for passage in page.passages if passage.kind not in STORY_KINDS]
    room = MOST_CHARACTERS
    for line in (*told, *page.left_out):
        room -= len(line)
        if room < 0:
            return
        yield from (one.text for one in sentences(line, page.language) if len(one.text) >= _SHORTEST)

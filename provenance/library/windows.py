"""Which texts of an article are embedded: one a story passage, several where a passage is very long."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.language import has_letters
from provenance.values import STORY_KINDS, Passage

#: A window ends before it has more sentences, or more characters, than this.
SENTENCES = 6
CHARACTERS = 1500
#: A passage with fewer letters than this says nothing that could be found again.
FEWEST_LETTERS = 4


def windows(passage: Passage) -> Iterator[str]:
    """The texts to embed for a passage: none for furniture and credits, usually one, else its windows."""
    if passage.kind not in STORY_KINDS or not has_letters(passage.text[:CHARACTERS], FEWEST_LETTERS):
        return
    if len(passage.text) <= CHARACTERS and len(passage.sentences) <= SENTENCES:
        yield passage.text
        return
    first = None
    count = end = 0
    for sentence in passage.sentences:
        if first is not None and (count == SENTENCES or sentence.end - first > CHARACTERS):
            yield passage.text[first - passage.start : end - passage.start]
            first = None
        if first is None:
            first, count = sentence.start, 0
        count, end = count + 1, sentence.end
    yield passage.text if first is None else passage.text[first - passage.start : end - passage.start]

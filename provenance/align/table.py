"""The sentences of an article with the vectors of their groups, as alignment needs them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from provenance.embed import Embedder, Vectors
from provenance.embed.static import StaticEmbedder, unit_rows
from provenance.values import Article, Passage, Sentence

#: Sentences that one link may hold on a side.
LONGEST_GROUP = 3


class SentenceTable:
    """The sentences of an article's story and the vectors of every group of up to three neighbours."""

    def __init__(self, article: Article, passages: Sequence[Passage], embedder: Embedder) -> None:
        self.article = article
        self.passages = tuple(passages)
        self.sentences: tuple[Sentence, ...] = tuple(s for passage in passages for s in passage.sentences)
        self.passage_of: tuple[int, ...] = tuple(
            number for number, passage in enumerate(passages) for _ in passage.sentences
        )
        self._row: dict[tuple[int, int], int] = {}
        bounds: list[tuple[int, int]] = []
        for size in range(1, LONGEST_GROUP + 1):
            for first in range(len(self.sentences) - size + 1):
                self._row[first, size] = len(bounds)
                bounds.append((self.sentences[first].start, self.sentences[first + size - 1].end))
        self.lengths = np.log2(np.array([max(1, end - start) for start, end in bounds] or [1], np.float32))
        if isinstance(embedder, StaticEmbedder):
            self.vectors: Vectors = _joined(embedder.sums([sentence.text for sentence in self.sentences]))
        else:
            self.vectors = embedder.encode([article.text[start:end] for start, end in bounds])

    def groups(self, first: int, last: int, size: int) -> Vectors:
        """The vectors (last - first - size + 1, d) of all groups of `size` inside sentences first..last."""
        return self.vectors[self.rows(first, last, size)]

    def rows(self, first: int, last: int, size: int) -> slice:
        """Where the groups of `size` inside sentences first..last stand in `vectors` and `lengths`."""
        count = last - first - size + 1
        if count <= 0:
            return slice(0, 0)
        start = self._row[first, size]
        return slice(start, start + count)


def _joined(sums: Vectors) -> Vectors:
    """Unit vectors of every group, from the sums of the sentences' word pieces: each is read only once."""
    sizes = [
        sum(sums[start : len(sums) - size + 1 + start] for start in range(size))
        for size in range(1, min(LONGEST_GROUP, len(sums)) + 1)
    ]
    return unit_rows(np.concatenate(sizes) if sizes else sums)

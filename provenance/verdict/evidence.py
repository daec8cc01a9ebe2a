"""What speaks for a candidate: how well it renders each sentence of the repost, by two measures.

The similarity of a link blurs what single words say, so each link is also read word piece by word
piece: how much of either side finds its counterpart on the other.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.align.sentences import align
from provenance.align.table import SentenceTable
from provenance.likeness import Likeness, PieceTable
from provenance.values import Alignment, Article, Link, Passage

Numbers = npt.NDArray[np.float64]
#: The share of a text that a source of it must have told well.
BEST_PART = 0.25


@dataclass(frozen=True, slots=True)
class Aligned:
    """A candidate original and its alignment with the repost.

    `coverages` holds for each link the share of both sides' word pieces that find a counterpart, about
    -0.2..1; 0 where a side is empty.
    """

    original: Article
    alignment: Alignment
    coverages: tuple[float, ...]


class Witness:
    """Aligns candidates with one repost and measures their links; it reads each sentence once.

    Args:
        table: the repost's sentences.
        likeness: compares word pieces; None where the embedder has none, and links count by similarity alone.
    """

    def __init__(self, table: SentenceTable, likeness: Likeness | None) -> None:
        self._table, self._likeness = table, likeness
        self._pieces: dict[tuple[str, int, int], PieceTable] = {}

    def align(self, original: SentenceTable, *, known: bool = False) -> Aligned:
        """The alignment with one candidate, or with what is `known` to be the original."""
        alignment = align(self._table, original, known=known)
        coverages = tuple(self._coverage(link, original.article) for link in alignment.links)
        return Aligned(original.article, alignment, coverages)

    def _coverage(self, link: Link, original: Article) -> float:
        if not link.repost or not link.original or self._likeness is None:
            return link.similarity
        ours = self._read(self._table.article, link.repost[0].start, link.repost[-1].end)
        theirs = self._read(original, link.original[0].start, link.original[-1].end)
        if not ours.mass > 0 or not theirs.mass > 0:
            return link.similarity
        there, back = self._likeness.coverage(ours, [theirs])
        return float(there[0] + back[0]) / 2

    def _read(self, article: Article, start: int, end: int) -> PieceTable:
        key = article.id if article is not self._table.article else "", start, end
        if key not in self._pieces and self._likeness is not None:
            self._pieces[key] = self._likeness.pieces([article.text[start:end]])[0]
        return self._pieces[key]


@dataclass(frozen=True, slots=True, eq=False)
class Rendering:
    """How one candidate renders the sentences (n,) of a repost's story, in order.

    `similarities` and `coverages` are 0 for a sentence without a counterpart; `passages` holds the
    index of each sentence's passage, `lengths` its characters.
    """

    similarities: Numbers
    coverages: Numbers
    passages: npt.NDArray[np.int64]
    lengths: Numbers

    def of_passage(self, index: int) -> tuple[float, float]:
        """Similarity and coverage of one passage, by length."""
        here = self.passages == index
        return _mean(self.similarities, self.lengths * here), _mean(self.coverages, self.lengths * here)

    def only(self, passages: Collection[int]) -> Rendering:
        """The same for some of the passages."""
        here = np.isin(self.passages, list(passages))
        return Rendering(self.similarities[here], self.coverages[here], self.passages[here], self.lengths[here])


def rendering(candidate: Aligned, story: Sequence[Passage]) -> Rendering:
    """How a candidate renders the sentences of these passages."""
    sentences = [(passage.index, sentence) for passage in story for sentence in passage.sentences]
    row = {sentence.start: number for number, (_, sentence) in enumerate(sentences)}
    similarities, coverages = np.zeros(len(sentences)), np.zeros(len(sentences))
    for link, coverage in zip(candidate.alignment.links, candidate.coverages, strict=True):
        for sentence in link.repost if link.original else ():
            if sentence.start in row:
                similarities[row[sentence.start]] = link.similarity
                coverages[row[sentence.start]] = coverage
    return Rendering(
        similarities,
        coverages,
        np.array([index for index, _ in sentences], np.int64),
        np.array([float(len(sentence.text)) for _, sentence in sentences]),
    )


def told(repost: Article) -> tuple[Passage, ...]:
    """The passages that an article is judged by: its story without headings, unless it has nothing else."""
    return tuple(passage for passage in repost.story if passage.kind != "heading") or repost.story


def best_part(one: Rendering) -> tuple[float, float]:
    """Similarity and coverage over the part of the text (by length) that a candidate renders best.

    A part, because a repost may draw on several originals or add text of its own.
    """
    order = np.argsort(-(one.similarities + one.coverages), kind="stable")
    room = one.lengths.sum() * BEST_PART
    before = np.concatenate(([0.0], np.cumsum(one.lengths[order])))[:-1]
    weights = np.zeros(len(order))
    weights[order] = np.clip(room - before, 0, one.lengths[order])
    return _mean(one.similarities, weights), _mean(one.coverages, weights)


def whole(one: Rendering) -> tuple[float, float]:
    """Similarity and coverage over all of the text, by length."""
    return _mean(one.similarities, one.lengths), _mean(one.coverages, one.lengths)


def _mean(values: Numbers, weights: Numbers) -> float:
    total = float(weights.sum())
    return float(values @ weights) / total if total else 0.0

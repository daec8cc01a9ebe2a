"""How like two texts are, word piece by word piece: what tells a translation from its neighbours.

The cosine of two mean vectors blurs what each word says. Among the nearest texts of a search, each
word piece therefore looks for its best counterpart on the other side (late interaction, as in Khattab
& Zaharia 2020, ColBERT, here in both directions). Texts of unlike length lose, and a piece that many of
the found texts hold says little about any of them (inverse document frequency, Sparck Jones 1972).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.embed import Embedder, Vectors
from provenance.embed.static import StaticEmbedder

#: How many of the nearest texts are looked at piece by piece.
SHORTLIST = 32
#: Weight of the pieces' coverage beside the cosine, and of the difference in length (natural logarithm).
COVERAGE_WEIGHT, LENGTH_WEIGHT = 2.0, 0.2
#: A piece's say grows with the length of its vector, which training made the larger the more it tells.
_SAY = 1.5
#: Pieces of one text that are compared, so that a page without paragraphs cannot fill the memory.
_MOST_PIECES = 512

Scores = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class PieceTable:
    """The word pieces of one text: ids (n,), their say (n,), summing to 1, and the mass of the text.

    The vectors are looked up when they are compared: a large pool of texts stays small in memory.
    """

    ids: Ids
    say: Scores
    mass: float


class Likeness:
    """Compares texts by their word pieces.

    Args:
        embedder: the static model whose pieces are compared.
    """

    def __init__(self, embedder: StaticEmbedder) -> None:
        self._embedder = embedder

    def pieces(self, texts: Sequence[str]) -> list[PieceTable]:
        """The pieces of each text."""
        encoded = self._embedder.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [self._table(np.asarray(one.ids[:_MOST_PIECES], np.int32)) for one in encoded]

    def _table(self, ids: Ids) -> PieceTable:
        norms = np.linalg.norm(self._embedder.piece_vectors(ids), axis=1)
        say = norms**_SAY
        total = float(say.sum())
        # The root keeps this length the same in every language, whatever its words weigh.
        return PieceTable(ids, say / total if total else say, float(np.sqrt(norms).sum()))

    def _directions(self, ids: Ids) -> Vectors:
        vectors = self._embedder.piece_vectors(ids)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, norms, out=vectors, where=norms > 0)
        return vectors

    def scores(self, text: PieceTable, others: Sequence[PieceTable], cosines: npt.ArrayLike) -> Scores:
        """A score for each of `others`, higher is more like; comparable for one `text` and one search only.

        Args:
            text: what is asked for.
            others: what was found, k texts.
            cosines: their cosine similarities (k,).
        """
        found = np.array(cosines, np.float32)
        some = [place for place, other in enumerate(others) if other.mass > 0]
        if not some or not text.mass > 0:
            return found
        empty = [place for place, other in enumerate(others) if not other.mass > 0]
        there, back = self._coverage(text, _Found.of([others[place] for place in some], rarity=True))
        unlike = np.abs(np.log([others[place].mass / text.mass for place in some]))
        found[some] += COVERAGE_WEIGHT / 2 * (there + back) - LENGTH_WEIGHT * unlike
        found[empty] -= COVERAGE_WEIGHT
        return found

    def ranked(self, text: PieceTable, cosines: npt.ArrayLike, table: Callable[[int], PieceTable]) -> Scores:
        """What a pool (n,) is ranked by: the nearest by `scores`, all above the rest, which keeps its order.

        Args:
            text: what is asked for.
            cosines: the cosine similarities of the whole pool (n,).
            table: the pieces of one text of the pool by its place; only the nearest are asked for.
        """
        ranked = np.array(cosines, np.float32)
        head = np.arange(len(ranked))
        if len(head) > SHORTLIST:
            head = np.argpartition(-ranked, SHORTLIST)[:SHORTLIST]
        again = self.scores(text, [table(int(place)) for place in head], ranked[head])
        ranked[head] = again - again.min(initial=0) + 1 + ranked.max(initial=0)
        return ranked

    def coverage(self, text: PieceTable, others: Sequence[PieceTable]) -> tuple[Scores, Scores]:
        """How much of `text` each of `others` (k > 0, none of them without pieces) covers, and the reverse.

        Returns:
            Mean of the pieces' best cosines on the other side by their say, (k,) each, -1..1.
        """
        return self._coverage(text, _Found.of(others, rarity=False))

    def _coverage(self, text: PieceTable, found: _Found) -> tuple[Scores, Scores]:
        # Texts that were found for one question share most of their pieces: each is multiplied once.
        similar = (self._directions(text.ids) @ self._directions(found.distinct).T)[:, found.places]
        there = text.say @ np.maximum.reduceat(similar, found.starts, axis=1)
        back = np.add.reduceat(similar.max(axis=0) * found.say, found.starts)
        return there, back


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The pieces of several texts one after the other, n in all.

    `distinct` are their ids once each, `places` (n,) where each piece stands there, `say` (n,) adds up to
    1 for each text, `starts` is where each text begins.
    """

    distinct: Ids
    places: npt.NDArray[np.intp]
    say: Scores
    starts: npt.NDArray[np.intp]

    @staticmethod
    def of(texts: Sequence[PieceTable], *, rarity: bool) -> _Found:
        """The pieces of `texts`; with `rarity`, those that many of the texts hold say less."""
        lengths = [len(one.ids) for one in texts]
        starts = np.cumsum([0, *lengths[:-1]])
        distinct, places = np.unique(np.concatenate([one.ids for one in texts]), return_inverse=True)
        say = np.concatenate([one.say for one in texts])
        if rarity:
            held = np.unique(places * len(texts) + np.repeat(np.arange(len(texts)), lengths)) // len(texts)
            say *= np.log((len(texts) + 1) / np.bincount(held))[places]
            say /= np.repeat(np.add.reduceat(say, starts), lengths)
        return _Found(distinct, places, say.astype(np.float32), starts)


def likeness_of(embedder: Embedder) -> Likeness | None:
    """What re-scores the findings of `embedder`; a model that reads texts as a whole needs none."""
    return Likeness(embedder) if isinstance(embedder, StaticEmbedder) else None

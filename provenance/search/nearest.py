"""The passages nearest to some texts: by meaning, and the nearest of these again word piece by word piece."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from provenance.embed import Embedder, Vectors
from provenance.library import OpenIndex
from provenance.library.windows import windows
from provenance.likeness import SHORTLIST, Likeness, likeness_of

#: Passages compared for all texts together, and the fewest for each: where many ask, each needs fewer.
MOST_COMPARED, FEWEST_COMPARED = 256, 8

#: A passage by the number of its index and its id.
_Place = tuple[int, int]
_Found = Sequence[tuple[_Place, float]]


@dataclass(frozen=True, slots=True)
class Near:
    """A passage near to a text: the number of its index, its article, and its score.

    Scores (higher is nearer) are comparable for one text only.
    """

    index: int
    article_id: str
    score: float


def nearest_passages(indexes: Sequence[OpenIndex], texts: Sequence[str], embedder: Embedder) -> list[list[Near]]:
    """The nearest passages of all indexes together, up to `SHORTLIST` for each text, best first.

    Raises:
        IndexBroken: an index is damaged.
        EmbedderError: the model failed.
    """
    vectors = embedder.encode(texts)
    k = max(FEWEST_COMPARED, min(SHORTLIST, MOST_COMPARED // max(1, len(texts))))
    found = _by_cosine(indexes, vectors, k)
    passages = {
        (number, id_): passage
        for number, index in enumerate(indexes)
        for id_, passage in index.passages({row for one in found for (home, row), _ in one if home == number}).items()
    }
    found = [[(place, cosine) for place, cosine in one if place in passages] for one in found]
    likeness = likeness_of(embedder)
    if likeness is not None:
        parts = {place: tuple(windows(passage)) or (passage.text,) for place, (_, passage) in passages.items()}
        found = _by_pieces(texts, vectors, found, parts, embedder, likeness)
    return [[Near(place[0], passages[place][0], score) for place, score in one] for one in found]


def _by_cosine(indexes: Sequence[OpenIndex], vectors: Vectors, k: int) -> list[list[tuple[_Place, float]]]:
    near = [index.nearest(vectors, k) for index in indexes]
    every = [
        [
            ((number, id_), cosine)
            for number, (ids, cosines) in enumerate(near)
            for id_, cosine in zip(ids[asked].tolist(), cosines[asked].tolist(), strict=True)
            if id_ >= 0
        ]
        for asked in range(len(vectors))
    ]
    return [_best_first(one)[:k] for one in every]


def _by_pieces(
    texts: Sequence[str],
    vectors: Vectors,
    found: Sequence[_Found],
    parts: Mapping[_Place, Sequence[str]],
    embedder: Embedder,
    likeness: Likeness,
) -> list[list[tuple[_Place, float]]]:
    """What was found for each text, by its likeness in place of the cosine; every passage is read once."""
    several = [part for one in parts.values() if len(one) > 1 for part in one]
    known = dict(zip(several, embedder.encode(several), strict=True))
    compared = [
        [_part_found(parts[place], vector, known) for place, _ in one]
        for one, vector in zip(found, vectors, strict=True)
    ]
    read = list(dict.fromkeys(part for one in compared for part in one))
    tables = dict(zip(read, likeness.pieces(read), strict=True))
    again = []
    for asked, one, chosen in zip(likeness.pieces(texts), found, compared, strict=True):
        scores = likeness.scores(asked, [tables[part] for part in chosen], [cosine for _, cosine in one])
        again.append(_best_first(zip([place for place, _ in one], scores.tolist(), strict=True)))
    return again


def _part_found(parts: Sequence[str], vector: Vectors, known: Mapping[str, Vectors]) -> str:
    """Of a long passage, the part that stood nearest to the vector of the text."""
    return parts[0] if len(parts) == 1 else max(parts, key=lambda part: float(known[part] @ vector))


def _best_first(found: Iterable[tuple[_Place, float]]) -> list[tuple[_Place, float]]:
    return sorted(found, key=lambda one: -one[1])

"""Where one sentence comes from: the nearest sentences of an index, with the articles that they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from provenance.embed import Embedder, Vectors
from provenance.library import OpenIndex
from provenance.library.terms import telling_terms
from provenance.likeness import likeness_of
from provenance.values import Article, Passage, Sentence

#: Passages looked at, by meaning and by names and numbers each.
NEIGHBOURS = 32


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of an original like the one asked for; `similarity` is the cosine of their vectors, -1..1."""

    index: str
    article: Article
    passage: Passage
    sentence: Sentence
    similarity: float


def find_sentence(text: str, indexes: Iterable[OpenIndex], embedder: Embedder, limit: int) -> tuple[Place, ...]:
    """The places of the originals that say most nearly what `text` says, best first, one for each article.

    They are ranked as articles are searched: by meaning, the nearest again word piece by word piece.

    Raises:
        IndexBroken: an index is damaged.
        EmbedderError: the model failed.
    """
    vector = embedder.encode([text])
    places = [
        (index.name, article, passage, sentence)
        for index in indexes
        for article, passage in _passages(text, vector, index)
        for sentence in passage.sentences
    ]
    cosines = embedder.encode([sentence.text for *_, sentence in places]) @ vector[0]
    found: dict[tuple[str, str], Place] = {}
    for at in np.argsort(-_scores(text, [sentence.text for *_, sentence in places], cosines, embedder), kind="stable"):
        name, article, passage, sentence = places[at]
        found.setdefault((name, article.id), Place(name, article, passage, sentence, float(cosines[at])))
    return tuple(found.values())[:limit]


def _scores(text: str, sentences: Sequence[str], cosines: Vectors, embedder: Embedder) -> Vectors:
    """What the sentences are ranked by: their cosines, the nearest of them also by their word pieces."""
    likeness = likeness_of(embedder)
    if likeness is None:
        return cosines
    asked, *_ = likeness.pieces([text])
    return likeness.ranked(asked, cosines, lambda place: likeness.pieces([sentences[place]])[0])


def _passages(text: str, vector: np.ndarray, index: OpenIndex) -> Iterable[tuple[Article, Passage]]:
    near = index.nearest(vector, NEIGHBOURS)[0][0].tolist()
    named = [row for row, _ in index.lexical(telling_terms(text), NEIGHBOURS)]
    rows = index.passage_rows(dict.fromkeys((*near, *named)))
    articles = {article.id: article for article in index.articles(list(dict.fromkeys(row.article_id for row in rows)))}
    for row in rows:
        article = articles[row.article_id]
        yield article, article.passages[row.index]

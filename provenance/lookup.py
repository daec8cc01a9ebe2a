"""Where one sentence comes from: the nearest sentences of an index, with the articles that they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from provenance.embed import Embedder
from provenance.library import OpenIndex
from provenance.library.terms import telling_terms
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

    Raises:
        IndexBroken: an index is damaged.
        EmbedderError: the model failed.
    """
    vector = embedder.encode([text])
    best: dict[tuple[str, str], Place] = {}
    for index in indexes:
        passages = list(_passages(text, vector, index))
        sentences = [(article, passage, one) for article, passage in passages for one in passage.sentences]
        if not sentences:
            continue
        similar = embedder.encode([one.text for _, _, one in sentences]) @ vector[0]
        for (article, passage, sentence), similarity in zip(sentences, similar.tolist(), strict=True):
            key = index.name, article.id
            if key not in best or best[key].similarity < similarity:
                best[key] = Place(index.name, article, passage, sentence, similarity)
    return tuple(sorted(best.values(), key=lambda place: -place.similarity)[:limit])


def _passages(text: str, vector: np.ndarray, index: OpenIndex) -> Iterable[tuple[Article, Passage]]:
    near = index.nearest(vector, NEIGHBOURS)[0][0].tolist()
    named = [row for row, _ in index.lexical(telling_terms(text), NEIGHBOURS)]
    rows = index.passage_rows(dict.fromkeys((*near, *named)))
    articles = {article.id: article for article in index.articles(list(dict.fromkeys(row.article_id for row in rows)))}
    for row in rows:
        article = articles[row.article_id]
        yield article, article.passages[row.index]

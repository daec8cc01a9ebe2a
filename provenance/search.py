"""Which articles of an index a repost may come from: its passages vote.

Each passage asks for its nearest originals, by meaning and by the rare names and numbers that it
holds; what stands out from the passage's own background becomes a vote for the article. The few best
articles are then aligned with the whole repost, and that decides.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.embed import Vectors
from provenance.library import OpenIndex
from provenance.library.reader import damaged
from provenance.outlet import same_host, same_outlet
from provenance.values import Article, Credit, Passage

#: Nearest passages asked for by each passage of the repost.
NEIGHBOURS = 24
#: Articles handed on to alignment: the fewer passages can vote, the more are looked at.
FEWEST_CANDIDATES, MOST_CANDIDATES, CANDIDATES_BY_PASSAGES = 6, 18, 48
#: Weight of the lexical signal beside the similarity margin, whose useful range is about as wide.
LEXICAL_WEIGHT = 0.12
#: The BM25 score that earns half of that weight: about one rare name.
LEXICAL_HALF = 8.0
#: What an article of the credited outlet gains, as a factor.
CREDIT_FACTOR = 1.1
#: Terms of one passage asked of the full-text index.
MOST_TERMS = 12

_NAME_OR_NUMBER = re.compile(r"\d[\d.,]*\d|\d+|\b[^\W\d_]\w+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article of the index and the weight of the votes for it (higher is better, 0 is none)."""

    article: Article
    votes: float


def find_candidates(
    index: OpenIndex,
    passages: Sequence[Passage],
    vectors: Vectors,
    *,
    credit: Credit | None = None,
    limit: int | None = None,
) -> tuple[Candidate, ...]:
    """The articles that most of the repost points to, best first.

    Args:
        index: what is searched.
        passages: the repost's story passages.
        vectors: their unit vectors (len(passages), d).
        credit: the repost's printed credit, if any; articles of that outlet are raised.
        limit: how many articles to return; by the number of passages where None.
    """
    if not passages:
        return ()
    if limit is None:
        limit = min(MOST_CANDIDATES, max(FEWEST_CANDIDATES, CANDIDATES_BY_PASSAGES // len(passages)))
    ids, similarities = index.nearest(vectors, NEIGHBOURS)
    votes: dict[str, float] = defaultdict(float)
    for passage, near, similar in zip(passages, ids, similarities, strict=True):
        for article_id, vote in _votes_of(index, passage, near, similar).items():
            votes[article_id] += vote * _weight(passage)
    best = [article_id for article_id, _ in sorted(votes.items(), key=lambda item: -item[1])[: 2 * limit]]
    candidates = [
        Candidate(
            article,
            votes[article.id]
            * (CREDIT_FACTOR if credit and credit_names(credit, article.outlet, article.url) else 1.0),
        )
        for article in _articles(index, best)
    ]
    return tuple(sorted(candidates, key=lambda candidate: -candidate.votes)[:limit])


def _articles(index: OpenIndex, ids: Sequence[str]) -> list[Article]:
    try:
        return index.articles(ids)
    except KeyError as error:
        # The index named these ids itself a moment ago.
        raise damaged(index.name) from error


def credit_names(credit: Credit, outlet: str | None, url: str | None) -> bool:
    """Whether a printed credit, or the link behind it, means this outlet or the site of this address."""
    return same_host(credit.url, url) or same_outlet(credit.outlet, outlet, url)


def _weight(passage: Passage) -> float:
    """Longer passages say more, with diminishing returns: 1.0 at about forty words."""
    return min(1.5, math.sqrt(len(passage.text) / 240))


def _votes_of(
    index: OpenIndex, passage: Passage, near: npt.NDArray[np.int64], similar: npt.NDArray[np.float32]
) -> dict[str, float]:
    found = near >= 0
    scores = dict(zip(near[found].tolist(), similar[found].tolist(), strict=True))
    background = float(np.median(similar[found])) if len(scores) >= NEIGHBOURS else 0.2
    margins = {row: max(0.0, score - background) for row, score in scores.items()}
    for row, score in index.lexical(rare_terms(passage.text), NEIGHBOURS):
        margins[row] = margins.get(row, 0.0) + LEXICAL_WEIGHT * score / (score + LEXICAL_HALF)
    best: dict[str, float] = {}
    for place in index.passage_rows(list(margins)):
        best[place.article_id] = max(best.get(place.article_id, 0.0), margins[place.id])
    return best


def rare_terms(text: str) -> list[str]:
    """Names and numbers of a passage, most telling first: numbers, then capitalised words, longest first."""
    seen: dict[str, int] = {}
    for match in _NAME_OR_NUMBER.finditer(text):
        word = match.group()
        if word[0].isdigit():
            seen.setdefault(word, 100 + len(word))
        elif word[0].isupper() and len(word) > 2:
            at_start = match.start() == 0 or text[: match.start()].rstrip()[-1:] in ".!?:"
            seen.setdefault(word, len(word) - (8 if at_start else 0))
    return sorted(seen, key=lambda word: -seen[word])[:MOST_TERMS]

"""Which articles of the indexes a repost may come from: its passages vote.

Each passage asks for its nearest originals (nearest.py); what stands out from the passage's own background
becomes a vote for the article. Rare names and numbers propose articles of their own, which get a few
places whatever their votes: mixed into the votes they push out more originals than they find. The few
best articles are then aligned with the whole repost, and that decides.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from provenance.embed import Embedder
from provenance.library import OpenIndex
from provenance.library.reader import damaged
from provenance.library.terms import telling_terms
from provenance.library.windows import windows
from provenance.outlet import names_in, same_host, same_outlet
from provenance.search.nearest import Near, nearest_passages
from provenance.values import Article, Credit, Passage

#: Articles handed on to alignment: the fewer passages can vote, the more are looked at.
FEWEST_CANDIDATES, MOST_CANDIDATES, CANDIDATES_BY_PASSAGES = 6, 18, 48
#: One place in so many is kept for articles that rare names and numbers point to.
NAMED_PLACES = 6
#: Passages that ask by names and numbers (those that stand out least by meaning need it most), and for how many each.
MOST_NAMED, NAMED = 6, 24
#: What an article of the credited outlet gains, as a factor.
CREDIT_FACTOR = 1.25

#: An article by the number of its index and its id.
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article, the index that holds it, and the weight of the votes for it (higher is better, 0 is none)."""

    article: Article
    index: OpenIndex
    votes: float


def find_candidates(
    indexes: Sequence[OpenIndex],
    passages: Sequence[Passage],
    embedder: Embedder,
    *,
    credit: Credit | None = None,
    limit: int | None = None,
) -> tuple[Candidate, ...]:
    """The articles that most of the repost points to, best first.

    Args:
        indexes: what is searched, all made with `embedder`.
        passages: the repost's story passages.
        embedder: gives the passages their vectors.
        credit: the repost's printed credit, if any; articles of that outlet are raised.
        limit: how many articles to return; by the number of passages where None.
    """
    asked = [text for passage in passages for text in windows(passage)]
    if not asked or not indexes:
        return ()
    if limit is None:
        limit = min(MOST_CANDIDATES, max(FEWEST_CANDIDATES, CANDIDATES_BY_PASSAGES // len(asked)))
    votes, leads = _votes_by_meaning(indexes, asked, embedder)
    votes = _raise_credited(indexes, votes, credit, 2 * limit)
    least = [asked[place] for place in np.argsort(leads, kind="stable")[:MOST_NAMED].tolist()]
    named = _votes_by_name(indexes, least)
    chosen = _fill_places(votes, named, limit)
    articles = _articles(indexes, chosen)
    return tuple(Candidate(articles[key], indexes[key[0]], votes.get(key, 0.0)) for key in chosen)


def credit_names(credit: Credit, outlet: str | None, url: str | None) -> bool:
    """Whether a printed credit, or the link behind it, means this outlet or the site of this address.

    A credit may name several.
    """
    return same_host(credit.url, url) or any(same_outlet(name, outlet, url) for name in names_in(credit.outlet))


def _votes_by_meaning(
    indexes: Sequence[OpenIndex], asked: Sequence[str], embedder: Embedder
) -> tuple[dict[Key, float], list[float]]:
    """The votes of every text for articles, and how far each text's best article stands out."""
    votes: dict[Key, float] = defaultdict(float)
    leads = []
    for text, found in zip(asked, nearest_passages(indexes, asked, embedder), strict=True):
        best = _best_margins(found)
        leads.append(max(best.values(), default=0.0))
        for key, margin in best.items():
            votes[key] += margin * _weight(text)
    return votes, leads


def _best_margins(found: Sequence[Near]) -> dict[Key, float]:
    """For each article, how far its best passage stands out from the background of all that were found."""
    if not found:
        return {}
    background = float(np.median([one.score for one in found]))
    best: dict[Key, float] = {}
    for one in found:
        best.setdefault((one.index, one.article_id), max(0.0, one.score - background))
    return best


def _weight(text: str) -> float:
    """Longer passages say more, with diminishing returns: 1.0 at about forty words."""
    return min(1.5, math.sqrt(len(text) / 240))


def _raise_credited(
    indexes: Sequence[OpenIndex], votes: Mapping[Key, float], credit: Credit | None, most: int
) -> dict[Key, float]:
    """The best `most` articles, those of the credited outlet raised, best first."""
    best = sorted(votes.items(), key=lambda item: -item[1])[:most]
    if credit is not None:
        articles = _articles(indexes, [key for key, _ in best])
        named = {key for key, one in articles.items() if credit_names(credit, one.outlet, one.url)}
        best = [(key, value * CREDIT_FACTOR if key in named else value) for key, value in best]
    return dict(sorted(best, key=lambda item: -item[1]))


def _votes_by_name(indexes: Sequence[OpenIndex], asked: Sequence[str]) -> dict[Key, float]:
    votes: dict[Key, float] = defaultdict(float)
    for number, index in enumerate(indexes):
        for text in asked:
            scores = dict(index.lexical(telling_terms(text), NAMED))
            best: dict[str, float] = {}
            for row in index.passage_rows(list(scores)):
                best[row.article_id] = max(best.get(row.article_id, 0.0), scores[row.id])
            for article_id, score in best.items():
                votes[number, article_id] += score
    return votes


def _fill_places(votes: Mapping[Key, float], named: Mapping[Key, float], limit: int) -> list[Key]:
    """The best by meaning, but the last places for the best by name that are not among them."""
    by_name = sorted(named, key=lambda key: -named[key])
    kept = max(1, limit // NAMED_PLACES)
    chosen = list(votes)[: limit - kept]
    chosen += [key for key in by_name if key not in chosen][:kept]
    return list(dict.fromkeys((*chosen, *votes)))[:limit]


def _articles(indexes: Sequence[OpenIndex], keys: Sequence[Key]) -> dict[Key, Article]:
    return dict(_loaded(indexes, keys))


def _loaded(indexes: Sequence[OpenIndex], keys: Sequence[Key]) -> Iterator[tuple[Key, Article]]:
    for number, index in enumerate(indexes):
        ids = [id_ for home, id_ in keys if home == number]
        try:
            yield from zip([(number, id_) for id_ in ids], index.articles(ids), strict=True)
        except KeyError as error:
            # The index named these ids itself a moment ago.
            raise damaged(index.name) from error

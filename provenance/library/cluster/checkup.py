"""Whether what the two servers hold fits together; everything is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np

from provenance.errors import IndexBroken
from provenance.library.cluster.overview import reading
from provenance.library.cluster.reader import WINDOWS_MOST
from provenance.library.cluster.settings import Cluster
from provenance.library.cluster.state import Live
from provenance.library.records import load_articles
from provenance.library.rows import passage_hash
from provenance.library.windows import windows

_ARTICLES = 200
#: float16 keeps about three decimal digits.
_UNIT = 0.01


def verify(folder: Path, settings: Cluster) -> list[str]:
    """Say what is wrong and what helps; an empty list where nothing is.

    Raises:
        IndexAway: a server does not answer.
        IndexMissing: nothing went live yet.
    """
    try:
        with reading(folder, settings) as live:
            restore = f"restore a backup, or run `provenance index rebuild {folder.name}` with its sources"
            embed = f"run `provenance index compact {folder.name} --embed`"
            found = [f"{problem}; {restore}" for problem in chain(_counts(live), _texts(live))]
            return found + [f"{problem}; {embed}" for problem in _vectors(live)]
    except IndexBroken as error:
        return [str(error)]


def _counts(live: Live) -> Iterator[str]:
    for table in ("articles", "passages"):
        (count,) = live.tables.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - constants
        if count != getattr(live.state, table):
            yield f"PostgreSQL holds {count} {table} instead of {getattr(live.state, table)}"


def _texts(live: Live) -> Iterator[str]:
    for some in _numbers(live):
        digests = dict(
            live.tables.execute(
                "SELECT number, sha256 FROM articles WHERE number >= ? AND number <= ?", (some[0], some[-1])
            )
        )
        hashes = live.tables.execute(
            'SELECT article, start, "end", hash FROM passages WHERE article >= ? AND article <= ?', (some[0], some[-1])
        ).fetchall()
        articles = load_articles(live.tables, some)
        for number, article in articles.items():
            if hashlib.sha256(article.text.encode()).hexdigest() != digests[number]:
                yield f"the text of article {article.id!r} was changed"
        for number, start, end, digest in hashes:
            if number in articles and passage_hash(articles[number].text[start:end]) != digest:
                yield f"a passage of article {articles[number].id!r} was changed"


def _vectors(live: Live) -> Iterator[str]:
    if (held := live.vectors.count()) != live.state.vectors:
        yield f"Milvus holds {held} vectors instead of {live.state.vectors}"
    for some in _numbers(live):
        articles = load_articles(live.tables, some)
        firsts = dict(
            live.tables.execute(
                "SELECT number, first_passage FROM articles WHERE number >= ? AND number <= ?", (some[0], some[-1])
            )
        )
        for number, article in articles.items():
            first = firsts[number]
            wanted = [
                (first + place) * WINDOWS_MOST + window
                for place, passage in enumerate(article.passages)
                for window, _ in enumerate(windows(passage))
            ]
            found = dict(live.vectors.vectors(first * WINDOWS_MOST, (first + len(article.passages)) * WINDOWS_MOST))
            if sorted(found) != wanted:
                yield f"the vectors of article {article.id!r} are not those of its passages"
            norms = [float(np.linalg.norm(vector)) for vector in found.values()]
            if any(norm and abs(norm - 1) > _UNIT for norm in norms):
                yield f"a vector of article {article.id!r} does not have length 1"


def _numbers(live: Live) -> Iterator[list[int]]:
    """The numbers of all articles, in order, some at a time."""
    last = 0
    while True:
        rows = live.tables.execute(
            f"SELECT number FROM articles WHERE number > ? ORDER BY number LIMIT {_ARTICLES}",  # noqa: S608
            (last,),
        ).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield [row[0] for row in rows]

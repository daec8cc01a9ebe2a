"""An open index on a cluster. Several threads may share it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.embed import Embedder
from provenance.errors import IndexBusy
from provenance.index import Nearest, Queries
from provenance.index.milvus import clipped
from provenance.library import schema
from provenance.library.cluster import lexical
from provenance.library.cluster.settings import Cluster
from provenance.library.cluster.state import Live, open_live, read_state, registered
from provenance.library.opening import same_embedder
from provenance.library.parts import OpenPart, OpenParts
from provenance.library.ranges import Ranges
from provenance.library.reader import WINDOWS_ASKED, OpenIndex, once_each
from provenance.library.scope import Scope
from provenance.values import Article

#: A passage's vectors stand under its id times this, and the numbers behind it: more texts than a passage has.
WINDOWS_MOST = 1 << 16
#: Vectors asked for each one wanted where some of those found are not live.
_SPARE = 8
#: Behind a date as far as it is written, everything that begins with it; dates hold no such sign.
_LAST = "~"


class ClusterPart(OpenPart):
    """All that an index on a cluster holds, as one part. Its vectors stay where they are."""

    def __init__(self, live: Live, folder: Path) -> None:
        (self.known,) = live.state.manifest(live.generation)[0].parts
        self.live = live
        self.folder = folder
        self.tables = live.tables
        self.several = schema.get_meta(live.tables, "several") == "yes"
        self.rows = np.zeros((0, live.state.dim), np.float16)
        self.owners = np.zeros(0, np.int64)
        self._search = None

    def vectors_of(self, number: int) -> list[npt.NDArray[np.float16]]:
        """The vectors of each passage of an article."""
        first, count = self.tables.execute(
            "SELECT first_passage, passages FROM articles WHERE number = ?", (number,)
        ).fetchone()
        rows: list[list[npt.NDArray[np.float32]]] = [[] for _ in range(count)]
        for id_, vector in self.live.vectors.vectors(first * WINDOWS_MOST, (first + count) * WINDOWS_MOST):
            rows[id_ // WINDOWS_MOST - first].append(vector)
        return [np.array(one, np.float16).reshape(len(one), self.live.state.dim) for one in rows]


class ClusterParts(OpenParts):
    """The one part of an index on a cluster."""

    def __init__(self, live: Live, folder: Path, stack: ExitStack) -> None:
        """Take over what `stack` closes."""
        self.part = ClusterPart(live, folder)
        self._parts = [self.part]
        self.removed = frozenset()
        self.gone = Ranges(())
        self._resources = stack


class ClusterIndex(OpenIndex):
    """The same answers as from a folder, asked of two servers; what is searched is narrowed by Milvus."""

    _parts: ClusterParts

    def is_current(self) -> bool:
        """Whether nothing went live since, from whichever machine.

        Raises:
            IndexAway: the server does not answer.
        """
        live = self._parts.part.live
        with self._reading():
            if registered(live.tables, live.tables.settings.collection) != live.generation:
                return False
            return read_state(live.tables).revision == live.state.revision

    def nearest(self, queries: Queries, k: int) -> Nearest:
        """The `k` most similar passages of each query, best first, as in a folder.

        Raises:
            IndexAway: a server does not answer.
        """
        part = self._parts.part
        wanted = k * WINDOWS_ASKED if part.several else k
        limits = expression(self._scope)
        # What stands in the way, where too little is left: the vectors of a change that is not live yet, or never was.
        known = f"id < {part.live.state.after_passage * WINDOWS_MOST}"
        for limit, spare in ((limits, 1), (f"{limits} and {known}" if limits else known, _SPARE)):
            ids, similarities = part.live.vectors.within(limit).nearest(queries, wanted * spare)
            ids = np.where(ids < 0, -1, ids // WINDOWS_MOST)
            live = self._live(ids)
            answer = once_each(np.where(live, ids, -1), similarities, k)
            if (live == (ids >= 0)).all() or (answer[0] >= 0).all():
                break
        return answer

    def _live(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which passages PostgreSQL knows."""
        with self._reading():
            rows = self._parts.part.tables.execute(
                "SELECT id FROM passages WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(np.unique(ids[ids >= 0]).tolist()),),
            ).fetchall()
        return np.isin(ids, [row[0] for row in rows])

    def articles(self, ids: Sequence[str]) -> list[Article]:
        """The articles of these ids, in their order.

        Raises:
            KeyError: one is not in the index.
            IndexBusy: one was there a moment ago.
            IndexAway: a server does not answer.
        """
        try:
            return super().articles(ids)
        except KeyError as error:
            live = self._parts.part.live
            if read_state(live.tables).revision == live.state.revision:
                raise
            raise IndexBusy(
                f"The index {self.name!r} was changed while it was read; run the same command again."
            ) from error

    def vectors(self, ids: Sequence[int]) -> npt.NDArray[np.float32]:
        """The vectors of passages, float32 (n, d): unit rows, zeros for a passage that has none."""
        live = self._parts.part.live
        sums = np.zeros((len(ids), live.state.dim), np.float32)
        for place, number in enumerate(ids):
            for _, vector in live.vectors.vectors(number * WINDOWS_MOST, (number + 1) * WINDOWS_MOST):
                sums[place] += vector
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        np.divide(sums, norms, out=sums, where=norms > 0)
        return sums

    def lexical(self, terms: Sequence[str], k: int) -> list[tuple[int, float]]:
        """Passages that hold any of these names and numbers, best first, with the scores of a folder's.

        Raises:
            IndexAway: a server does not answer.
        """
        live = self._parts.part.live
        wanted = {one.casefold() for one in self._scope.outlets}
        spelled = [one for one in self._known["outlets"] if one.casefold() in wanted]
        with self._reading():
            return lexical.search(live.tables, live.state, terms, k, self._scope, spelled)


def expression(scope: Scope) -> str:
    """What narrows a search to a scope, in Milvus's words."""
    parts = []
    if scope.languages:
        parts.append(f"language in {_listed(sorted(scope.languages))}")
    if scope.outlets:
        parts.append(f"outlet in {_listed(sorted(clipped(one.casefold(), 'outlet') for one in scope.outlets))}")
    if scope.since:
        parts.append(f"published >= {json.dumps(scope.since)}")
    if scope.until:
        parts.append(f'published != "" and published <= {json.dumps(scope.until + _LAST)}')
    return " and ".join(parts)


def _listed(names: Sequence[str]) -> str:
    return json.dumps(list(names), ensure_ascii=False)


def open_cluster(name: str, folder: Path, settings: Cluster, embedder: Embedder) -> ClusterIndex:
    """Open what is live of an index on a cluster.

    Raises:
        IndexMissing: nothing went live yet.
        IndexAway: a server does not answer.
        IndexBroken: the servers do not hold the same state.
        IndexIncompatible: it was made by another embedder.
    """
    stack = ExitStack()
    try:
        live = open_live(name, settings, stack)
        manifest, digest = live.state.manifest(live.generation)
        same_embedder(name, manifest, embedder)
        return ClusterIndex(name, manifest, digest, ClusterParts(live, folder, stack))
    except BaseException:
        stack.close()
        raise

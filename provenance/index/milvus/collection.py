"""One collection of a Milvus server: vectors under stable ids, and the facts that a search is narrowed by.

Its index is exact or keeps eight bits a dimension, by size. Codes only propose: the vectors of a shortlist
come back with the answer, and their cosines decide, as with the search files on disk.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexBroken
from provenance.index import APPROXIMATE_FROM, Keep, Layout, Nearest, Queries, nothing
from provenance.index.exact import best
from provenance.index.ivf import SHARD, lists_for
from provenance.index.milvus.engine import FACTS, Engine, NotLoaded

EXACT, CODES = "FLAT", "IVF_SQ8"
#: The id under which a collection keeps its stamp; no search answers with it.
_STAMP = -1
#: Entities in one request, far below the 64 MB that a server takes.
_AT_ONCE = 2000
#: Queries in one request.
_ASKED_AT_ONCE = 64
#: Entities asked for each one wanted, so that codes may be wrong and equals are all seen.
_SHORTLIST, _SHORTLIST_LEAST, _SHORTLIST_MOST = 2, 64, 16_000
#: With fewer lists than this, comparing all codes takes milliseconds; else a query reads so large a share of them.
_LISTS_ALL, _PROBED = 1024, 4
#: Seconds for what a server does once for a whole collection.
_FLUSH_TAKES = 600
_LOOK_AGAIN = 0.2


@dataclass(frozen=True, slots=True)
class Facts:
    """What a search is narrowed by: a language, an outlet in lower case, a date as far as it is known."""

    language: str = ""
    outlet: str = ""
    published: str = ""


class Collection:
    """Vectors of one collection.

    Args:
        engine: the server.
        name: the collection's own name, not an alias, so that a reader stays with what it opened.
        probes: how many lists of codes a query reads; by their number where None.
    """

    def __init__(self, engine: Engine, name: str, *, probes: int | None = None) -> None:
        self.engine = engine
        self.name = name
        self._probes = probes
        self._narrowed = ""
        self._kind: tuple[str, int] | None = None

    def within(self, expression: str) -> Collection:
        """A view in which searches see only what a filter of Milvus's holds for."""
        view = object.__new__(type(self))
        view.__dict__ |= self.__dict__
        view._narrowed = expression
        return view

    def nearest(self, queries: Queries, k: int, keep: Keep = None) -> Nearest:
        """The `k` most similar entities of each query, best first; ties go to the lower id.

        Args:
            queries: unit vectors, float32 (n, d).
            k: entities wanted for each query.
            keep: which of the ids 0, 1, … may be answered; all where None.

        Returns:
            Ids, int64 (n, k), and cosine similarities, float32 (n, k); where there are fewer than `k` the
            rest is -1 and -inf.

        Raises:
            IndexAway: the server does not answer.
            IndexBroken: it refuses.
        """
        ids, similarities = nothing(len(queries), k)
        if not len(queries) or k < 1 or (keep is not None and not keep.any()):
            return ids, similarities
        limit = min(max(_SHORTLIST * k, _SHORTLIST_LEAST), _SHORTLIST_MOST)
        for start in range(0, len(queries), _ASKED_AT_ONCE):
            block = queries[start : start + _ASKED_AT_ONCE]
            for number, (query, hits) in enumerate(zip(block, self._search(block, limit, keep), strict=True), start):
                found, scores = self._scored(query, hits)
                chosen, kept = best(found[None], scores[None], k)
                ids[number, : chosen.shape[1]], similarities[number, : chosen.shape[1]] = chosen[0], kept[0]
        return ids, similarities

    def upsert(self, ids: Sequence[int], vectors: npt.NDArray[Any], facts: Sequence[Facts]) -> None:
        """Store vectors, (n, d), under their ids; what stood there before is replaced."""
        for start in range(0, len(ids), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            rows = np.asarray(vectors[some], np.float32)
            self._store([_entity(*one) for one in zip(ids[some], rows, facts[some], strict=True)])

    def delete(self, first: int, after: int | None = None) -> None:
        """Remove the entities with ids from `first` on, up to `after`."""
        end = "" if after is None else f" and id < {after}"
        with self.engine.calls("removing vectors"):
            self.engine.client.delete(self.name, filter=f"id >= {first}{end}", timeout=self.engine.timeout)

    def vectors(self, first: int, after: int) -> Iterator[tuple[int, npt.NDArray[np.float32]]]:
        """The ids from `first` on, up to `after`, with their vectors, in order."""
        rows = self._query(f"id >= {first} and id < {after}", ["id", "vector"])
        for row in sorted(rows, key=lambda one: one["id"]):
            yield row["id"], np.asarray(row["vector"], np.float32)

    def some(self, ids: Sequence[int]) -> dict[int, npt.NDArray[np.float32]]:
        """The vectors of these ids, as far as they are there."""
        rows = self._query(f"id in {list(map(int, ids))}", ["id", "vector"]) if len(ids) else []
        return {row["id"]: np.asarray(row["vector"], np.float32) for row in rows}

    def ids(self, first: int, after: int) -> npt.NDArray[np.int64]:
        """The ids from `first` on, up to `after`, sorted."""
        rows = self._query(f"id >= {first} and id < {after}", ["id"])
        return np.sort(np.array([row["id"] for row in rows], np.int64))

    def count(self) -> int:
        """How many vectors there are."""
        return int(self._query("id >= 0", ["count(*)"])[0]["count(*)"])

    def finish(self, vectors: int, layout: Layout | None = None) -> None:
        """Index what was stored, about this many vectors, and load it, so that it can be searched."""
        timeout = self.engine.timeout
        lists = (layout and layout.lists) or lists_for(min(max(vectors, 1), SHARD))
        exact = vectors < APPROXIMATE_FROM and not (layout and layout.lists)
        # Servers read it from one place or the other, and say nothing where they find none.
        params = {} if exact else {"nlist": lists, "params": {"nlist": lists}}
        with self.engine.calls("indexing"):
            client = self.engine.client
            wanted = client.prepare_index_params()
            kind = EXACT if exact else CODES
            wanted.add_index("vector", index_name="vector", index_type=kind, metric_type="IP", params=params)
            client.flush(self.name, timeout=max(_FLUSH_TAKES, timeout))
            client.create_index(self.name, wanted, timeout=timeout, sync=False)
            while not _is_done(client.describe_index(self.name, "vector", timeout=timeout)):
                time.sleep(_LOOK_AGAIN)
        self._load()

    def stamp(self) -> str:
        """What was written with `set_stamp` last, to tell an older state of the server by; "" where nothing was."""
        rows = self._query(f"id == {_STAMP}", ["outlet"])
        return str(rows[0]["outlet"]) if rows else ""

    def set_stamp(self, value: str, dim: int) -> None:
        """Keep a short text beside the vectors, which comes and goes with them."""
        self._store([_entity(_STAMP, np.zeros(dim, np.float32), Facts(outlet=value))])

    def _search(self, queries: Queries, limit: int, keep: Keep) -> Any:  # noqa: ANN401
        kind, lists = self._index()
        probes = self._probes or (lists if lists < _LISTS_ALL else lists // _PROBED)
        return self._asked(
            "search",
            data=list(queries),
            anns_field="vector",
            filter=self._expression(keep),
            limit=limit,
            output_fields=["vector"] if kind != EXACT else [],
            search_params={"metric_type": "IP", "params": {"nprobe": min(probes, lists)} if lists else {}},
            consistency_level=self.engine.consistency,
        )

    def _scored(self, query: npt.NDArray[np.float32], hits: Any) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:  # noqa: ANN401
        found = np.array([hit["id"] for hit in hits], np.int64)
        if self._index()[0] == EXACT or not len(found):
            scores = np.array([hit["distance"] for hit in hits], np.float32)
        else:
            scores = np.array([hit["entity"]["vector"] for hit in hits], np.float32) @ query
        kept = found >= 0
        return found[kept], scores[kept]

    def _expression(self, keep: Keep) -> str:
        if keep is None:
            return self._narrowed
        some = f"id in {np.flatnonzero(keep).tolist()}"
        return f"({self._narrowed}) and {some}" if self._narrowed else some

    def _index(self) -> tuple[str, int]:
        """The kind of index, and its lists; 0 where it has none."""
        if self._kind is None:
            with self.engine.calls("asking for the search"):
                known = self.engine.client.describe_index(self.name, "vector", timeout=self.engine.timeout)
            if not known:
                raise IndexBroken(f"The Milvus collection {self.name!r} has no index; run `provenance index rebuild`.")
            inside = known.get("params")
            lists = (inside if isinstance(inside, dict) else known).get("nlist", known.get("nlist", 0))
            self._kind = known["index_type"], int(lists)
        return self._kind

    def _query(self, expression: str, fields: list[str]) -> list[dict[str, Any]]:
        return list(self._asked("query", filter=expression, output_fields=fields, consistency_level="Strong"))

    def _asked(self, question: str, **values: Any) -> Any:  # noqa: ANN401
        def ask() -> Any:  # noqa: ANN401
            with self.engine.calls(f"{question} in {self.name}"):
                return getattr(self.engine.client, question)(self.name, timeout=self.engine.timeout, **values)

        try:
            return ask()
        except NotLoaded:
            self._load()
            return ask()

    def _load(self) -> None:
        timeout = self.engine.timeout
        with self.engine.calls("loading"):
            client = self.engine.client
            client.load_collection(self.name, timeout=timeout, _async=True)
            while "Loaded" not in str(client.get_load_state(self.name, timeout=timeout)["state"]):
                time.sleep(_LOOK_AGAIN)

    def _store(self, entities: list[dict[str, Any]]) -> None:
        # Stored twice, an entity is the same, so that an answer which was lost may be asked for again.
        with self.engine.calls("storing vectors"):
            self.engine.client.upsert(self.name, entities, timeout=self.engine.timeout)


def _entity(id_: int, vector: npt.NDArray[np.float32], facts: Facts) -> dict[str, Any]:
    return {"id": int(id_), "vector": vector} | {field: clipped(getattr(facts, field), field) for field in FACTS}


def clipped(value: str, field: str) -> str:
    """A fact as it is stored: cut to the bytes that its field takes."""
    return value.encode()[: FACTS[field]].decode(errors="ignore")


def _is_done(known: dict[str, Any]) -> bool:
    if known["state"] == "Failed":
        raise IndexBroken("The Milvus server could not index the vectors; look at its log and run the command again.")
    return known["state"] == "Finished" and not int(known.get("pending_index_rows", 0))

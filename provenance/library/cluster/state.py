"""What is live of an index on a cluster, and whether the two servers tell the same story.

PostgreSQL counts the changes of a rebuild; Milvus keeps a stamp beside the vectors. A change stamps its
vectors before PostgreSQL knows of it and again when it has cleared up, so each server may be one step
ahead for a moment. Further apart, one of them has come back from an older copy.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass

from provenance.errors import IndexBroken, IndexMissing
from provenance.index.milvus import Collection, Engine
from provenance.library.cluster.postgres import PostgresTables
from provenance.library.cluster.settings import Cluster
from provenance.library.manifest import Manifest, Part
from provenance.library.schema import get_meta

#: The schema in which PostgreSQL remembers what is live.
REGISTRY = "provenance"
BACKEND = "milvus"
_REGISTRY_TABLE = f"""
CREATE SCHEMA IF NOT EXISTS {REGISTRY};
CREATE TABLE IF NOT EXISTS {REGISTRY}.live (collection TEXT PRIMARY KEY, generation TEXT NOT NULL);
"""
#: How often two servers that disagree are asked again, since a writer may be between them.
_ATTEMPTS, _PAUSE = 5, 0.2


@dataclass(frozen=True, slots=True)
class State:
    """What a schema says of itself.

    `revision` counts the changes since the rebuild, which is 1. `named` are the passages that have names and
    `names` all their names together. `pending` are stretches of passages whose vectors are to go.
    """

    revision: int
    created: str
    embedder: str
    embedder_sha256: str
    dim: int
    articles: int
    passages: int
    vectors: int
    after_article: int
    after_passage: int
    sources: tuple[str, ...]
    named: int
    names: int
    pending: tuple[tuple[int, int], ...] = ()

    @property
    def before(self) -> str:
        """The stamp of vectors that are there before PostgreSQL knows of them."""
        return str(2 * self.revision - 1)

    @property
    def after(self) -> str:
        """The stamp when those that went are gone."""
        return str(2 * self.revision)

    def manifest(self, generation: str) -> tuple[Manifest, str]:
        """The same as a manifest, and a hash of what is live."""
        counts = (self.articles, self.passages, self.vectors)
        part = Part(generation, BACKEND, *counts, 1, self.after_article, 1, self.after_passage)
        made_by = (self.embedder, self.embedder_sha256, self.dim)
        known = json.dumps([generation, *asdict(self).values()][:-1])
        digest = hashlib.sha256(known.encode()).hexdigest()
        return Manifest(self.created, *made_by, *counts, (part,), (), self.sources), digest


@dataclass(frozen=True, slots=True)
class Live:
    """What is live: the name of its schema and collection, its tables, its vectors."""

    generation: str
    tables: PostgresTables
    vectors: Collection
    state: State


def read_state(tables: PostgresTables) -> State:
    """What a schema says of itself.

    Raises:
        IndexBroken: nothing, or what cannot be understood.
    """
    try:
        known = json.loads(get_meta(tables, "state"))
        known |= {"sources": tuple(known["sources"]), "pending": tuple(map(tuple, known["pending"]))}
        return State(**known)
    except (ValueError, TypeError, KeyError) as error:
        raise IndexBroken(
            f"The articles in {tables.schema!r} on {tables.settings.shown} are not whole; restore a backup, or run "
            "`provenance index rebuild` with the sources."
        ) from error


def write_state(tables: PostgresTables, state: State, **more: str) -> None:
    """Remember what a schema holds now."""
    remember(tables, state=json.dumps(asdict(state)), **more)


def remember(tables: PostgresTables, **values: str) -> None:
    """Remember values."""
    for key, value in values.items():
        tables.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
        )


def registered(tables: PostgresTables, collection: str) -> str | None:
    """The generation that went live last, as far as PostgreSQL knows."""
    if not tables.has_schema(REGISTRY):
        return None
    row = tables.execute(f"SELECT generation FROM {REGISTRY}.live WHERE collection = ?", (collection,)).fetchone()  # noqa: S608
    return row and str(row[0])


def register(tables: PostgresTables, collection: str, generation: str) -> None:
    """Remember which generation is live."""
    tables.execute(_REGISTRY_TABLE)
    tables.execute(
        f"INSERT INTO {REGISTRY}.live VALUES (?, ?) "  # noqa: S608
        "ON CONFLICT (collection) DO UPDATE SET generation = excluded.generation",
        (collection, generation),
    )


def number_of(generation: str) -> int:
    """Which rebuild of its index a generation is; 0 for a name that is none."""
    found = re.fullmatch(r".*_([1-9][0-9]{0,8})", generation)
    return int(found[1]) if found else 0


def open_live(name: str, settings: Cluster, stack: ExitStack) -> Live:
    """What is live of an index, for reading; `stack` closes it.

    Raises:
        IndexMissing: nothing went live yet.
        IndexAway: a server does not answer.
        IndexBroken: the servers do not hold the same state.
    """
    engine = Engine(settings.milvus, settings.consistency, settings.timeout)
    stack.enter_context(closing(engine))
    with closing(PostgresTables(settings, REGISTRY)) as registry:
        generation = _agreed(name, settings, engine, registry)
    tables = stack.enter_context(closing(PostgresTables(settings, generation)))
    vectors = Collection(engine, generation)
    for attempt in range(_ATTEMPTS):
        stamp, state = vectors.stamp(), read_state(tables)
        if _fits(stamp, state):
            return Live(generation, tables, vectors, state)
        if attempt < _ATTEMPTS - 1:
            time.sleep(_PAUSE)
    older = "the Milvus server" if _step(stamp) < 2 * state.revision else "the PostgreSQL server"
    raise _apart(name, older)


def open_tables(settings: Cluster, engine: Engine, registry: PostgresTables, stack: ExitStack) -> Live | None:
    """What PostgreSQL knows to be live, whatever has become of the vectors; None where it knows of nothing."""
    generation = registered(registry, settings.collection)
    if generation is None or not registry.has_schema(generation):
        return None
    tables = stack.enter_context(closing(PostgresTables(settings, generation)))
    return Live(generation, tables, Collection(engine, generation), read_state(tables))


def _agreed(name: str, settings: Cluster, engine: Engine, registry: PostgresTables) -> str:
    live, known = engine.live(settings.collection), registered(registry, settings.collection)
    if live is None and known is None:
        raise IndexMissing(
            f"The index {name!r} holds nothing yet; fill it with `provenance index rebuild {name} SOURCES`."
        )
    if live is None or number_of(known or "") > number_of(live):
        raise _apart(name, "the Milvus server")
    if not registry.has_schema(live):
        raise _apart(name, "the PostgreSQL server")
    return live


def _fits(stamp: str, state: State) -> bool:
    return abs(_step(stamp) - 2 * state.revision) <= 1


def _step(stamp: str) -> int:
    return int(stamp) if stamp.isdecimal() else 0


def _apart(name: str, older: str) -> IndexBroken:
    remedy = (
        f"run `provenance index compact {name} --embed` to fill it again from the articles"
        if "Milvus" in older
        else "restore a newer backup of it"
    )
    return IndexBroken(
        f"The two servers of the index {name!r} do not hold the same state: {older} is back with an older one; "
        f"{remedy}, or run `provenance index rebuild {name}` with its sources."
    )

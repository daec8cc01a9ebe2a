"""A rebuild: a new schema and a new collection are filled, checked, and go live by moving the alias."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexBroken
from provenance.index import Layout
from provenance.index.milvus import Collection, Engine
from provenance.library import schema
from provenance.library.build import Build
from provenance.library.cluster.ddl import postgres_schema
from provenance.library.cluster.postgres import PostgresTables
from provenance.library.cluster.reader import WINDOWS_MOST
from provenance.library.cluster.rows import COPIED, names_rows, table_rows, vectors_of
from provenance.library.cluster.state import State, number_of, register, registered, remember, write_state
from provenance.library.coverage import count_held, covered, summed
from provenance.library.finishing import Summary, passages_gone
from provenance.library.vectors import FOLDER, map_rows

Rows = npt.NDArray[np.float16]
#: Vectors of the new collection that are compared with what was built.
_SAMPLE = 32
#: float16 holds three decimal digits.
_SAME = 2e-3


def load(
    engine: Engine, tables: PostgresTables, build: Build, sources: tuple[str, ...], layout: Layout | None
) -> Summary:
    """Bring a whole build to the servers, and make it what is live.

    Until the alias moves, nobody sees it. Stopped before, the same command goes on behind the tables or
    the vectors that are there; stopped after, it finds that nothing is left to do.

    Raises:
        IndexAway: a server does not answer.
        IndexBroken: what is there is not what was built.
    """
    state, several = _completed(build, sources)
    rows, owners = map_rows(build.generation / FOLDER, state.vectors, state.dim)
    collection = tables.settings.collection
    known = registered(tables, collection) or ""
    live = engine.live(collection) or known
    generation = _begin(engine, tables, {live, known}, schema.get_meta(build.tables, "load"))
    if generation != live:
        vectors = Collection(engine, generation)
        with closing(PostgresTables(tables.settings, generation, writing=True)) as into:
            _fill_tables(into, build, state, several)
            _fill_vectors(into, vectors, build, rows, owners)
            vectors.set_stamp(state.after, state.dim)
            vectors.finish(state.vectors, layout)
            wrong = _difference(into, vectors, state, rows, owners)
        if wrong:
            _drop(engine, tables, generation)
            raise IndexBroken(f"What the servers hold is not what was built ({wrong}); run the same command again.")
        engine.point(collection, generation)
    register(tables, collection, generation)
    done = build.state
    counts = (state.articles, state.passages, state.vectors)
    doings = (done.added, done.replaced, done.unchanged, done.copies, done.removed)
    name = build.generation.parent.parent.name
    return Summary(name, generation, *counts, *doings, build.count("rejects"), build.continued)


def _completed(build: Build, sources: tuple[str, ...]) -> tuple[State, str]:
    """Complete the files of a build; what they hold, and whether a passage has several vectors."""
    count_held(build.tables)
    vectors = build.finish_vectors(passages_gone(build))
    if not schema.get_meta(build.tables, "load"):
        schema.set_meta(build.tables, load=uuid4().hex)
    build.tables.execute("COMMIT")
    _, owners = map_rows(build.generation / FOLDER, vectors, build.embedder.dim)
    made_by = build.embedder
    counts = (build.count("articles"), build.count("passages"), vectors)
    after = (build.state.next_article, build.state.next_passage)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    state = State(1, now, made_by.name, made_by.sha256, made_by.dim, *counts, *after, sources, 0, 0)
    return state, "yes" if (owners[1:] == owners[:-1]).any() else "no"


def _begin(engine: Engine, tables: PostgresTables, keep: set[str], token: str) -> str:
    """The generation to fill, which may be one that an interrupted run began; what is neither live nor that goes."""
    pattern = re.compile(rf"{re.escape(tables.settings.collection)}_[1-9][0-9]{{0,8}}")
    schemas = [row[0] for row in tables.execute("SELECT nspname FROM pg_namespace").fetchall()]
    known = {name for name in (*schemas, *engine.collections(), *keep) if pattern.fullmatch(name)}
    following = max(map(number_of, known), default=0) + 1
    wanted = ""
    for name in sorted(known):
        if name in schemas and _token(tables, name) == token:
            wanted = name
        elif name not in keep:
            _drop(engine, tables, name)
    return wanted or f"{tables.settings.collection}_{following}"


def _token(tables: PostgresTables, generation: str) -> str:
    row = tables.execute(f"SELECT value FROM \"{generation}\".meta WHERE key = 'load'").fetchone()  # noqa: S608
    return str(row[0]) if row else ""


def _drop(engine: Engine, tables: PostgresTables, generation: str) -> None:
    engine.drop(generation)
    tables.execute(f'DROP SCHEMA IF EXISTS "{generation}" CASCADE')


def _fill_tables(into: PostgresTables, build: Build, state: State, several: str) -> None:
    """All tables in one transaction, so that they are there or not."""
    if into.has_schema(into.schema):
        return
    empty, indexes = postgres_schema()
    with into.transaction():
        into.execute(f'CREATE SCHEMA "{into.schema}"')
        into.execute(empty)
        for table in COPIED:
            into.copy(table, table_rows(build.tables, table))
        names = 0

        def counted() -> Iterator[tuple[int, str]]:
            nonlocal names
            for number, text in names_rows(build.tables):
                names += len(text.split())
                yield number, text

        named = into.copy("terms", counted())
        into.execute(indexes)
        coverage = json.dumps(covered(summed([build.tables])))
        token = schema.get_meta(build.tables, "load")
        state = replace(state, named=named, names=names)
        write_state(into, state, several=several, coverage=coverage, load=token)
        into.execute("ANALYZE")


def _fill_vectors(
    into: PostgresTables, vectors: Collection, build: Build, rows: Rows, owners: npt.NDArray[np.int64]
) -> None:
    """All vectors, from where an interrupted run came to."""
    engine = vectors.engine
    done = int(schema.get_meta(into, "rows", "0"))
    if vectors.name not in engine.collections():
        engine.create(vectors.name, rows.shape[1])
        done = 0
    for some in vectors_of(build.tables, rows, owners, done):
        vectors.upsert(some.ids, some.rows, some.facts)
        remember(into, rows=str(some.after))


def _difference(
    into: PostgresTables, vectors: Collection, state: State, rows: Rows, owners: npt.NDArray[np.int64]
) -> str:
    """What the servers hold otherwise than it was built, as far as counts and a sample show; "" where nothing is."""
    for table, expected in (("articles", state.articles), ("passages", state.passages)):
        (count,) = into.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - constants
        if count != expected:
            return f"{count} {table} instead of {expected}"
    if (held := vectors.count()) != len(rows):
        return f"{held} vectors instead of {len(rows)}"
    places = np.unique(np.linspace(0, max(0, len(rows) - 1), _SAMPLE).astype(np.int64))[: len(rows)]
    passages = np.asarray(owners[places])
    ids = passages * WINDOWS_MOST + places - np.searchsorted(owners, passages)
    wanted = np.asarray(rows[places], np.float32)
    there = vectors.some(ids.tolist())
    if any(not np.array_equal(there.get(id_, ()), row) for id_, row in zip(ids.tolist(), wanted, strict=True)):
        return "other vectors"
    found = vectors.nearest(wanted, 1)[1][:, :1]
    if (found < (wanted**2).sum(axis=1, keepdims=True) - _SAME).any():
        return "vectors that are not found"
    return ""

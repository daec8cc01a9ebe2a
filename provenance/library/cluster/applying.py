"""A small change: new vectors first, one transaction of PostgreSQL, then the vectors that it replaces go."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from provenance.library import schema
from provenance.library.build import Build
from provenance.library.cluster.postgres import PostgresTables
from provenance.library.cluster.reader import WINDOWS_MOST
from provenance.library.cluster.rows import names_rows, table_rows, vectors_of
from provenance.library.cluster.state import Live, State, write_state
from provenance.library.coverage import count_held, covered, summed
from provenance.library.finishing import Summary, passages_gone
from provenance.library.vectors import FOLDER, map_rows

Stretch = tuple[int, int]


def apply(live: Live, tables: PostgresTables, build: Build, sources: tuple[str, ...]) -> Summary:
    """Bring a build on top of what is live to the servers.

    Stopped anywhere, the index is as it was or as it is to be: what PostgreSQL does not know is not seen.
    """
    count_held(build.tables)
    count = build.finish_vectors(passages_gone(build))
    build.tables.execute("COMMIT")
    rows, owners = map_rows(build.generation / FOLDER, count, build.embedder.dim)
    removed = build.tables.execute("SELECT article, first_passage, passages FROM removed").fetchall()
    gone = tuple((first, first + passages) for _, first, passages in removed)
    lost = sum(len(live.vectors.ids(first * WINDOWS_MOST, after * WINDOWS_MOST)) for first, after in gone)
    state = replace(
        live.state,
        revision=live.state.revision + 1,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        articles=live.state.articles + build.count("articles") - len(removed),
        passages=live.state.passages + build.count("passages") - sum(row[2] for row in removed),
        vectors=live.state.vectors + count - lost,
        after_article=build.state.next_article,
        after_passage=build.state.next_passage,
        sources=sources,
        pending=gone,
    )
    for some in vectors_of(build.tables, rows, owners):
        live.vectors.upsert(some.ids, some.rows, some.facts)
    live.vectors.set_stamp(state.before, state.dim)
    several = "yes" if (owners[1:] == owners[:-1]).any() else schema.get_meta(live.tables, "several")
    with tables.transaction():
        tables.execute(f'SET LOCAL search_path TO "{live.generation}"')
        _take_out(tables, [row[0] for row in removed], gone)
        named, names = _bring_in(tables, build)
        out_named, out_names = names_of(tables, gone, delete=True)
        state = replace(state, named=state.named + named - out_named, names=state.names + names - out_names)
        write_state(tables, state, several=several, coverage=json.dumps(covered(summed([tables]))))
    finish(live, tables, state)
    done = (build.state.added, build.state.replaced, build.state.unchanged, build.state.copies, build.state.removed)
    counts = (state.articles, state.passages, state.vectors)
    name = build.generation.parent.parent.name
    return Summary(name, live.generation, *counts, *done, build.count("rejects"), build.continued)


def clear_away(live: Live, tables: PostgresTables) -> None:
    """Remove what stopped changes left in Milvus: vectors that never went live, and those that were replaced."""
    live.vectors.delete(live.state.after_passage * WINDOWS_MOST)
    finish(live, tables, live.state)


def finish(live: Live, tables: PostgresTables, state: State) -> None:
    """Let the vectors go that a change replaces, once PostgreSQL knows of it."""
    for first, after in state.pending:
        live.vectors.delete(first * WINDOWS_MOST, after * WINDOWS_MOST)
    live.vectors.set_stamp(state.after, state.dim)
    with tables.transaction():
        tables.execute(f'SET LOCAL search_path TO "{live.generation}"')
        write_state(tables, replace(state, pending=()))


def names_of(tables: PostgresTables, stretches: tuple[Stretch, ...], *, delete: bool = False) -> tuple[int, int]:
    """How many passages of some stretches have names, and how many names; they may be deleted along the way."""
    word = "DELETE" if delete else "SELECT names"
    back = " RETURNING names" if delete else ""
    named = names = 0
    for first, after in stretches:
        for (text,) in tables.execute(f"{word} FROM terms WHERE rowid >= ? AND rowid < ?{back}", (first, after)):
            named += 1
            names += len(text.split())
    return named, names


def _take_out(tables: PostgresTables, articles: list[int], stretches: tuple[Stretch, ...]) -> None:
    for first, after in stretches:
        tables.execute("DELETE FROM passages WHERE id >= ? AND id < ?", (first, after))
    for table, column in (("captures", "article"), ("bands", "article"), ("articles", "number")):
        tables.execute(f"DELETE FROM {table} WHERE {column} = ANY(?)", (articles,))  # noqa: S608 - constants


def _bring_in(tables: PostgresTables, build: Build) -> Stretch:
    for table in ("articles", "passages", "bands", "coverage"):
        tables.copy(table, table_rows(build.tables, table))
    # What an earlier text of an article is, or what a source remembers, may have been known before.
    captures = table_rows(build.tables, "captures")
    tables.executemany(f"INSERT INTO captures VALUES ({'?, ' * 10}?) ON CONFLICT DO NOTHING", captures)  # noqa: S608
    tables.executemany(
        "INSERT INTO memory VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        table_rows(build.tables, "memory"),
    )
    named = list(names_rows(build.tables))
    tables.copy("terms", named)
    return len(named), sum(len(names.split()) for _, names in named)

"""Completing a part and making it live."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from provenance.index import Layout, backend_for, build_index
from provenance.library import schema
from provenance.library.build import Build
from provenance.library.coverage import CoverageRow, count_held, covered, summed
from provenance.library.disk import sha256_of, sync
from provenance.library.manifest import Manifest, Part, StoredFile, write_manifest
from provenance.library.parts import ANN_FOLDER, OpenParts
from provenance.library.ranges import Ranges
from provenance.library.vectors import FOLDER, map_rows

REJECTS_FILE = "rejects.jsonl"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. `articles`, `passages` and `vectors` are what the index holds now.

    `continued` counts the articles that an interrupted run had stored before; `copies` those that were
    kept as captures of another one or of a later text.
    """

    name: str
    generation: str
    articles: int
    passages: int
    vectors: int
    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    copies: int = 0
    removed: int = 0
    rejected: int = 0
    continued: int = 0


def finish(
    build: Build,
    live: Manifest | None,
    sources: tuple[str, ...],
    *,
    layout: Layout | None = None,
    coverage: Iterable[CoverageRow] | None = None,
) -> Summary:
    """Complete the files of a build, force them to disk and make it live on top of its base.

    Args:
        build: what was written.
        live: what `index.toml` says of the base; None where the build is all there is.
        sources: the sources to remember.
        layout: how its search file is laid out; by the number of vectors where None.
        coverage: what the part changes, where that is not simply what it holds.
    """
    tables = build.tables
    if coverage is None:
        count_held(tables)
    else:
        tables.execute("DELETE FROM coverage")
        tables.executemany("INSERT INTO coverage VALUES (?, ?, ?, ?, ?)", coverage)
    vectors = build.finish_vectors(passages_gone(build))
    rows, owners = map_rows(build.generation / FOLDER, vectors, build.embedder.dim)
    several = "yes" if (owners[1:] == owners[:-1]).any() else "no"
    schema.set_meta(tables, several=several, coverage=json.dumps(covered(summed(_tables_of(build)))))
    tables.execute("COMMIT")
    rejects = write_rejects(build)
    articles, passages = build.count("articles"), build.count("passages")
    removed = tables.execute("SELECT article, first_passage, passages FROM removed").fetchall()
    schema.finish(tables)
    build.close()
    layout = layout or Layout()
    backend = layout.backend or backend_for(vectors)
    ann = build.generation / ANN_FOLDER
    ann.mkdir(exist_ok=True)
    build_index(backend, rows, ann, layout)
    state, first = build.state, build.first
    part = Part(
        *(build.generation.name, backend, articles, passages, vectors),
        *(first[0], state.next_article, first[1], state.next_passage),
    )
    lost = _rows_of(build.base, removed)
    manifest = Manifest(
        datetime.now(UTC).isoformat(timespec="seconds"),
        build.embedder.name,
        build.embedder.sha256,
        build.embedder.dim,
        articles - len(removed) + (live.articles if live else 0),
        passages - sum(row[2] for row in removed) + (live.passages if live else 0),
        vectors - lost + (live.vectors if live else 0),
        (*(live.parts if live else ()), part),
        (*(live.files if live else ()), *stored_files(build.generation)),
        sources,
    )
    write_manifest(build.generation.parent, manifest)
    counts = (manifest.articles, manifest.passages, manifest.vectors)
    done = (state.added, state.replaced, state.unchanged, state.copies, state.removed)
    return Summary(build.generation.parent.name, build.generation.name, *counts, *done, rejects, build.continued)


def stored_files(generation: Path) -> tuple[StoredFile, ...]:
    """Every file of a part with its length and hash, all forced to disk."""
    files = []
    for path in sorted(generation.rglob("*")):
        if path.is_file():
            sync(path)
            inside = path.relative_to(generation.parent).as_posix()
            files.append(StoredFile(inside, path.stat().st_size, sha256_of(path)))
    for folder in (generation / FOLDER, generation / ANN_FOLDER, generation, generation.parent):
        sync(folder)
    return tuple(files)


def without(live: Manifest, parts: Iterable[Part], base: OpenParts) -> Manifest:
    """What a manifest says once these last parts are gone, counted from the parts that stay."""
    leaving = {part.generation for part in parts}
    kept = tuple(part for part in live.parts if part.generation not in leaving)
    removed = [
        row for part in base for row in part.tables.execute("SELECT article, first_passage, passages FROM removed")
    ]
    return replace(
        live,
        articles=sum(part.articles for part in kept) - len(removed),
        passages=sum(part.passages for part in kept) - sum(row[2] for row in removed),
        vectors=sum(part.vectors for part in kept) - _rows_of(base, removed),
        parts=kept,
        files=tuple(file for part in kept for file in live.files_of(part.generation)),
    )


def _tables_of(build: Build) -> list[schema.Tables]:
    return [*(part.tables for part in build.base or ()), build.tables]


def passages_gone(build: Build) -> np.ndarray:
    """The passages that have vectors and were replaced while the part was written."""
    if build.state.next_passage - build.first[1] == build.count("passages"):
        return np.zeros(0, np.int64)
    _, owners = map_rows(build.generation / FOLDER, build.state.rows, build.embedder.dim)
    kept = np.fromiter((row[0] for row in build.tables.execute("SELECT id FROM passages")), np.int64)
    return np.setdiff1d(owners, kept)


def _rows_of(base: OpenParts | None, removed: Iterable[tuple[int, int, int]]) -> int:
    gone = Ranges((row[1], row[2]) for row in removed)
    return sum(int(gone.rows(part.owners).sum()) for part in base or ())


def write_rejects(build: Build) -> int:
    """Name what could not be read in a file of the part; how many records that were."""
    rows = build.tables.execute("SELECT source, record, reason FROM rejects").fetchall()
    if rows:
        with (build.generation / REJECTS_FILE).open("w", encoding="utf-8") as file:
            for source, record, reason in rows:
                line = {"source": source, "record": record, "reason": reason}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return len(rows)

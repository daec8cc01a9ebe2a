"""What indexes there are, and whether the files of one are what its manifest says."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from provenance.errors import IndexBroken, IndexProblem
from provenance.index import open_index as open_backend
from provenance.library import schema
from provenance.library.build import ANN_FOLDER
from provenance.library.disk import sha256_of
from provenance.library.home import existing_folder, index_names
from provenance.library.manifest import Manifest, read_manifest
from provenance.library.reader import coverage_of, damaged
from provenance.library.vectors import FOLDER, map_rows
from provenance.values import Coverage

_BLOCK = 65_536
#: float16 keeps about three decimal digits, so a unit row may miss length 1 by this much.
_UNIT = 0.01


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One index of a folder; `problem` says why its manifest cannot be read."""

    name: str
    manifest: Manifest | None
    problem: str | None = None


def list_indexes(home: Path) -> list[IndexEntry]:
    """The indexes in a folder by name, damaged ones included."""
    entries = []
    for name in index_names(home):
        try:
            entries.append(IndexEntry(name, read_manifest(home / name)[0]))
        except IndexProblem as error:
            entries.append(IndexEntry(name, None, str(error)))
    return entries


def read_coverage(name: str, home: Path) -> tuple[Manifest, Coverage]:
    """What an index says of itself and what it covers, without its vectors or its embedder.

    Raises:
        ConfigurationError: the name could lead out of `home`.
        IndexMissing: there is no index of that name.
        IndexBroken: its files do not agree with its manifest.
        IndexIncompatible: it has another format version.
    """
    folder = existing_folder(name, home)
    manifest, _ = read_manifest(folder)
    try:
        with closing(schema.open_finished(folder / manifest.generation / schema.ARTICLES_FILE)) as tables:
            known = json.loads(schema.get_meta(tables, "coverage"))
        return manifest, coverage_of(name, manifest, known)
    except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
        raise damaged(name) from error


def verify(name: str, home: Path) -> list[str]:
    """Read an index whole and say what is wrong with it; an empty list where nothing is.

    Raises:
        ConfigurationError: the name could lead out of `home`.
        IndexMissing: there is no index of that name.
        IndexIncompatible: it has another format version.
    """
    folder = existing_folder(name, home)
    try:
        manifest, _ = read_manifest(folder)
    except IndexBroken as error:
        return [str(error)]
    generation = folder / manifest.generation
    problems = list(_files(generation, manifest))
    # The rest says where the damage shows; a shorter file must not be mapped.
    for part in (_tables, _vectors):
        try:
            problems += part(generation, manifest)
        except IndexBroken as error:
            problems.append(str(error))
        except (sqlite3.Error, OSError, ValueError) as error:
            problems.append(f"{generation.name} cannot be read: {error}")
    return problems


def _files(generation: Path, manifest: Manifest) -> Iterator[str]:
    listed = {file.path for file in manifest.files}
    if schema.ARTICLES_FILE not in listed:
        yield f"index.toml does not list {schema.ARTICLES_FILE}"
    for file in manifest.files:
        path = generation / file.path
        if not path.is_file():
            yield f"{file.path} is missing"
        elif (size := path.stat().st_size) != file.size:
            yield f"{file.path} has {size} bytes instead of {file.size}"
        elif sha256_of(path) != file.sha256:
            yield f"{file.path} was changed: its SHA-256 is not the one in index.toml"


def _tables(generation: Path, manifest: Manifest) -> Iterator[str]:
    if not (generation / schema.ARTICLES_FILE).is_file():
        return
    with closing(schema.open_finished(generation / schema.ARTICLES_FILE)) as tables:
        (found,) = tables.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            yield f"{schema.ARTICLES_FILE} is damaged: {found}"
            return
        for table, expected in (("articles", manifest.articles), ("passages", manifest.passages)):
            (count,) = tables.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a constant
            if count != expected:
                yield f"{schema.ARTICLES_FILE} holds {count} {table} instead of {expected}"
        if tables.execute("PRAGMA foreign_key_check").fetchone():
            yield f"{schema.ARTICLES_FILE} holds passages without their article"
        for id_, text, digest in tables.execute("SELECT id, text, sha256 FROM articles"):
            if hashlib.sha256(text.encode()).hexdigest() != digest:
                yield f"the text of article {id_!r} was changed"


def _vectors(generation: Path, manifest: Manifest) -> Iterator[str]:
    rows, owners = map_rows(generation / FOLDER, manifest.vectors, manifest.dim)
    for start in range(0, len(rows), _BLOCK):
        norms = np.linalg.norm(rows[start : start + _BLOCK].astype(np.float32), axis=1)
        bad = np.flatnonzero(~((np.abs(norms - 1) < _UNIT) | (norms == 0)))
        if len(bad):
            yield f"vector {start + int(bad[0])} does not have length 1"
            break
    if (np.diff(owners) < 0).any():
        yield "the vectors do not stand in the order of their passages"
    with closing(schema.open_finished(generation / schema.ARTICLES_FILE)) as tables:
        known = np.fromiter((row[0] for row in tables.execute("SELECT id FROM passages")), np.int64)
    if len(lost := np.setdiff1d(owners, known)):
        yield f"{len(lost)} vectors belong to no passage"
    open_backend(manifest.backend, rows, generation / ANN_FOLDER)

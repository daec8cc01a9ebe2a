"""What indexes there are and what they hold, without their vectors or their embedder."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from provenance.errors import IndexProblem
from provenance.library import schema
from provenance.library.coverage import CoverageRow, summed
from provenance.library.home import existing_folder, index_names
from provenance.library.manifest import Manifest, read_manifest
from provenance.library.parts import OpenParts
from provenance.library.reader import coverage_of, damaged
from provenance.values import Coverage


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
    """What an index says of itself and what it covers.

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
        return manifest, coverage_of(name, manifest.articles, known)
    except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
        raise damaged(name) from error


def read_counts(name: str, home: Path) -> list[CoverageRow]:
    """How many articles and copies an index holds of each outlet, language and day of publication.

    Raises:
        ConfigurationError: the name could lead out of `home`.
        IndexMissing: there is no index of that name.
        IndexBroken: its files do not agree with its manifest.
        IndexIncompatible: it has another format version.
    """
    folder = existing_folder(name, home)
    manifest, _ = read_manifest(folder)
    try:
        with closing(OpenParts(folder, manifest, "tables")) as parts:
            rows = summed([part.tables for part in parts])
        return sorted(rows, key=lambda row: tuple(value or "" for value in row[:3]))
    except (OSError, sqlite3.Error, ValueError, TypeError) as error:
        raise damaged(name) from error


def sample_texts(name: str, home: Path, count: int) -> list[str]:
    """Some passages of an index, to measure an embedder with.

    Raises:
        IndexProblem: it cannot be read.
    """
    folder = existing_folder(name, home)
    manifest, _ = read_manifest(folder)
    try:
        with closing(OpenParts(folder, manifest, "tables")) as parts:
            largest = max(parts, key=lambda part: part.known.passages)
            rows = largest.tables.execute(
                'SELECT substr(a.text, p.start + 1, p."end" - p.start) FROM passages AS p '
                "JOIN articles AS a ON a.number = p.article WHERE p.kind = 'body' LIMIT ?",
                (count,),
            )
            return [row[0] for row in rows]
    except (OSError, sqlite3.Error) as error:
        raise damaged(name) from error

"""What indexes there are and what they hold, without their vectors or their embedder."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.errors import ConfigurationError, IndexProblem
from provenance.library import schema
from provenance.library.cluster.settings import Cluster, cluster_of
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
            settings = cluster_of(home / name)
            manifest = _of_cluster(home / name, settings)[0] if settings else read_manifest(home / name)[0]
            entries.append(IndexEntry(name, manifest))
        except (IndexProblem, ConfigurationError) as error:
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
    if settings := cluster_of(folder):
        manifest, known = _of_cluster(folder, settings)
        return manifest, coverage_of(name, manifest.articles, known)
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
    try:
        with _tables_of(folder) as tables:
            rows = summed(tables)
        return sorted(rows, key=lambda row: tuple(value or "" for value in row[:3]))
    except (OSError, sqlite3.Error, ValueError, TypeError) as error:
        raise damaged(name) from error


def sample_texts(name: str, home: Path, count: int) -> list[str]:
    """Some passages of an index, to measure an embedder with.

    Raises:
        IndexProblem: it cannot be read.
    """
    folder = existing_folder(name, home)
    try:
        with _tables_of(folder) as tables:
            rows = tables[0].execute(
                'SELECT substr(a.text, p.start + 1, p."end" - p.start) FROM passages AS p '
                "JOIN articles AS a ON a.number = p.article WHERE p.kind = 'body' LIMIT ?",
                (count,),
            )
            return [row[0] for row in rows]
    except (OSError, sqlite3.Error) as error:
        raise damaged(name) from error


@contextmanager
def _tables_of(folder: Path) -> Iterator[list[schema.Tables]]:
    """The tables of all parts, the largest part's first."""
    if settings := cluster_of(folder):
        from provenance.library.cluster.overview import reading

        with reading(folder, settings) as live:
            yield [live.tables]
        return
    with closing(OpenParts(folder, read_manifest(folder)[0], "tables")) as parts:
        yield [part.tables for part in sorted(parts, key=lambda part: -part.known.passages)]


def _of_cluster(folder: Path, settings: Cluster) -> tuple[Manifest, dict[str, Any]]:
    from provenance.library.cluster.overview import manifest_and_coverage

    return manifest_and_coverage(folder, settings)

"""Whether the files of an index are what its manifest says, and what repairs those that are not."""

from __future__ import annotations

import hashlib
import sqlite3
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import numpy as np

from provenance.errors import IndexBroken
from provenance.library import schema
from provenance.library.disk import sha256_of
from provenance.library.home import existing_folder
from provenance.library.manifest import Manifest, StoredFile, read_manifest
from provenance.library.parts import Need, OpenPart, OpenParts, is_needed
from provenance.library.records import load_articles, passage_hash
from provenance.library.windows import windows

_T = TypeVar("_T")
_Look = Callable[[OpenParts, Manifest], Iterator[str]]
_BLOCK = 65_536
_ARTICLES = 500
#: float16 keeps about three decimal digits, so a unit row may miss length 1 by this much.
_UNIT = 0.01
#: What reading a damaged file can raise.
_UNREADABLE = (IndexBroken, sqlite3.Error, OSError, ValueError, TypeError, KeyError, IndexError, struct.error)


def verify(name: str, home: Path) -> list[str]:
    """Read an index whole and say what is wrong with it and what helps; an empty list where nothing is.

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
    problems = list(_files(folder, manifest, "search"))
    # The rest says where the damage shows; a shorter file must not be mapped.
    looks: tuple[tuple[Need, _Look], ...] = (("tables", _tables), ("vectors", _vectors), ("search", _search))
    for need, look in looks:
        try:
            with closing(OpenParts(folder, manifest, need)) as parts:
                problems += [f"{problem}; {_remedy(name, need)}" for problem in look(parts, manifest)]
        except _UNREADABLE as error:
            problems.append(f"the {_NAMES[need]} cannot be read ({error}); {_remedy(name, need)}")
    return list(dict.fromkeys(problems))


def expect_undamaged(folder: Path, manifest: Manifest, need: Need) -> None:
    """See that the files from which another part is to be made are what the manifest says.

    Raises:
        IndexBroken: one is not.
    """
    for problem in _files(folder, manifest, need):
        raise IndexBroken(f"The index {folder.name!r} is damaged: {problem}.")


def _files(folder: Path, manifest: Manifest, need: Need) -> Iterator[str]:
    listed = {file.path for file in manifest.files}
    for part in manifest.parts:
        if f"{part.generation}/{schema.ARTICLES_FILE}" not in listed:
            yield f"index.toml does not list {part.generation}/{schema.ARTICLES_FILE}; {_remedy(folder.name, 'tables')}"
    for file in manifest.files:
        if is_needed(file.path, need) and (problem := _file(folder / file.path, file)):
            kind = next(kind for kind in _NAMES if is_needed(file.path, kind))
            yield f"{problem}; {_remedy(folder.name, kind)}"


def _file(path: Path, file: StoredFile) -> str | None:
    if not path.is_file():
        return f"{file.path} is missing"
    if (size := path.stat().st_size) != file.size:
        return f"{file.path} has {size} bytes instead of {file.size}"
    if sha256_of(path) != file.sha256:
        return f"{file.path} was changed: its SHA-256 is not the one in index.toml"
    return None


_NAMES: dict[Need, str] = {"tables": "articles", "vectors": "vectors", "search": "search file"}


def _remedy(name: str, damaged: Need) -> str:
    if damaged == "search":
        return f"run `provenance index compact {name}`"
    if damaged == "vectors":
        return f"run `provenance index compact {name} --embed`"
    return f"restore a backup, or run `provenance index rebuild {name}` with its sources"


def _tables(parts: OpenParts, manifest: Manifest) -> Iterator[str]:
    for part in parts:
        (found,) = part.tables.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            yield f"{part.known.generation}/{schema.ARTICLES_FILE} is damaged: {found}"
            return
        yield from _rows(part)
    for table, key in (("articles", "count(*)"), ("passages", "coalesce(sum(passages), 0)")):
        held = sum(getattr(part.known, table) for part in parts)
        removed = sum(part.tables.execute(f"SELECT {key} FROM removed").fetchone()[0] for part in parts)  # noqa: S608
        if held - removed != getattr(manifest, table):
            yield f"the parts hold {held - removed} live {table} instead of {getattr(manifest, table)}"
    for part in parts:
        for (number,) in part.tables.execute("SELECT DISTINCT article FROM captures").fetchall():
            for capture in parts.captures(number):
                if parts.packed(number, capture).sha256 != capture.sha256:
                    yield f"a capture of article {number} was changed"


def _rows(part: OpenPart) -> Iterator[str]:
    tables, name = part.tables, part.known.generation
    for table in ("articles", "passages"):
        (count,) = tables.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a constant
        if count != getattr(part.known, table):
            yield f"{name} holds {count} {table} instead of {getattr(part.known, table)}"
    if tables.execute("PRAGMA foreign_key_check").fetchone():
        yield f"{name} holds passages without their article"
    numbers = [row[0] for row in tables.execute("SELECT number FROM articles ORDER BY number")]
    digests = dict(tables.execute("SELECT number, sha256 FROM articles"))
    for some in _in_batches(numbers):
        articles = load_articles(tables, some)
        for number, article in articles.items():
            if hashlib.sha256(article.text.encode()).hexdigest() != digests[number]:
                yield f"the text of article {article.id!r} was changed"
        first, last = some[0], some[-1]
        hashes = tables.execute(
            'SELECT article, start, "end", hash FROM passages WHERE article >= ? AND article <= ?', (first, last)
        )
        for number, start, end, digest in hashes:
            if passage_hash(articles[number].text[start:end]) != digest:
                yield f"a passage of article {articles[number].id!r} was changed"


def _vectors(parts: OpenParts, manifest: Manifest) -> Iterator[str]:
    live = 0
    for part in parts:
        name = part.known.generation
        keep = parts.live_rows(part)
        live += len(part.rows) if keep is None else int(keep.sum())
        for start in range(0, len(part.rows), _BLOCK):
            norms = np.linalg.norm(part.rows[start : start + _BLOCK].astype(np.float32), axis=1)
            bad = np.flatnonzero(~((np.abs(norms - 1) < _UNIT) | (norms == 0)))
            if len(bad):
                yield f"vector {start + int(bad[0])} of {name} does not have length 1"
                break
        if (np.diff(part.owners) < 0).any():
            yield f"the vectors of {name} do not stand in the order of their passages"
            continue
        wanted = np.array(sorted(_texts_of(part)), np.int64)
        if len(lost := np.setdiff1d(part.owners, wanted)):
            yield f"{len(lost)} passages of {name} have vectors but are not there, or are no story"
        if len(wanted) != len(part.owners) and len(missing := np.setdiff1d(wanted, part.owners)):
            yield f"{len(missing)} passages of {name} have no vector"
        elif not np.array_equal(wanted, part.owners):
            yield f"{name} has another number of vectors than its passages ask for"
    if live != manifest.vectors:
        yield f"the parts hold {live} live vectors instead of {manifest.vectors}"


def _texts_of(part: OpenPart) -> Iterator[int]:
    """The id of a passage once for each text of it that is embedded."""
    rows = part.tables.execute("SELECT number, first_passage FROM articles ORDER BY number").fetchall()
    for some in _in_batches(rows):
        articles = load_articles(part.tables, [number for number, _ in some])
        for number, first in some:
            for place, passage in enumerate(articles[number].passages):
                yield from [first + place] * sum(1 for _ in windows(passage))


def _in_batches(rows: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(rows), _ARTICLES):
        yield rows[start : start + _ARTICLES]


def _search(parts: OpenParts, manifest: Manifest) -> Iterator[str]:
    for part in parts:
        try:
            part.search.nearest(np.zeros((1, manifest.dim), np.float32), 1)
        except IndexBroken as error:
            yield str(error)

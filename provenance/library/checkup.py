"""Whether the files of an index are what its manifest says, and what repairs those that are not."""

from __future__ import annotations

import hashlib
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from provenance.errors import IndexBroken
from provenance.index import blocks
from provenance.library import schema
from provenance.library.cluster.settings import cluster_of
from provenance.library.disk import sha256_of
from provenance.library.home import existing_folder
from provenance.library.manifest import Manifest, StoredFile, read_manifest
from provenance.library.parts import Need, OpenPart, OpenParts, is_needed
from provenance.library.records import load_articles
from provenance.library.rows import passage_hash
from provenance.library.windows import windows
from provenance.values import Article

#: Told what is looked at ("files" in bytes, "articles", "vectors"), how much of it is done, and how much there is.
Told = Callable[[str, int, int], None]
_Look = Callable[[OpenParts, Manifest, Told], Iterator[str]]
_ARTICLES = 500
#: float16 keeps about three decimal digits, so a unit row may miss length 1 by this much.
_UNIT = 0.01
#: What reading a damaged file can raise.
_UNREADABLE = (IndexBroken, sqlite3.Error, OSError, ValueError, TypeError, KeyError, IndexError, struct.error)


def verify(name: str, home: Path, progress: Told = lambda *_: None) -> list[str]:
    """Read an index whole and say what is wrong with it and what helps; an empty list where nothing is.

    Args:
        name: the index.
        home: the folder of indexes.
        progress: called now and then.

    Raises:
        ConfigurationError: the name could lead out of `home`.
        IndexMissing: there is no index of that name.
        IndexIncompatible: it has another format version.
    """
    folder = existing_folder(name, home)
    if settings := cluster_of(folder):
        from provenance.library.cluster.checkup import verify as verify_cluster

        return verify_cluster(folder, settings)
    try:
        manifest, _ = read_manifest(folder)
    except IndexBroken as error:
        return [str(error)]
    problems = list(_files(folder, manifest, "search", progress))
    # The rest says where the damage shows; a shorter file must not be mapped.
    looks: tuple[tuple[Need, _Look], ...] = (("tables", _tables), ("vectors", _vectors), ("search", _search))
    for need, look in looks:
        try:
            with closing(OpenParts(folder, manifest, need)) as parts:
                problems += [f"{problem}; {_remedy(name, need)}" for problem in look(parts, manifest, progress)]
        except _UNREADABLE as error:
            problems.append(f"the {_NAMES[need]} cannot be read ({error}); {_remedy(name, need)}")
    return list(dict.fromkeys(problems))


def expect_undamaged(folder: Path, manifest: Manifest, need: Need) -> None:
    """See that the files from which another part is to be made are what the manifest says.

    Raises:
        IndexBroken: one is not.
    """
    for problem in _files(folder, manifest, need, lambda *_: None):
        raise IndexBroken(f"The index {folder.name!r} is damaged: {problem}.")


def _files(folder: Path, manifest: Manifest, need: Need, told: Told) -> Iterator[str]:
    listed = {file.path for file in manifest.files}
    for part in manifest.parts:
        if f"{part.generation}/{schema.ARTICLES_FILE}" not in listed:
            yield f"index.toml does not list {part.generation}/{schema.ARTICLES_FILE}; {_remedy(folder.name, 'tables')}"
    needed = [file for file in manifest.files if is_needed(file.path, need)]
    count = _Count("files", sum(file.size for file in needed), told)
    for file in needed:
        if problem := _file(folder / file.path, file, count):
            kind = next(kind for kind in _NAMES if is_needed(file.path, kind))
            yield f"{problem}; {_remedy(folder.name, kind)}"


class _Count:
    """Counts what is done of a stage and tells it."""

    def __init__(self, stage: str, total: int, told: Told) -> None:
        self._stage, self._total, self._told = stage, total, told
        self._done = 0

    def __call__(self, more: int) -> None:
        self._done += more
        self._told(self._stage, self._done, self._total)


def _file(path: Path, file: StoredFile, count: _Count) -> str | None:
    if not path.is_file():
        return f"{file.path} is missing"
    if (size := path.stat().st_size) != file.size:
        return f"{file.path} has {size} bytes instead of {file.size}"
    if sha256_of(path, count) != file.sha256:
        return f"{file.path} was changed: its SHA-256 is not the one in index.toml"
    return None


_NAMES: dict[Need, str] = {"tables": "articles", "vectors": "vectors", "search": "search file"}


def _remedy(name: str, damaged: Need) -> str:
    if damaged == "search":
        return f"run `provenance index compact {name}`"
    if damaged == "vectors":
        return f"run `provenance index compact {name} --embed`"
    return f"restore a backup, or run `provenance index rebuild {name}` with its sources"


def _tables(parts: OpenParts, manifest: Manifest, told: Told) -> Iterator[str]:
    count = _Count("articles", sum(part.known.articles for part in parts), told)
    for part in parts:
        (found,) = part.tables.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            yield f"{part.known.generation}/{schema.ARTICLES_FILE} is damaged: {found}"
            return
        yield from _rows(part, count)
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


def _rows(part: OpenPart, told: _Count) -> Iterator[str]:
    tables, name = part.tables, part.known.generation
    for table in ("articles", "passages"):
        (count,) = tables.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a constant
        if count != getattr(part.known, table):
            yield f"{name} holds {count} {table} instead of {getattr(part.known, table)}"
    if tables.execute("PRAGMA foreign_key_check").fetchone():
        yield f"{name} holds passages without their article"
    for some in _in_batches(part):
        between = (some[0].number, some[-1].number)
        digests = dict(tables.execute("SELECT number, sha256 FROM articles WHERE number BETWEEN ? AND ?", between))
        for one in some:
            if hashlib.sha256(one.article.text.encode()).hexdigest() != digests[one.number]:
                yield f"the text of article {one.article.id!r} was changed"
        articles = {one.number: one.article for one in some}
        for number, start, end, digest in tables.execute(
            'SELECT article, start, "end", hash FROM passages WHERE article BETWEEN ? AND ?', between
        ):
            if passage_hash(articles[number].text[start:end]) != digest:
                yield f"a passage of article {articles[number].id!r} was changed"
        told(len(some))


def _vectors(parts: OpenParts, manifest: Manifest, told: Told) -> Iterator[str]:
    live = 0
    count = _Count("vectors", sum(len(part.rows) for part in parts), told)
    for part in parts:
        name = part.known.generation
        keep = parts.live_rows(part)
        live += len(part.rows) if keep is None else int(keep.sum())
        for start, block in blocks(part.rows):
            norms = np.linalg.norm(block, axis=1)
            bad = np.flatnonzero(~((np.abs(norms - 1) < _UNIT) | (norms == 0)))
            if len(bad):
                yield f"vector {start + int(bad[0])} of {name} does not have length 1"
                break
        if (np.diff(part.owners) < 0).any():
            yield f"the vectors of {name} do not stand in the order of their passages"
            continue
        yield from _owned(part, count)
    if live != manifest.vectors:
        yield f"the parts hold {live} live vectors instead of {manifest.vectors}"


def _owned(part: OpenPart, told: _Count) -> Iterator[str]:
    """What is wrong between the vectors of a part and the texts of its passages, batch by batch."""
    lost = missing = done = 0
    equal = True
    for some in _in_batches(part):
        after = some[-1].first_passage + len(some[-1].article.passages)
        end = int(np.searchsorted(part.owners, after))
        held, done = part.owners[done:end], end
        wanted = np.array([owner for one in some for owner in one.owners()], np.int64)
        lost += len(np.setdiff1d(held, wanted))
        missing += len(np.setdiff1d(wanted, held))
        equal = equal and np.array_equal(held, wanted)
        told(len(held))
    lost += len(np.unique(part.owners[done:]))
    name = part.known.generation
    if lost:
        yield f"{lost} passages of {name} have vectors but are not there, or are no story"
    if missing:
        yield f"{missing} passages of {name} have no vector"
    elif not (equal or lost):
        yield f"{name} has another number of vectors than its passages ask for"


@dataclass(frozen=True, slots=True)
class _Stored:
    number: int
    first_passage: int
    article: Article

    def owners(self) -> Iterator[int]:
        """The id of a passage once for each text of it that is embedded."""
        for place, passage in enumerate(self.article.passages):
            yield from [self.first_passage + place] * sum(1 for _ in windows(passage))


def _in_batches(part: OpenPart) -> Iterator[list[_Stored]]:
    """The articles of a part, in the order of their numbers."""
    rows = part.tables.execute("SELECT number, first_passage FROM articles ORDER BY number")
    while some := rows.fetchmany(_ARTICLES):
        articles = load_articles(part.tables, [number for number, _ in some])
        yield [_Stored(number, first, articles[number]) for number, first in some]


def _search(parts: OpenParts, manifest: Manifest, _: Told) -> Iterator[str]:
    for part in parts:
        try:
            part.search.nearest(np.zeros((1, manifest.dim), np.float32), 1)
        except IndexBroken as error:
            yield str(error)

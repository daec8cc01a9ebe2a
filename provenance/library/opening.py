"""Opening an index: the live generation, checked before anything of it is mapped into memory."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

from provenance.embed import Embedder
from provenance.errors import IndexBroken, IndexIncompatible
from provenance.library import schema
from provenance.library.build import ANN_FOLDER
from provenance.library.disk import hold
from provenance.library.home import existing_folder
from provenance.library.manifest import Manifest, read_manifest
from provenance.library.reader import OpenIndex, damaged
from provenance.library.vectors import FOLDER, map_rows

#: A writer may remove a generation between the reading of its manifest and its opening, but hardly thrice.
_ATTEMPTS = 3


def open_index(name: str, *, home: Path, embedder: Embedder) -> OpenIndex:
    """Open the live generation of an index.

    Raises:
        ConfigurationError: the name could lead out of `home`.
        IndexMissing: there is no index of that name.
        IndexBroken: its files do not agree with its manifest.
        IndexIncompatible: it was made by another embedder or format version.
    """
    folder = existing_folder(name, home)
    for attempt in range(_ATTEMPTS):
        manifest, digest = read_manifest(folder)
        _same_embedder(name, manifest, embedder)
        try:
            return _open(name, folder / manifest.generation, manifest, digest)
        except IndexBroken:
            if attempt == _ATTEMPTS - 1 or read_manifest(folder)[1] == digest:
                raise
    raise damaged(name)


def _open(name: str, generation: Path, manifest: Manifest, digest: str) -> OpenIndex:
    try:
        with ExitStack() as stack:
            stack.enter_context(hold(generation))
            for file in manifest.files:
                _expect(generation / file.path, file.size, name)
            rows = map_rows(generation / FOLDER, manifest.vectors, manifest.dim)
            tables = stack.enter_context(closing(schema.open_finished(generation / schema.ARTICLES_FILE)))
            opened = OpenIndex(name, manifest, digest, tables=tables, rows=rows, ann=generation / ANN_FOLDER)
            opened.resources = stack.pop_all()
            return opened
    except (OSError, sqlite3.Error) as error:
        raise damaged(name) from error


def _same_embedder(name: str, manifest: Manifest, embedder: Embedder) -> None:
    if manifest.embedder_sha256 == embedder.sha256 and manifest.dim == embedder.dim:
        return
    if manifest.embedder == embedder.name:
        raise IndexIncompatible(
            f"The index {name!r} was made by an earlier version of the embedder {embedder.name!r}; run "
            f"`provenance index rebuild {name}` with its sources."
        )
    raise IndexIncompatible(
        f"The index {name!r} was made by the embedder {manifest.embedder!r}, not by {embedder.name!r}; use "
        f"`--embedder {manifest.embedder}`, or run `provenance index rebuild {name} --embedder {embedder.name}` "
        "with its sources."
    )


def _expect(path: Path, size: int, name: str) -> None:
    if not path.is_file() or path.stat().st_size != size:
        raise IndexBroken(
            f"The index {name!r} is damaged ({path.name} is missing or has another length); restore a backup, "
            f"or run `provenance index rebuild {name}` with its sources."
        )

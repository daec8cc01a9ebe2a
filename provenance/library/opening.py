"""Opening an index: its live parts, checked before anything of them is mapped into memory."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from provenance.embed import Embedder
from provenance.errors import IndexBroken, IndexIncompatible
from provenance.library.cluster.settings import cluster_of
from provenance.library.home import existing_folder
from provenance.library.manifest import Manifest, read_manifest
from provenance.library.parts import OpenParts
from provenance.library.reader import OpenIndex, damaged

#: A writer may remove a part between the reading of the manifest and its opening, but hardly thrice.
_ATTEMPTS = 3


def open_index(name: str, *, home: Path, embedder: Embedder) -> OpenIndex:
    """Open the live parts of an index.

    Raises:
        ConfigurationError: the name could lead out of `home`.
        IndexMissing: there is no index of that name.
        IndexBroken: its files do not agree with its manifest.
        IndexIncompatible: it was made by another embedder or format version.
        IndexAway: a server that it lives on does not answer.
    """
    folder = existing_folder(name, home)
    if settings := cluster_of(folder):
        from provenance.library.cluster.reader import open_cluster

        return open_cluster(name, folder, settings, embedder)
    for attempt in range(_ATTEMPTS):
        manifest, digest = read_manifest(folder)
        same_embedder(name, manifest, embedder)
        try:
            return _open(name, folder, manifest, digest)
        except IndexBroken:
            if attempt == _ATTEMPTS - 1 or read_manifest(folder)[1] == digest:
                raise
    raise damaged(name)


def _open(name: str, folder: Path, manifest: Manifest, digest: str) -> OpenIndex:
    try:
        parts = OpenParts(folder, manifest)
    except (OSError, sqlite3.Error, ValueError, TypeError) as error:
        raise damaged(name) from error
    try:
        return OpenIndex(name, manifest, digest, parts)
    except BaseException:
        parts.close()
        raise


def same_embedder(name: str, manifest: Manifest, embedder: Embedder) -> None:
    """See that an index was made by this embedder.

    Raises:
        IndexIncompatible: it was made by another one.
    """
    if manifest.embedder_sha256 == embedder.sha256 and manifest.dim == embedder.dim:
        return
    if manifest.embedder == embedder.name:
        raise IndexIncompatible(
            f"The index {name!r} was made by an earlier version of the embedder {embedder.name!r}; run "
            f"`provenance index compact {name} --embedder {embedder.name}` to embed its articles again."
        )
    raise IndexIncompatible(
        f"The index {name!r} was made by the embedder {manifest.embedder!r}, not by {embedder.name!r}; use "
        f"`--embedder {manifest.embedder}`, or run `provenance index compact {name} --embedder {embedder.name}` "
        "to embed its articles again."
    )

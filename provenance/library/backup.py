"""A live index as one file, and such a file as a live index again.

The file is a tar archive: `index.toml` first, then every file that it lists. Live files never change, so
a backup may be taken while readers and a writer are at work.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tarfile
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from provenance.errors import ConfigurationError, IndexBroken, IndexProblem
from provenance.library import generation as generations
from provenance.library.cluster.settings import cluster_of
from provenance.library.disk import sync, write_durably, writing_errors
from provenance.library.home import MANIFEST_FILE, existing_folder, index_folder
from provenance.library.manifest import LARGEST, Manifest, StoredFile, read_manifest, write_manifest
from provenance.library.parts import OpenParts
from provenance.library.writing import replacing

_BLOCK = 1 << 20
_RESTORE = "restore"
#: Told how many bytes are done, of how many.
Told = Callable[[int, int], None]


def backup(name: str, file: Path, *, home: Path, progress: Told | None = None) -> Manifest:
    """Write a live index to a file, every byte compared with its hash.

    Raises:
        ConfigurationError: the name cannot be used, or the file cannot be written.
        IndexMissing: there is no index of that name.
        IndexBroken: a file of it is damaged.
        IndexIncompatible: it has another format version.
        StorageFull: the disk has no room left.
    """
    folder = existing_folder(name, home)
    _expect_folder(folder)
    manifest, _ = read_manifest(folder)
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.part")
    if not file.parent.is_dir():
        raise ConfigurationError(f"There is no folder {file.parent} to write the backup to; make it first.")
    try:
        # The parts are held while they are copied, so that a writer leaves them where they are.
        with writing_errors(file.parent), closing(OpenParts(folder, manifest, "tables")):
            content = (folder / MANIFEST_FILE).read_bytes()
            if read_manifest(folder)[0] != manifest:
                raise IndexBroken(f"The index {name!r} changed at this moment; run the same command again.")
            with tarfile.open(unfinished, "w", format=tarfile.PAX_FORMAT) as archive:
                archive.addfile(_member(MANIFEST_FILE, len(content)), io.BytesIO(content))
                _write_files(archive, folder, manifest, progress)
            sync(unfinished)
            unfinished.replace(file)
            sync(file.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def restore(name: str, file: Path, *, home: Path, progress: Told | None = None) -> Manifest:
    """Replace what an index holds by what a backup holds; it is made where there is none.

    Raises:
        ConfigurationError: the name or the file cannot be used, or the folder cannot be written to.
        IndexBroken: the backup is damaged; the index is as it was before.
        IndexIncompatible: the backup has another format version.
        IndexBusy: another process is writing to the index.
        StorageFull: the disk has no room left.
    """
    _expect_folder(index_folder(name, home))
    if not file.is_file():
        raise ConfigurationError(f"There is no backup {file}; check its name.")
    index_folder(name, home)
    try:
        with tarfile.open(file, "r:") as archive:
            manifest, content = _read_manifest(archive, file, name)
            with replacing(name, home) as writer:
                live = {part.generation for part in writer.live.parts} if writer.live else set()
                _restore(archive, manifest, content, writer.folder, live, progress)
                return manifest
    except (tarfile.TarError, EOFError) as error:
        raise _damaged(file) from error


def _restore(
    archive: tarfile.TarFile,
    manifest: Manifest,
    content: bytes,
    folder: Path,
    live: Collection[str],
    progress: Told | None,
) -> None:
    names: dict[str, str] = {}
    try:
        for part in manifest.parts:
            # A free name for each, since those of the backup may be taken by what is live.
            generation, _ = generations.begin(folder, {*live, *names.values()}, _RESTORE, "")
            wanted = folder / part.generation
            if not wanted.exists():
                generation = generations.rename(generation, wanted)
            names[part.generation] = generation.name
        _read_files(archive, manifest, folder, names, progress)
        if all(old == new for old, new in names.items()):
            # Byte for byte the same, so that reports which name its hash still agree.
            write_durably(folder / MANIFEST_FILE, content)
        else:
            write_manifest(folder, _renamed(manifest, names))
    except BaseException:
        for generation_name in names.values():
            generations.discard(folder / generation_name)
        raise
    for generation_name in names.values():
        generations.went_live(folder / generation_name)


def _write_files(archive: tarfile.TarFile, folder: Path, manifest: Manifest, progress: Told | None) -> None:
    done, total = 0, sum(stored.size for stored in manifest.files)
    for stored in manifest.files:
        with (folder / stored.path).open("rb") as opened:
            reader = _Hashed(opened)
            archive.addfile(_member(stored.path, stored.size), reader)
        if reader.digest.hexdigest() != stored.sha256:
            raise IndexBroken(
                f"The file {stored.path} of the index {folder.name!r} is damaged, so no backup was written; run "
                f"`provenance index verify {folder.name}`."
            )
        done += stored.size
        if progress:
            progress(done, total)


def _read_files(
    archive: tarfile.TarFile, manifest: Manifest, folder: Path, names: dict[str, str], progress: Told | None
) -> None:
    listed = {stored.path: stored for stored in manifest.files}
    done, total = 0, sum(stored.size for stored in manifest.files)
    for member in archive:
        stored = listed.pop(member.name, None)
        if stored is None:
            continue
        if not member.isreg() or member.size != stored.size:
            raise tarfile.ReadError
        generation, _, inside = stored.path.partition("/")
        target = folder / names[generation] / inside
        target.parent.mkdir(exist_ok=True)
        source = archive.extractfile(member)
        if source is None or not _copy(source, target, stored):
            raise tarfile.ReadError
        done += stored.size
        if progress:
            progress(done, total)
    if listed:
        raise tarfile.ReadError
    for new in names.values():
        for path in [*(folder / new).iterdir(), folder / new]:
            sync(path)
    sync(folder)


def _copy(source: IO[bytes], target: Path, stored: StoredFile) -> bool:
    reader = _Hashed(source)
    with target.open("wb") as file:
        shutil.copyfileobj(reader, file, _BLOCK)
        file.flush()
        os.fsync(file.fileno())
    return reader.digest.hexdigest() == stored.sha256


class _Hashed:
    """Hashes what is read through it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read and hash."""
        content = self._file.read(size)
        self.digest.update(content)
        return content


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o644
    return member


def _read_manifest(archive: tarfile.TarFile, file: Path, name: str) -> tuple[Manifest, bytes]:
    first = archive.next()
    if first is None or first.name != MANIFEST_FILE or not first.isreg() or first.size > LARGEST:
        raise ConfigurationError(f"{file} is no backup of an index.")
    source = archive.extractfile(first)
    content = source.read() if source else b""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / name
        folder.mkdir()
        (folder / MANIFEST_FILE).write_bytes(content)
        try:
            return read_manifest(folder)[0], content
        except IndexProblem as error:
            raise type(error)(f"{file} cannot be restored: its index.toml is damaged or of another format.") from error


def _renamed(manifest: Manifest, names: dict[str, str]) -> Manifest:
    parts = tuple(replace(part, generation=names[part.generation]) for part in manifest.parts)
    files = []
    for stored in manifest.files:
        generation, _, inside = stored.path.partition("/")
        files.append(replace(stored, path=f"{names[generation]}/{inside}"))
    return replace(manifest, parts=parts, files=tuple(files))


def _damaged(file: Path) -> IndexBroken:
    return IndexBroken(f"The backup {file} is damaged, so the index stays as it was; restore another one.")


def _expect_folder(folder: Path) -> None:
    if cluster_of(folder):
        raise ConfigurationError(
            f"The index {folder.name!r} lives on servers, which have backups of their own: take that of PostgreSQL "
            "with pg_dump; `provenance index compact --embed` fills Milvus again from it."
        )

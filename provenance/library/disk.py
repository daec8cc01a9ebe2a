"""Files that survive a power cut, and what a full or read-only disk means."""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from provenance.errors import ConfigurationError, IndexBroken, StorageFull
from provenance.library.home import ENVIRONMENT

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_IS_WINDOWS = os.name == "nt"
_BLOCK = 2**20
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}


def sync(path: Path) -> None:
    """Force a file or a folder's list of names to disk."""
    if _IS_WINDOWS and path.is_dir():
        # It keeps the names itself, and opens no folder.
        return
    handle = os.open(path, os.O_RDWR if _IS_WINDOWS else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, content: bytes) -> None:
    """Replace a file in one step: readers see the old one or the new one, also after a power cut."""
    temporary = path.with_name(f"{path.name}.new")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync(path.parent)


def sha256_of(path: Path, read: Callable[[int], object] = lambda _: None) -> str:
    """SHA-256 of a file, as lower-case hexadecimal digits; `read` is told of every stretch of bytes read."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            read(len(block))
    return digest.hexdigest()


@contextmanager
def writing_errors(where: Path) -> Iterator[None]:
    """Name a full or read-only disk as what it is, whichever library ran into it.

    Raises:
        StorageFull: the disk has no room left.
        ConfigurationError: the folder cannot be written to.
        IndexBroken: the tables cannot be written for another reason.
    """
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if _means(error, _FULL, {sqlite3.SQLITE_FULL}):
            raise StorageFull(
                f"The disk that holds {where} has no room left; make room and run the same command again "
                "(the index is as it was before)."
            ) from error
        if _means(error, set(), {sqlite3.SQLITE_IOERR}):
            # SQLite does not tell a quota that is used up from a disk that fails.
            raise StorageFull(
                f"The disk that holds {where} takes no more: it has no room left, a quota is used up, or it fails; "
                "look at it and run the same command again (the index is as it was before)."
            ) from error
        if _means(error, _FORBIDDEN, {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}):
            raise ConfigurationError(
                f"The folder {where} cannot be written to; choose another with --indexes or {ENVIRONMENT}."
            ) from error
        if isinstance(error, sqlite3.Error):
            raise IndexBroken(
                f"Writing to {where} failed ({error}); check the disk and run the same command again."
            ) from error
        raise


def _means(error: OSError | sqlite3.Error, numbers: set[int], codes: set[int]) -> bool:
    if isinstance(error, OSError):
        return error.errno in numbers
    # Errors of the module itself carry no code of SQLite's.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in codes

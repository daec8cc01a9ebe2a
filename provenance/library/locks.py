"""Locks that a dead process cannot hold: who writes to an index, and which generations are being read.

They belong to open files, so the operating system lets go of them when a process ends, however it ends.
A reader marks a generation with a shared `flock` on its folder. Windows has none; there a file that is
open cannot be renamed, which says as much.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from provenance.errors import IndexBusy
from provenance.library.schema import ARTICLES_FILE

_HAS_FLOCK = find_spec("fcntl") is not None
LOCK_FILE = ".lock"
_LEAVING = ".leaving"


@contextmanager
def writer_lock(folder: Path, name: str) -> Iterator[None]:
    """Hold the right to write to an index; `folder` is made where it does not exist.

    Raises:
        IndexBusy: another process holds it.
    """
    # Takes longer to import than a small index to open, which needs none of it.
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK_FILE, mode=0o644, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise IndexBusy(
            f"Another process is writing to the index {name!r}; wait until it is done, then try again."
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def hold(generation: Path) -> Iterator[None]:
    """Mark a generation as being read, so that no writer removes it.

    Raises:
        OSError: it is not there.
    """
    if not _HAS_FLOCK:
        with (generation / ARTICLES_FILE).open("rb"):
            yield
        return
    import fcntl

    handle = os.open(generation, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # A network folder may know no locks, and a writer about to remove the generation holds one for a
        # moment: files that are open stay readable either way.
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def is_held(generation: Path) -> bool:
    """Whether a reader holds a generation that is to be removed."""
    if not _HAS_FLOCK:
        return _is_open(generation / ARTICLES_FILE)
    import fcntl

    handle = os.open(generation, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in {errno.EAGAIN, errno.EACCES}
    finally:
        os.close(handle)
    return False


def _is_open(file: Path) -> bool:
    # A generation that is to be removed needs the name no more, so it is not given back.
    try:
        file.rename(file.with_name(file.name + _LEAVING))
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False

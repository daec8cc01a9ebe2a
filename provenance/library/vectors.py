"""Vectors on disk: raw float16 rows and, beside them, the passage that each row belongs to.

Both files are plain little-endian arrays without a header of their own, so that they can be mapped,
cut back after a crash and appended to; `vectors.json` says what they hold. Rows stand in the order
of their passages' ids, and a long passage has several.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexBroken
from provenance.library.disk import sync

FOLDER = "vectors"
ROWS_FILE = "rows.f16"
PASSAGES_FILE = "passages.i64"
HEADER_FILE = "vectors.json"

_ROW = np.dtype("<f2")
_ID = np.dtype("<i8")
_COPY_AT_ONCE = 65_536
#: Windows would take bytes of a vector for line ends.
_BINARY = getattr(os, "O_BINARY", 0)


class VectorWriter:
    """Appends rows to the files of a generation that is being written."""

    def __init__(self, generation: Path, dim: int, rows: int) -> None:
        """Open the files, cut back to the `rows` that are known to be whole."""
        self.folder = generation / FOLDER
        self.folder.mkdir(exist_ok=True)
        self.dim = dim
        self.rows = rows
        self._vectors = _open_cut(self.folder / ROWS_FILE, rows * dim * _ROW.itemsize)
        self._passages = _open_cut(self.folder / PASSAGES_FILE, rows * _ID.itemsize)

    def append(self, passages: Sequence[int], vectors: npt.NDArray[np.float16]) -> None:
        """Add rows (n, dim) of the passages with these ids, and force them to disk."""
        for handle, array in (
            (self._vectors, vectors.astype(_ROW, copy=False)),
            (self._passages, np.asarray(passages, _ID)),
        ):
            _write_all(handle, array.reshape(-1).view(np.uint8).data)
            os.fsync(handle)
        self.rows += len(vectors)

    def drop(self, gone: npt.NDArray[np.int64]) -> None:
        """Leave out the rows of passages that were replaced since; call once, at the end."""
        self.close()
        rows, passages = map_rows(self.folder, self.rows, self.dim)
        kept = np.flatnonzero(~np.isin(passages, gone))
        for name, array in ((ROWS_FILE, rows), (PASSAGES_FILE, passages)):
            with (self.folder / f"{name}.new").open("wb") as file:
                for start in range(0, len(kept), _COPY_AT_ONCE):
                    file.write(array[kept[start : start + _COPY_AT_ONCE]].tobytes())
        for name in (ROWS_FILE, PASSAGES_FILE):
            (self.folder / f"{name}.new").replace(self.folder / name)
        self.rows = len(kept)

    def finish(self) -> None:
        """Write the header and force everything to disk."""
        self.close()
        header = {"dim": self.dim, "rows": self.rows, "vectors": "float16 little-endian", "passages": "int64"}
        (self.folder / HEADER_FILE).write_text(json.dumps(header) + "\n", encoding="utf-8")
        for name in (ROWS_FILE, PASSAGES_FILE, HEADER_FILE):
            sync(self.folder / name)
        sync(self.folder)

    def close(self) -> None:
        """Close both files."""
        for handle in {self._vectors, self._passages} - {-1}:
            os.close(handle)
        self._vectors = self._passages = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def map_rows(folder: Path, rows: int, dim: int) -> tuple[npt.NDArray[np.float16], npt.NDArray[np.int64]]:
    """Map the vectors (rows, dim) and their passages' ids (rows,) into memory.

    Raises:
        IndexBroken: a file is missing or has another length, which would crash the process later.
    """
    if not rows:
        return np.zeros((0, dim), _ROW), np.zeros(0, _ID)
    expected = {ROWS_FILE: rows * dim * _ROW.itemsize, PASSAGES_FILE: rows * _ID.itemsize}
    for name, size in expected.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != size:
            raise IndexBroken(f"The file {path} is missing or cut short; rebuild the index or restore a backup.")
    return (
        np.memmap(folder / ROWS_FILE, _ROW, "r", shape=(rows, dim)),
        np.memmap(folder / PASSAGES_FILE, _ID, "r", shape=(rows,)),
    )


def _open_cut(path: Path, size: int) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, 0o644)
    if os.fstat(handle).st_size < size:
        os.close(handle)
        raise IndexBroken(f"The file {path} is shorter than its tables say; remove its folder and rebuild the index.")
    os.ftruncate(handle, size)
    os.lseek(handle, size, os.SEEK_SET)
    return handle


def _write_all(handle: int, content: memoryview) -> None:
    while content:
        content = content[os.write(handle, content) :]

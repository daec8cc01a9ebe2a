"""The checker's file: a header of plain values and float16 arrays by name, in NumPy's own archive format."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.checker.features import CHANNELS, SCALARS
from provenance.checker.shape import Shape
from provenance.errors import EmbedderError

CHECKER_FILE = Path(__file__).parent / "data" / "checker.npz"
FORMAT_VERSION = 1
_HEADER = "header"
_LARGEST_FILE = 64 * 1024 * 1024
_LARGEST_SIZE = 4096

Weights = dict[str, npt.NDArray[np.float32]]


def write_checker(
    path: Path, shape: Shape, weights: Mapping[str, npt.NDArray[np.float32]], vectors_sha256: str
) -> None:
    """Write a checker that reads the vectors of the model whose hash is `vectors_sha256`."""
    header = {
        "version": FORMAT_VERSION, "shape": asdict(shape), "inputs": [CHANNELS, SCALARS],
        "vectors_sha256": vectors_sha256,
    }  # fmt: skip
    arrays: dict[str, npt.NDArray[Any]] = {name: array.astype(np.float16) for name, array in weights.items()}
    arrays[_HEADER] = np.frombuffer(json.dumps(header).encode(), np.uint8)
    temporary = path.with_name(path.name + ".part")
    with temporary.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
    temporary.replace(path)


def read_checker(path: Path) -> tuple[Shape, Weights, str, str]:
    """Read the file at `path`.

    Returns:
        The network's sizes, its weights by name, the hash of the vectors that it was trained on, and its own hash.

    Raises:
        EmbedderError: the file is missing, damaged, or of another format.
    """
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise ValueError("it is larger than any checker")
        content = path.read_bytes()
        with zipfile.ZipFile(path) as archive:
            if sum(one.file_size for one in archive.infolist()) > _LARGEST_FILE:
                raise ValueError("it unpacks to more than any checker")
        with np.load(path, allow_pickle=False) as arrays:
            header = json.loads(arrays[_HEADER].tobytes())
            if header["version"] != FORMAT_VERSION or header["inputs"] != [CHANNELS, SCALARS]:
                raise ValueError("it is of another version")
            shape = Shape(**header["shape"])
            if not all(isinstance(size, int) and 0 < size <= _LARGEST_SIZE for size in asdict(shape).values()):
                raise ValueError("its sizes are impossible")
            weights = {name: arrays[name].astype(np.float32) for name in arrays.files if name != _HEADER}
        return shape, weights, str(header["vectors_sha256"]), hashlib.sha256(content).hexdigest()
    except FileNotFoundError as error:
        raise EmbedderError(
            f"There is no checker at {path}; go on without it (--no-checker) or install the package again."
        ) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, zipfile.BadZipFile) as error:
        raise EmbedderError(
            f"The checker {path} cannot be used ({error}); "
            "go on without it (--no-checker) or install the package again."
        ) from error

"""The checker's file: a header of plain values and float16 arrays by name, in NumPy's own archive format."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.checker.features import CHANNELS, SCALARS
from provenance.checker.proofreader import Vocabulary
from provenance.checker.shape import Shape
from provenance.checker.weighted import Weights
from provenance.errors import EmbedderError

CHECKER_FILE = Path(__file__).parent / "data" / "checker.npz"
FORMAT_VERSION = 1
_HEADER, _PROOF = "header", "proof."
_LARGEST_FILE = 64 * 1024 * 1024
_LARGEST_SIZE = 4096


@dataclass(frozen=True, slots=True)
class ProofWeights:
    """A proofreader: the words that it knows, and its weights by name."""

    vocabulary: Vocabulary
    weights: Weights


@dataclass(frozen=True, slots=True)
class CheckerContent:
    """What a checker's file holds: the sizes and weights of its network, the hash of the vectors that it reads.

    `proof` is the proofreader, if it has one, `sha256` the hash of the file that it was read from.
    """

    shape: Shape
    weights: Weights
    vectors_sha256: str
    proof: ProofWeights | None = None
    sha256: str = ""


def write_checker(path: Path, content: CheckerContent) -> None:
    """Write a checker."""
    header: dict[str, Any] = {
        "version": FORMAT_VERSION, "shape": asdict(content.shape), "inputs": [CHANNELS, SCALARS],
        "vectors_sha256": content.vectors_sha256,
    }  # fmt: skip
    named = dict(content.weights)
    if content.proof is not None:
        header["words"] = content.proof.vocabulary.lists
        named |= {_PROOF + name: array for name, array in content.proof.weights.items()}
    arrays: dict[str, npt.NDArray[Any]] = {name: array.astype(np.float16) for name, array in named.items()}
    arrays[_HEADER] = np.frombuffer(json.dumps(header, ensure_ascii=False).encode(), np.uint8)
    temporary = path.with_name(path.name + ".part")
    with temporary.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
    temporary.replace(path)


def read_checker(path: Path) -> CheckerContent:
    """Read the file at `path`.

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
            named = {name: arrays[name].astype(np.float32) for name in arrays.files if name != _HEADER}
            proof = _proof(header["words"], named) if "words" in header else None
        weights = {name: array for name, array in named.items() if not name.startswith(_PROOF)}
        return CheckerContent(shape, weights, str(header["vectors_sha256"]), proof, hashlib.sha256(content).hexdigest())
    except FileNotFoundError as error:
        raise EmbedderError(
            f"There is no checker at {path}; go on without it (--no-checker) or install the package again."
        ) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, zipfile.BadZipFile) as error:
        raise EmbedderError(
            f"The checker {path} cannot be used ({error}); "
            "go on without it (--no-checker) or install the package again."
        ) from error


def _proof(lists: dict[str, tuple[list[str], list[str]]], named: Weights) -> ProofWeights:
    weights = {name[len(_PROOF) :]: array for name, array in named.items() if name.startswith(_PROOF)}
    if not all(isinstance(one, str) for both in lists.values() for some in both for one in some):
        raise ValueError("its words are no words")
    return ProofWeights(
        Vocabulary({language: (words, endings) for language, (words, endings) in lists.items()}), weights
    )

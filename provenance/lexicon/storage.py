"""The lexicon's file: sorted unit hashes and quantised probabilities, mapped into memory.

Layout: the magic bytes, the length of the header (uint32), the header (JSON: format version, SHA-256 of
the body, offsets), then the body of little-endian arrays. English is the pivot: its units are numbered
once, by sorted hash, and every language's rows point to those numbers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.errors import EmbedderError

MAGIC = b"provlex\n"
FORMAT_VERSION = 1
#: Probabilities are kept as round(-STEPS * ln p), so that one byte reaches down to p = e ** (-255 / STEPS).
STEPS = 48.0
_LARGEST_HEADER = 200_000
_KINDS = {"keys": "<u4", "counts": "u1", "units": "<u2", "forward": "u1", "backward": "u1"}


@dataclass(frozen=True, slots=True)
class Table:
    """One language against English.

    `keys` (n,) are the sorted hashes of its units, `counts` (n,) how many entries each has;
    `units` (m,) are numbers of English units, `forward` and `backward` (m,) the quantised p(English |
    unit) and p(unit | English).
    """

    keys: npt.NDArray[np.uint32]
    counts: npt.NDArray[np.uint8]
    units: npt.NDArray[np.uint16]
    forward: npt.NDArray[np.uint8]
    backward: npt.NDArray[np.uint8]


@lru_cache(maxsize=65536)
def unit_hash(unit: str) -> int:
    """A 32-bit hash of a unit, equal on every machine."""
    return int.from_bytes(hashlib.blake2b(unit.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "little")


def quantised(probabilities: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Probabilities 0..1 as bytes."""
    return np.clip(np.rint(-STEPS * np.log(np.maximum(probabilities, 1e-9))), 0, 255).astype(np.uint8)


#: The probability that a byte stands for.
LEVELS: npt.NDArray[np.float32] = np.exp(-np.arange(256) / STEPS).astype(np.float32)


def write_tables(path: Path, english: npt.NDArray[np.uint32], tables: Mapping[str, Table]) -> None:
    """Write the file of `tables` by language; `english` are the sorted hashes of the English units."""
    arrays: list[bytes] = [np.ascontiguousarray(english, "<u4").tobytes()]
    sizes: dict[str, list[int]] = {}
    for language in sorted(tables):
        table = tables[language]
        sizes[language] = [len(table.keys), len(table.units)]
        for name, kind in _KINDS.items():
            data = np.ascontiguousarray(getattr(table, name), kind).tobytes()
            arrays.append(data + b"\0" * (-len(data) % 4))
    body = b"".join(arrays)
    header = {
        "version": FORMAT_VERSION, "sha256": hashlib.sha256(body).hexdigest(), "english": len(english),
        "languages": sizes,
    }  # fmt: skip
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-(len(MAGIC) + 4 + len(text)) % 4)
    temporary = path.with_name(path.name + ".part")
    temporary.write_bytes(MAGIC + len(text).to_bytes(4, "little") + text + body)
    temporary.replace(path)


def open_tables(path: Path) -> tuple[npt.NDArray[np.uint32], dict[str, Table], str]:
    """Map the file at `path`.

    Returns:
        The hashes of the English units, the tables by language, and the SHA-256 of the body as recorded.

    Raises:
        EmbedderError: the file is missing, cut short, of another format, or its numbers do not agree.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                raise ValueError("it is no lexicon")
            size = int.from_bytes(file.read(4), "little")
            if not 0 < size <= _LARGEST_HEADER:
                raise ValueError("its header has an impossible size")
            header = json.loads(file.read(size))
        if header["version"] != FORMAT_VERSION:
            raise ValueError(f"it has format {header['version']!s:.20} instead of {FORMAT_VERSION}")
        # A plain view: the memmap class itself costs more than the look-ups.
        body = np.asarray(np.memmap(path, np.uint8, "r", len(MAGIC) + 4 + size))
        return _cut(body, header)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise EmbedderError(
            f"The lexicon {path} cannot be used ({error}); install the package again or train the lexicon again."
        ) from error


def _cut(body: npt.NDArray[np.uint8], header: dict[str, Any]) -> tuple[npt.NDArray[np.uint32], dict[str, Table], str]:
    at = 0

    def take(count: object, kind: str) -> npt.NDArray[Any]:
        nonlocal at
        if type(count) is not int or not 0 <= count <= len(body):
            raise ValueError("its header has an impossible number")
        length = count * np.dtype(kind).itemsize
        if at + length > len(body):
            raise ValueError("it is cut short")
        found = body[at : at + length].view(kind)
        at += length + -length % 4
        return found

    english = take(header["english"], "<u4")
    tables = {}
    for language, (units, entries) in sorted(header["languages"].items()):
        counts = {"keys": units, "counts": units, "units": entries, "forward": entries, "backward": entries}
        table = Table(**{name: take(counts[name], kind) for name, kind in _KINDS.items()})
        if int(table.counts.sum()) != entries:
            raise ValueError(f"its table of {language!s:.10} is broken")
        tables[str(language)] = table
    if at < len(body):
        raise ValueError("it is longer than its header says")
    return english, tables, str(header["sha256"])

"""What a worker writes of a stretch: its articles and rejects in order, the vectors of its passages, and a header.

The header is written last and names the hashes of the others, so that a shard without one was never
finished. All are plain: packed JSON, in which articles are the rows that an index keeps, and little-endian
float16 vectors. Whatever follows from a text is made here, so that taking in a shard is storing it.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexBroken
from provenance.library import Reject
from provenance.library.prepare import Prepared
from provenance.library.rows import Rows

#: Changes with what a shard looks like, so that a rebuild that goes on takes no other.
FORMAT = 2
_LENGTH = struct.Struct("<I")
#: The quickest; the slowest would save a fortieth of the bytes.
_PACKING = 1
_ROW = np.dtype("<f2")
#: A reject has so many fields, an article more.
_REJECT = 3


@dataclass(frozen=True, slots=True)
class Header:
    """What a shard holds: `records` with rejects, `lines` of a file of lines (0 for others), vectors (rows, dim)."""

    records: int
    lines: int
    rows: int
    dim: int
    made_by: str
    articles_sha256: str
    vectors_sha256: str


class ShardWriter:
    """Writes the shard `path` of a file system."""

    def __init__(self, system: Any, path: str) -> None:  # noqa: ANN401
        self._system, self._path = system, path
        system.makedirs(path.rpartition("/")[0], exist_ok=True)
        # Two workers may write the same shard, one of them given up for lost; what they write is the same.
        self._unfinished = {kind: f"{path}.{uuid4().hex}.{kind}" for kind in ("articles", "f16")}
        self._articles, self._vectors = (system.open(name, "wb") for name in self._unfinished.values())
        self._digests = hashlib.sha256(), hashlib.sha256()
        self._records = self._rows = 0

    def add(self, found: Prepared | Reject, vectors: npt.NDArray[np.float32] | None = None) -> None:
        """Add a record: a reject, or an article with the vectors (n, dim) of its texts."""
        if isinstance(found, Reject):
            content: list[Any] = [found.source, found.record, found.reason]
        else:
            content = [*_plain(found.rows), [len(one) for one in found.texts], found.captured]
            rows = b"" if vectors is None else vectors.astype(_ROW).tobytes()
            self._vectors.write(rows)
            self._digests[1].update(rows)
            self._rows += 0 if vectors is None else len(vectors)
        packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode(), _PACKING)
        frame = _LENGTH.pack(len(packed)) + packed
        self._articles.write(frame)
        self._digests[0].update(frame)
        self._records += 1

    def finish(self, lines: int, dim: int, made_by: str) -> Header:
        """Complete the shard."""
        self._articles.close()
        self._vectors.close()
        for kind, name in self._unfinished.items():
            self._system.mv(name, f"{self._path}.{kind}")
        digests = [one.hexdigest() for one in self._digests]
        header = Header(self._records, lines, self._rows, dim, made_by, *digests)
        _put(self._system, f"{self._path}.json", json.dumps(asdict(header)).encode())
        return header


def _put(system: Any, path: str, content: bytes) -> None:  # noqa: ANN401
    """Write a small file whole, or not at all."""
    temporary = f"{path}.{uuid4().hex}"
    system.pipe_file(temporary, content)
    system.mv(temporary, path)


def read_header(system: Any, path: str) -> Header | None:  # noqa: ANN401
    """The header of a finished shard; None where there is none."""
    try:
        return Header(**json.loads(system.cat_file(f"{path}.json")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def read_shard(system: Any, path: str, header: Header) -> Iterator[Prepared | Reject]:  # noqa: ANN401
    """The records of a shard in order; an article's texts are the vectors that stand for them, float16 (n, dim).

    Raises:
        IndexBroken: its bytes are not those that its worker wrote.
    """
    articles, vectors = (system.cat_file(f"{path}.{kind}") for kind in ("articles", "f16"))
    for content, digest in ((articles, header.articles_sha256), (vectors, header.vectors_sha256)):
        if hashlib.sha256(content).hexdigest() != digest:
            raise IndexBroken(f"The shard {path} was changed on its way; remove it and run the same command again.")
    rows = np.frombuffer(vectors, _ROW).reshape(header.rows, header.dim)
    at = row = 0
    while at < len(articles):
        (length,) = _LENGTH.unpack_from(articles, at)
        at += _LENGTH.size
        content = json.loads(zlib.decompress(articles[at : at + length]))
        at += length
        if len(content) == _REJECT:
            yield Reject(*content)
            continue
        *plain, counts, captured = content
        texts = []
        for count in counts:
            texts.append(rows[row : row + count])
            row += count
        yield Prepared(_rows(plain), texts, captured)


def _plain(rows: Rows) -> list[Any]:
    """Rows as JSON can keep them."""
    passages = [(*row[:-2], row[-2].hex(), row[-1].hex()) for row in rows.passages]
    about = (rows.id, rows.text, rows.sha256, rows.language, rows.title, rows.url, rows.outlet, rows.published)
    return [*about, rows.credit, passages, rows.names, rows.bands]


def _rows(plain: list[Any]) -> Rows:
    *about, passages, names, bands = plain
    unpacked = [(*row[:-2], bytes.fromhex(row[-2]), bytes.fromhex(row[-1])) for row in passages]
    return Rows(*[*about, tuple(unpacked), tuple(names), tuple(bands)])


def drop_shard(system: Any, path: str) -> None:  # noqa: ANN401
    """Remove a shard."""
    for kind in ("json", "articles", "f16"):
        name = f"{path}.{kind}"
        if system.exists(name):
            system.rm(name)

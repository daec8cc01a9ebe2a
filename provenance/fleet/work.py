"""What a worker does: reads a stretch, embeds it, and writes its shard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from provenance import __version__
from provenance.embed import Embedder, open_embedder
from provenance.fleet.plan import Stretch, is_remote, opened
from provenance.fleet.shard import ShardWriter, read_header
from provenance.ingest.kinds import reader_of
from provenance.ingest.record import Record, SourceFile, outcome
from provenance.library import Reject
from provenance.library.prepare import Prepared, prepare
from provenance.values import Article

#: Texts embedded at once.
_TEXTS = 4096
_NEWLINE = b"\n"
_BLOCK = 1 << 20


def work(stretch: dict[str, object], shard: str, embedder: str) -> dict[str, object]:
    """Read a stretch and write its shard, where that is not there yet; the shard's header.

    Args:
        stretch: the fields of a `Stretch`.
        shard: where to write, as a path or URL without an ending.
        embedder: the name of the model.
    """
    part = Stretch(**stretch)  # type: ignore[arg-type]
    system, path = opened(shard)
    known = read_header(system, path)
    if known is not None:
        return asdict(known)
    model = _opened_once(embedder)
    writer = ShardWriter(system, path)
    waiting: list[Prepared | Reject] = []
    texts = 0
    with _file_of(part) as (file, lines):
        for record in _records(file, part):
            found = outcome(record)
            if isinstance(found, Article):
                ready = prepare(found, record.captured)
                waiting.append(ready)
                texts += ready.weight
            else:
                waiting.append(Reject(record.source, record.place, found))
            if texts >= _TEXTS:
                _write(writer, waiting, model)
                waiting, texts = [], 0
        _write(writer, waiting, model)
    return asdict(writer.finish(lines, model.dim, f"{__version__} {model.sha256}"))


@cache
def _opened_once(embedder: str) -> Embedder:
    return open_embedder(embedder)


def _records(file: Path, part: Stretch) -> Iterator[Record]:
    reader = reader_of(file)
    if reader is None:
        return
    for record in reader(SourceFile(file, part.id)):
        yield record if record.source == part.path else replace(record, source=part.path)


def _write(writer: ShardWriter, found: list[Prepared | Reject], model: Embedder) -> None:
    texts = [text for one in found if isinstance(one, Prepared) for some in one.texts for text in some]
    vectors = model.encode([str(text) for text in texts])
    row = 0
    for one in found:
        count = one.weight if isinstance(one, Prepared) else 0
        writer.add(one, vectors[row : row + count] if count else None)
        row += count


@contextmanager
def _file_of(part: Stretch) -> Iterator[tuple[Path, int]]:
    """A file of this computer that holds the stretch, and how many lines it has where it is a cut of lines.

    Raises:
        FileNotFoundError: this computer does not see the file.
    """
    if part.whole and not is_remote(part.path):
        if not Path(part.path).is_file():
            raise FileNotFoundError(part.path)
        yield Path(part.path), 0
        return
    with TemporaryDirectory() as folder:
        file = Path(folder) / Path(part.path).name
        system, path = opened(part.path)
        lines = 0
        with system.open(path, "rb") as raw, file.open("wb") as copy:
            if part.whole:
                shutil.copyfileobj(raw, copy, _BLOCK)
            else:
                lines = _copy_lines(raw, copy, part)
        yield file, lines


def _copy_lines(raw: IO[bytes], copy: IO[bytes], part: Stretch) -> int:
    """Copy the lines that begin in a stretch; how many there are."""
    if part.start:
        # The byte before tells whether a line begins here; else its beginning is another worker's.
        raw.seek(part.start - 1)
        for _ in _line(raw):
            pass
        # Only the first line of the file may begin with a byte order mark.
        copy.write(_NEWLINE)
    lines = 0
    while raw.tell() < part.end:
        size = 0
        for piece in _line(raw):
            size += copy.write(piece)
        if not size:
            break
        lines += 1
    return lines


def _line(raw: IO[bytes]) -> Iterator[bytes]:
    """The next line in pieces, however long it is."""
    while piece := raw.readline(_BLOCK):
        yield piece
        if piece.endswith(_NEWLINE):
            return

"""The stretches of files that are handed out to workers, in the order in which one machine would read them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from provenance.errors import ConfigurationError
from provenance.ingest.folder import files_of
from provenance.ingest.kinds import reader_of, spelled_kinds

#: Bytes of one stretch; files that can be cut only as a whole are read whole.
STRETCH = 32_000_000
_CUT = (".jsonl", ".ndjson")
_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_WEB = ("http://", "https://", "outlet:")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a file: the lines that begin in the bytes from `start` up to `end`, or all of a file that is not cut.

    `id` is for the article of a file that holds one without an id of its own; `state` tells a changed file
    from the same; `last` says that the file ends here.
    """

    path: str
    id: str
    start: int
    end: int
    state: str
    last: bool

    @property
    def whole(self) -> bool:
        """Whether it is all of its file."""
        return self.last and not self.start


def is_remote(path: str) -> bool:
    """Whether a path is a URL that fsspec opens."""
    return bool(_URL.match(path))


def stretches(sources: Sequence[str], size: int | None = None) -> Iterator[Stretch]:
    """Everything that the sources hold.

    Args:
        sources: paths that the workers know by the same names, or URLs that fsspec opens.
        size: bytes of a stretch; else `STRETCH`.

    Raises:
        ConfigurationError: a source is not there, of no known kind, or of the web.
    """
    size = size or STRETCH
    for source in sources:
        if source.startswith(_WEB):
            raise ConfigurationError(
                f"{source} is read from the web, politely and by one machine; add it with `provenance index add`."
            )
        for path, id_, length, state in _remote(source) if is_remote(source) else _local(source):
            cuts = range(0, length, size) if path.lower().endswith(_CUT) and length else (0,)
            for start in cuts:
                end = min(start + size, length) if len(cuts) > 1 else length
                yield Stretch(path, id_, start, end, state, end == length)


def _local(source: str) -> Iterator[tuple[str, str, int, str]]:
    path = Path(source)
    if not path.exists() or (path.is_file() and reader_of(path) is None):
        raise _unknown(source)
    for file in files_of(path):
        known = file.path.stat()
        yield str(file.path), file.id, known.st_size, f"{known.st_size} {known.st_mtime_ns}"


def _remote(source: str) -> Iterator[tuple[str, str, int, str]]:
    system, path = opened(source)
    try:
        entries: dict[str, Any] = system.find(path, detail=True)
    except OSError as error:
        raise _unknown(source) from error
    base = path if len(entries) != 1 or path not in entries else posixpath.dirname(path)
    found = {name: one for name, one in sorted(entries.items()) if reader_of(Path(name)) and one["type"] == "file"}
    if not found:
        raise _unknown(source)
    for name, one in found.items():
        state = f"{one['size']} {one.get('ETag') or one.get('mtime') or one.get('created') or ''}"
        below = PurePosixPath(name).relative_to(base).with_suffix("") if base else PurePosixPath(name).with_suffix("")
        yield system.unstrip_protocol(name), str(below), int(one["size"]), state


def opened(url: str) -> tuple[Any, str]:
    """The file system of a path or URL, and the path in it.

    Raises:
        ConfigurationError: fsspec is not installed, or does not know such URLs.
    """
    try:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise ConfigurationError(
            f"{url} cannot be opened ({error}); install what its kind of address needs beside "
            "`pip install 'translation-provenance[cluster]'`."
        ) from error
    return system, str(path)


def _unknown(source: str) -> ConfigurationError:
    return ConfigurationError(
        f"There is no {source}, or it is of no kind that an index is made from; name a folder, or a file that ends "
        f"in {spelled_kinds()}."
    )

"""`index.toml`: which parts of an index are live, what made it, and the hashes of its files.

Renaming a new manifest over the old one is the moment at which a change goes live.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.errors import IndexBroken, IndexIncompatible, IndexMissing
from provenance.index import backend_names
from provenance.library.disk import write_durably
from provenance.library.home import MANIFEST_FILE

#: Version of the whole folder: the tables, the vectors' layout and this manifest.
FORMAT = 2
#: A larger manifest is refused.
LARGEST = 16_000_000
_COUNTS = ("articles", "passages", "vectors")
_RANGES = ("first_article", "after_article", "first_passage", "after_passage")
_GENERATION = re.compile(r"gen-[1-9][0-9]{0,8}")
_FILE = re.compile(r"gen-[1-9][0-9]{0,8}/[a-z0-9]+(?:/[a-z0-9]+)?\.[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of the live parts: its path from the index's folder, its length and its hash."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """One live folder: `backend` is the search over its vectors.

    `first_article` and `first_passage` are the lowest numbers that it may hold, `after_article` and
    `after_passage` the first ones that are free behind it.
    """

    generation: str
    backend: str
    articles: int
    passages: int
    vectors: int
    first_article: int
    after_article: int
    first_passage: int
    after_passage: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `index.toml` says.

    `parts` stand oldest first; what a later one replaces or removes in an earlier one counts no more in
    `articles`, `passages` and `vectors`. `created` is an ISO 8601 time in UTC; `sources` are the sources
    as they are to be read again.
    """

    created: str
    embedder: str
    embedder_sha256: str
    dim: int
    articles: int
    passages: int
    vectors: int
    parts: tuple[Part, ...]
    files: tuple[StoredFile, ...]
    sources: tuple[str, ...] = ()

    @property
    def generation(self) -> str:
        """The newest part."""
        return self.parts[-1].generation

    def files_of(self, generation: str) -> tuple[StoredFile, ...]:
        """The files of one part."""
        return tuple(file for file in self.files if file.path.startswith(f"{generation}/"))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make a manifest the live one, in one step."""
    write_durably(folder / MANIFEST_FILE, _to_toml(manifest).encode())


def read_manifest(folder: Path) -> tuple[Manifest, str]:
    """The manifest of an index and the SHA-256 of its file.

    Raises:
        IndexMissing: the folder holds none.
        IndexBroken: it cannot be read.
        IndexIncompatible: it has another format version.
    """
    path = folder / MANIFEST_FILE
    name = folder.name
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST)
        table = tomllib.loads(content.decode())
        version = _count(table["format"])
    except FileNotFoundError as error:
        raise IndexMissing(f"There is no index in {folder}; make it with `provenance index rebuild {name}`.") from error
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise _broken(path, name) from error
    if version != FORMAT:
        raise IndexIncompatible(
            f"The index {name!r} has format {version} and this version reads format {FORMAT}; run "
            f"`provenance index rebuild {name}` with its sources, or use the version that made it."
        )
    try:
        manifest = _from_table(table)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _broken(path, name) from error
    return manifest, hashlib.sha256(content).hexdigest()


def _broken(path: Path, name: str) -> IndexBroken:
    return IndexBroken(
        f"The file {path} is damaged; restore it, or run `provenance index rebuild {name}` with its sources."
    )


def _from_table(table: dict[str, Any]) -> Manifest:
    embedder, counts = table["embedder"], table["counts"]
    files = []
    for path, entry in table["files"].items():
        if not _FILE.fullmatch(path):
            raise ValueError(path)
        files.append(StoredFile(path, _count(entry["size"]), _text(entry["sha256"])))
    return Manifest(
        _text(table["created"]),
        _text(embedder["name"]),
        _text(embedder["sha256"]),
        _count(embedder["dim"]),
        _count(counts["articles"]),
        _count(counts["passages"]),
        _count(counts["vectors"]),
        _parts(table["parts"]),
        tuple(files),
        tuple(map(_text, table["sources"])),
    )


def _parts(entries: list[dict[str, Any]]) -> tuple[Part, ...]:
    parts = []
    article = passage = 1
    for entry in entries:
        if not _GENERATION.fullmatch(_text(entry["generation"])) or entry["backend"] not in backend_names():
            raise ValueError("part")
        part = Part(entry["generation"], entry["backend"], *(_count(entry[name]) for name in (*_COUNTS, *_RANGES)))
        if not (article <= part.first_article <= part.after_article):
            raise ValueError("articles")
        if not (passage <= part.first_passage <= part.after_passage):
            raise ValueError("passages")
        article, passage = part.after_article, part.after_passage
        parts.append(part)
    if not parts or len({part.generation for part in parts}) != len(parts):
        raise ValueError("parts")
    return tuple(parts)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError("not a count")
    return value


def _to_toml(manifest: Manifest) -> str:
    files = [
        f"{_quoted(file.path)} = {{ size = {file.size}, sha256 = {_quoted(file.sha256)} }}" for file in manifest.files
    ]
    lines = [
        f"format = {FORMAT}",
        f"created = {_quoted(manifest.created)}",
        f"sources = [{', '.join(map(_quoted, manifest.sources))}]",
        "",
        "[embedder]",
        f"name = {_quoted(manifest.embedder)}",
        f"sha256 = {_quoted(manifest.embedder_sha256)}",
        f"dim = {manifest.dim}",
        "",
        "[counts]",
        *(f"{name} = {getattr(manifest, name)}" for name in _COUNTS),
    ]
    for part in manifest.parts:
        lines += ["", "[[parts]]", f"generation = {_quoted(part.generation)}", f"backend = {_quoted(part.backend)}"]
        lines += [f"{name} = {getattr(part, name)}" for name in (*_COUNTS, *_RANGES)]
    return "\n".join([*lines, "", "[files]", *files]) + "\n"


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's, but for the delete character and lone surrogates, which TOML refuses.
    safe = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return json.dumps(safe, ensure_ascii=False).replace("\x7f", "\\u007f")

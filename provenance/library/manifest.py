"""`index.toml`: which generation of an index is live, what made it, and the hashes of its files.

Renaming a new manifest over the old one is the moment at which a rebuild goes live.
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
FORMAT = 1
_LARGEST = 16_000_000
_GENERATION = re.compile(r"gen-[1-9][0-9]{0,8}")
_FILE = re.compile(r"[a-z0-9]+(?:/[a-z0-9]+)?\.[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a generation: its path inside it, its length and its hash."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `index.toml` says.

    `generation` names the live folder, `backend` the search over its vectors; `created` is an ISO 8601
    time in UTC; `sources` are the sources as the user named them.
    """

    generation: str
    created: str
    backend: str
    embedder: str
    embedder_sha256: str
    dim: int
    articles: int
    passages: int
    vectors: int
    files: tuple[StoredFile, ...]
    sources: tuple[str, ...] = ()


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
            content = file.read(_LARGEST)
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
    generation = _text(table["generation"])
    if not _GENERATION.fullmatch(generation):
        raise ValueError("generation")
    if table["backend"] not in backend_names():
        raise ValueError("backend")
    files = []
    for path, entry in table["files"].items():
        if not _FILE.fullmatch(path):
            raise ValueError(path)
        files.append(StoredFile(path, _count(entry["size"]), _text(entry["sha256"])))
    return Manifest(
        generation,
        _text(table["created"]),
        _text(table["backend"]),
        _text(embedder["name"]),
        _text(embedder["sha256"]),
        _count(embedder["dim"]),
        _count(counts["articles"]),
        _count(counts["passages"]),
        _count(counts["vectors"]),
        tuple(files),
        tuple(map(_text, table["sources"])),
    )


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
        f"generation = {_quoted(manifest.generation)}",
        f"created = {_quoted(manifest.created)}",
        f"backend = {_quoted(manifest.backend)}",
        f"sources = [{', '.join(map(_quoted, manifest.sources))}]",
        "",
        "[embedder]",
        f"name = {_quoted(manifest.embedder)}",
        f"sha256 = {_quoted(manifest.embedder_sha256)}",
        f"dim = {manifest.dim}",
        "",
        "[counts]",
        f"articles = {manifest.articles}",
        f"passages = {manifest.passages}",
        f"vectors = {manifest.vectors}",
        "",
        "[files]",
        *files,
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's, but for the delete character and lone surrogates, which TOML refuses.
    safe = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return json.dumps(safe, ensure_ascii=False).replace("\x7f", "\\u007f")

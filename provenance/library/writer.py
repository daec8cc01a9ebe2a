"""Writing an index anew: articles in, a whole new generation out, live in one step.

Articles are stored and their passages embedded in batches. Each batch is one transaction that also
remembers how far the sources were read, after its vectors are on disk; so an interrupted run goes on
behind its last batch.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, MutableSequence, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from provenance.embed import Embedder
from provenance.errors import ConfigurationError, IndexBroken, IndexProblem, StorageFull
from provenance.library import generation as generations
from provenance.library.build import Build, Prepared, Reject, Summary
from provenance.library.disk import writer_lock, writing_errors
from provenance.library.home import index_folder
from provenance.library.manifest import FORMAT, Manifest, read_manifest
from provenance.library.records import storable
from provenance.library.windows import CHARACTERS, SENTENCES, windows
from provenance.values import Article

__all__ = ["Progress", "Reject", "Resumable", "Summary", "rebuild"]

#: Texts embedded and stored at once: bounds memory and how much an interrupted run does again.
TEXTS_AT_ONCE = 4096
#: Articles at once, where they hold few texts.
_ARTICLES_AT_ONCE = 2048
_NOTHING = "No article could be read from the sources, so the index stays as it was; check their names and contents."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild is. `fraction` of the sources read, 0..1, is None where it cannot be told."""

    stage: str
    articles: int
    passages: int
    fraction: float | None


@runtime_checkable
class Resumable(Protocol):
    """Sources that an interrupted run can go on with.

    `fingerprint` changes with what would be read, `position` counts the records read so far (rejected
    ones too), and `skip` passes over records without reading them, before the first article is taken.
    """

    fingerprint: str
    position: int

    @property
    def fraction(self) -> float | None:
        """How much of the sources was read, 0..1."""

    def skip(self, records: int) -> None:
        """Pass over this many records."""


def rebuild(
    name: str,
    sources: Iterable[Article],
    *,
    home: Path,
    embedder: Embedder,
    progress: Callable[[Progress], None] | None = None,
    rejected: MutableSequence[Reject] | None = None,
    described: Sequence[str] = (),
) -> Summary:
    """Replace all that an index holds by `sources`; it is made where there is none.

    A repeated id replaces the earlier article. Until the new generation is whole, the old one stays
    live and readable. Sources that are `Resumable` go on where an earlier, interrupted run stopped.

    Args:
        name: the index.
        sources: the articles, read once, as a stream.
        home: the folder of indexes.
        embedder: makes the vectors; the index can be searched with this one only.
        progress: called after every batch.
        rejected: where the sources leave what they could not read; emptied into the index as it fills.
        described: the sources as the user named them, to be remembered.

    Raises:
        ConfigurationError: the name cannot be used, the folder cannot be written to, or the sources hold
            no article that can be read.
        IndexBusy: another process is writing to the index.
        StorageFull: the disk is full; the index is as it was before.
    """
    folder = index_folder(name, home)
    with writing_errors(folder), writer_lock(folder, name):
        live = _live(folder)
        build = _open_build(folder, live.generation if live else None, embedder, _fingerprint(sources, embedder))
        try:
            with writing_errors(folder), closing(build):
                _fill(build, sources, progress, rejected)
                summary = build.finish(name, live.generation if live else None, tuple(described))
        except (StorageFull, ConfigurationError, IndexBroken):
            generations.discard(build.generation)
            raise
        generations.went_live(build.generation)
    return summary


def _live(folder: Path) -> Manifest | None:
    # A rebuild is the remedy for an index that cannot be read, so it must not stumble over it.
    try:
        return read_manifest(folder)[0]
    except IndexProblem:
        return None


def _fingerprint(sources: Iterable[Article], embedder: Embedder) -> str:
    if not isinstance(sources, Resumable):
        return ""
    return json.dumps([FORMAT, SENTENCES, CHARACTERS, embedder.sha256, embedder.dim, sources.fingerprint])


def _open_build(folder: Path, live: str | None, embedder: Embedder, fingerprint: str) -> Build:
    generation, going_on = generations.begin(folder, live, fingerprint)
    try:
        return Build(generation, embedder)
    except (IndexBroken, sqlite3.DatabaseError):
        if not going_on:
            raise
    # What an interrupted run left is itself damaged: start afresh rather than build on it.
    generations.discard(generation)
    return Build(generations.begin(folder, live, fingerprint)[0], embedder)


def _fill(
    build: Build,
    sources: Iterable[Article],
    progress: Callable[[Progress], None] | None,
    rejected: MutableSequence[Reject] | None,
) -> None:
    resumable = sources if isinstance(sources, Resumable) else None
    if resumable and build.position:
        resumable.skip(build.position)

    def tell(stage: str) -> None:
        if progress:
            progress(Progress(stage, build.articles, build.passages, resumable.fraction if resumable else None))

    def store(batch: Sequence[Prepared]) -> None:
        build.add(batch, resumable.position if resumable else 0, rejected or ())
        if rejected:
            rejected.clear()

    tell("reading")
    for batch in _batches(sources):
        store(batch)
        tell("reading")
    store(())
    if not build.articles:
        raise ConfigurationError(_NOTHING)
    tell("finishing")


def _batches(articles: Iterable[Article]) -> Iterator[list[Prepared]]:
    batch: list[Prepared] = []
    texts = 0
    for article in articles:
        prepared = [[storable(text) for text in windows(passage)] for passage in article.passages]
        batch.append((article, prepared))
        texts += sum(map(len, prepared))
        if texts >= TEXTS_AT_ONCE or len(batch) >= _ARTICLES_AT_ONCE:
            yield batch
            batch, texts = [], 0
    if batch:
        yield batch

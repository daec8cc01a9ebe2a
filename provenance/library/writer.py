"""Filling an index from sources: all anew, or what is new on top of what is there.

Articles are stored and their passages embedded in batches. Each batch is one transaction that also
remembers how far the sources were read, after its vectors are on disk; so an interrupted run goes on
behind its last batch.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, MutableSequence, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from provenance.embed import Embedder
from provenance.errors import ConfigurationError, IndexBroken, IndexProblem
from provenance.library.build import Build, Reject
from provenance.library.finishing import Summary
from provenance.library.generation import REBUILD
from provenance.library.memory import SourceMemory
from provenance.library.merging import merge_small
from provenance.library.parts import OpenParts
from provenance.library.placing import Placing
from provenance.library.prepare import Prepared, prepare
from provenance.library.writing import Writer, changing, replacing
from provenance.values import Article

__all__ = ["Progress", "Reject", "Resumable", "Summary", "add", "rebuild"]

#: Texts embedded and stored at once: bounds memory and how much an interrupted run does again.
TEXTS_AT_ONCE = 4096
#: Articles at once, where they hold few texts.
_ARTICLES_AT_ONCE = 2048
_ADD = "add"
_NOTHING = "No article could be read from the sources, so the index stays as it was; check their names and contents."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. `fraction` of the sources read, 0..1, is None where it cannot be told.

    `articles` and `passages` are those that the run has stored; `done` counts every article that it read.
    """

    stage: str
    articles: int
    passages: int
    fraction: float | None
    done: int = 0
    rejected: int = 0


@runtime_checkable
class Resumable(Protocol):
    """Sources that an interrupted run can go on with.

    `fingerprint` changes with what would be read, `position` counts the records read so far (rejected
    ones too), `skip` passes over records without reading them, before the first article is taken, and
    `captured` says when the article that was given last was fetched or archived (ISO 8601, UTC).
    """

    fingerprint: str
    position: int
    captured: str | None

    @property
    def fraction(self) -> float | None:
        """How much of the sources was read, 0..1."""

    def skip(self, records: int) -> None:
        """Pass over this many records."""


Report = Callable[[Progress], None]


def rebuild(
    name: str,
    sources: Iterable[Article | Prepared],
    *,
    home: Path,
    embedder: Embedder,
    progress: Report | None = None,
    rejected: MutableSequence[Reject] | None = None,
    described: Sequence[str] = (),
    memory: SourceMemory | None = None,
) -> Summary:
    """Replace all that an index holds by `sources`; it is made where there is none.

    A repeated id replaces the earlier article. Until the new part is whole, the old ones stay live and
    readable. Sources that are `Resumable` go on where an earlier, interrupted run stopped.

    Args:
        name: the index.
        sources: the articles, read once, as a stream; those that are prepared may bring their vectors.
        home: the folder of indexes.
        embedder: makes the vectors; the index can be searched with this one only.
        progress: called after every batch.
        rejected: where the sources leave what they could not read; emptied into the index as it fills.
        described: the sources as they are to be read again, to be remembered.
        memory: what the sources remember of what they have seen.

    Raises:
        ConfigurationError: the name cannot be used, the folder cannot be written to, or the sources hold
            no article that can be read.
        IndexBusy: another process is writing to the index.
        StorageFull: the disk is full; the index is as it was before.
    """
    fingerprint = sources.fingerprint if isinstance(sources, Resumable) else ""
    with replacing(name, home) as writer, ExitStack() as stack:
        previous = _previous(writer, stack)
        with writer.part(REBUILD, fingerprint, embedder, memory=memory) as build:
            _fill(build, Placing(build, previous), sources, progress, rejected)
            if not build.state.articles:
                raise ConfigurationError(_NOTHING)
            return writer.go_live(build, None, tuple(described))


def add(
    name: str,
    sources: Iterable[Article],
    *,
    home: Path,
    embedder: Embedder,
    progress: Report | None = None,
    rejected: MutableSequence[Reject] | None = None,
    described: Sequence[str] = (),
    memory: SourceMemory | None = None,
) -> Summary:
    """Add the articles of `sources` to an index; what it holds already, unchanged, costs nothing.

    A repeated id replaces the earlier article. Where nothing changes, the index stays as it is.

    Args:
        name: the index, which exists.
        sources: the articles, read once, as a stream; an interrupted run reads them again.
        home: the folder of indexes.
        embedder: the one that made the index.
        progress: called after every batch.
        rejected: where the sources leave what they could not read; emptied into the index as it fills.
        described: sources to be remembered beside those that are.
        memory: what the sources remember of what they have seen.

    Raises:
        ConfigurationError: the name cannot be used, or the folder cannot be written to.
        IndexMissing: there is no index of that name.
        IndexBroken: its files do not agree with its manifest.
        IndexIncompatible: it was made by another embedder or format version.
        IndexBusy: another process is writing to the index.
        StorageFull: the disk is full; the index is as it was before.
    """
    with changing(name, home, embedder) as (writer, live, base):
        remembered = tuple(dict.fromkeys((*live.sources, *described)))
        first = (live.parts[-1].after_article, live.parts[-1].after_passage)
        fingerprint = f"{writer.digest} {sorted(described)}"
        with writer.part(_ADD, fingerprint, embedder, base=base, first=first, memory=memory) as build:
            _fill(build, Placing(build), sources, progress, rejected)
            if not build.changed and remembered == live.sources:
                return writer.keep_as_it_is(build)
            summary = writer.go_live(build, live, remembered)
    # The index is whole either way, and the next run tries again.
    with suppress(IndexProblem):
        merge_small(name, home=home)
    return summary


def _previous(writer: Writer, stack: ExitStack) -> OpenParts | None:
    # A rebuild is the remedy for an index that cannot be read, so it must not stumble over it.
    try:
        parts = writer.open_parts("tables")
        return parts and stack.enter_context(closing(parts))
    except (IndexBroken, OSError, sqlite3.Error, ValueError, TypeError):
        return None


def _fill(
    build: Build,
    placing: Placing,
    sources: Iterable[Article | Prepared],
    progress: Report | None,
    rejected: MutableSequence[Reject] | None,
) -> None:
    resumable = sources if isinstance(sources, Resumable) else None
    if resumable and build.state.position and build.base is None:
        resumable.skip(build.state.position)

    def tell(stage: str) -> None:
        if progress:
            state, first = build.state, build.first
            done = state.added + state.replaced + state.unchanged + state.copies
            stored = (state.articles, state.next_passage - first[1])
            progress(Progress(stage, *stored, resumable.fraction if resumable else None, done, state.rejected))

    def store(batch: Sequence[Prepared]) -> None:
        for prepared in batch:
            placing.place(prepared)
        build.commit(resumable.position if resumable else 0, rejected or ())
        if rejected:
            rejected.clear()

    tell("reading")
    for batch in _batches(sources):
        store(batch)
        tell("reading")
    store(())
    tell("finishing")


def _batches(articles: Iterable[Article | Prepared]) -> Iterator[list[Prepared]]:
    batch: list[Prepared] = []
    texts = 0
    resumable = articles if isinstance(articles, Resumable) else None
    for article in articles:
        captured = resumable.captured if resumable else None
        prepared = article if isinstance(article, Prepared) else prepare(article, captured)
        batch.append(prepared)
        texts += prepared.weight
        if texts >= TEXTS_AT_ONCE or len(batch) >= _ARTICLES_AT_ONCE:
            yield batch
            batch, texts = [], 0
    if batch:
        yield batch

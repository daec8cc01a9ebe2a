"""What every change of an index has in common: one writer at a time, a build that may go on, the step to live."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from provenance.embed import Embedder
from provenance.errors import ConfigurationError, IndexBroken, IndexProblem, StorageFull
from provenance.index import Layout
from provenance.library import generation as generations
from provenance.library.build import Build
from provenance.library.cluster.settings import cluster_of
from provenance.library.coverage import CoverageRow
from provenance.library.disk import writing_errors
from provenance.library.finishing import Summary, finish
from provenance.library.home import existing_folder, index_folder
from provenance.library.locks import writer_lock
from provenance.library.manifest import FORMAT, Manifest, read_manifest
from provenance.library.memory import SourceMemory
from provenance.library.opening import same_embedder
from provenance.library.parts import Need, OpenParts
from provenance.library.reader import damaged
from provenance.library.windows import CHARACTERS, SENTENCES


@dataclass(frozen=True, slots=True)
class Writer:
    """The right to change one index: its folder and what is live in it."""

    name: str
    folder: Path
    live: Manifest | None
    digest: str

    @contextmanager
    def part(
        self,
        kind: str,
        fingerprint: str,
        embedder: Embedder,
        *,
        base: OpenParts | None = None,
        first: tuple[int, int] = (1, 1),
        memory: SourceMemory | None = None,
    ) -> Iterator[Build]:
        """A build on top of `base`; one of the same kind and fingerprint that was interrupted goes on.

        Whatever cannot be gone on with is removed.
        """
        if fingerprint:
            about = [FORMAT, SENTENCES, CHARACTERS, embedder.sha256, embedder.dim, list(first), fingerprint]
            fingerprint = json.dumps(about)
        live = {part.generation for part in self.live.parts} if self.live else set()

        def open_build() -> tuple[Build, bool]:
            generation, going_on = generations.begin(self.folder, live, kind, fingerprint)
            try:
                return Build(generation, embedder, base=base, first=first, memory=memory), going_on
            except (IndexBroken, sqlite3.DatabaseError, ValueError, TypeError):
                if not going_on:
                    raise
                # What an interrupted run left is itself damaged: start afresh rather than build on it.
                generations.discard(generation)
                return open_build()

        build, _ = open_build()
        try:
            with writing_errors(self.folder), closing(build):
                yield build
        except (StorageFull, ConfigurationError, IndexBroken):
            generations.discard(build.generation)
            raise

    def go_live(
        self,
        build: Build,
        base: Manifest | None,
        sources: tuple[str, ...],
        *,
        layout: Layout | None = None,
        coverage: list[CoverageRow] | None = None,
    ) -> Summary:
        """Complete a build and make it the newest part on top of `base`."""
        summary = finish(build, base, sources, layout=layout, coverage=coverage)
        generations.went_live(build.generation)
        return summary

    def open_parts(self, need: Need) -> OpenParts | None:
        """What is live, to be read; None where nothing is."""
        return OpenParts(self.folder, self.live, need) if self.live else None

    def keep_as_it_is(self, build: Build) -> Summary:
        """Drop a build that changes nothing."""
        build.close()
        generations.discard(build.generation)
        live, state = self.live, build.state
        assert live  # noqa: S101 - only what adds to a live index can change nothing
        counts = (live.articles, live.passages, live.vectors)
        return Summary(self.name, live.generation, *counts, unchanged=state.unchanged, rejected=state.rejected)


@contextmanager
def replacing(name: str, home: Path) -> Iterator[Writer]:
    """The right to replace all that an index holds; it need not exist, and may be damaged.

    Raises:
        ConfigurationError: the name cannot be used, or the folder cannot be written to.
        IndexBusy: another process is writing to the index.
    """
    folder = index_folder(name, home)
    if settings := cluster_of(folder):
        from provenance.library.cluster.writer import writing

        with writing(name, folder, settings, None) as writer:
            yield writer
        return
    with writing_errors(folder), writer_lock(folder, name), _tidied(folder):
        yield Writer(name, folder, *_readable(folder))


def _readable(folder: Path) -> tuple[Manifest | None, str]:
    try:
        return read_manifest(folder)
    except IndexProblem:
        return None, ""


@contextmanager
def _tidied(folder: Path) -> Iterator[None]:
    """Leave no generation behind that is needed no more."""
    try:
        yield
    finally:
        with suppress(IndexProblem, OSError):
            generations.tidy(folder, {part.generation for part in read_manifest(folder)[0].parts})


@contextmanager
def changing(
    name: str, home: Path, embedder: Embedder | None = None, need: Need = "vectors"
) -> Iterator[tuple[Writer, Manifest, OpenParts]]:
    """The right to change an index that exists, what is live in it, and its parts as far as they are needed.

    Raises:
        ConfigurationError: the name cannot be used, or the folder cannot be written to.
        IndexMissing: there is no index of that name.
        IndexBroken: its files do not agree with its manifest.
        IndexIncompatible: it was made by another format version, or another embedder than `embedder`.
        IndexBusy: another process is writing to the index.
    """
    folder = existing_folder(name, home)
    if settings := cluster_of(folder):
        from provenance.library.cluster.writer import changing as changing_cluster

        with changing_cluster(name, folder, settings, embedder, need) as change:
            yield change
        return
    with ExitStack() as stack:
        stack.enter_context(writing_errors(folder))
        stack.enter_context(writer_lock(folder, name))
        stack.enter_context(_tidied(folder))
        live, digest = read_manifest(folder)
        if embedder is not None:
            same_embedder(name, live, embedder)
        try:
            parts = stack.enter_context(closing(OpenParts(folder, live, need)))
        except (OSError, sqlite3.Error) as error:
            raise damaged(name) from error
        yield Writer(name, folder, live, digest), live, parts

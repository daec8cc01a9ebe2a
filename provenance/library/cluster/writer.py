"""The right to change an index on a cluster, held on whichever machine, and what stopped changes left behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from provenance.embed import Embedder
from provenance.errors import IndexBroken, IndexMissing
from provenance.index import Layout
from provenance.index.milvus import Engine
from provenance.library import generation as generations
from provenance.library.build import Build
from provenance.library.cluster.applying import apply, clear_away
from provenance.library.cluster.loading import load
from provenance.library.cluster.postgres import PostgresTables
from provenance.library.cluster.reader import ClusterParts
from provenance.library.cluster.settings import Cluster
from provenance.library.cluster.state import REGISTRY, Live, open_live, open_tables
from provenance.library.coverage import CoverageRow
from provenance.library.disk import writing_errors
from provenance.library.finishing import Summary
from provenance.library.home import MANIFEST_FILE
from provenance.library.locks import writer_lock
from provenance.library.manifest import Manifest
from provenance.library.opening import same_embedder
from provenance.library.parts import Need, OpenParts
from provenance.library.writing import Writer

STAGING = "staging"


@dataclass(frozen=True, slots=True)
class ClusterWriter(Writer):
    """What is read is staged in a folder; going live brings it to the servers."""

    settings: Cluster
    engine: Engine
    tables: PostgresTables
    known: Live | None = None

    def open_parts(self, need: Need) -> OpenParts | None:  # noqa: ARG002
        """What is live, to be read."""
        return ClusterParts(self.known, self.folder, ExitStack()) if self.known else None

    def go_live(
        self,
        build: Build,
        base: Manifest | None,
        sources: tuple[str, ...],
        *,
        layout: Layout | None = None,
        coverage: list[CoverageRow] | None = None,  # noqa: ARG002 - only parts that are merged bring their own
    ) -> Summary:
        """Complete a build and bring it to the servers, on top of what is there or in its stead."""
        if base is None or self.known is None:
            summary = load(self.engine, self.tables, build, sources, layout)
        else:
            summary = apply(self.known, self.tables, build, sources)
        generations.went_live(build.generation)
        generations.discard(build.generation)
        # The desks of this machine look at its file to see that there is something new.
        (self.folder.parent / MANIFEST_FILE).touch()
        return summary


@contextmanager
def writing(name: str, folder: Path, settings: Cluster, need: Need | None) -> Iterator[ClusterWriter]:
    """The right to change an index; `need` is what of it must be whole.

    None is nothing: all is replaced. "tables" are the articles: the vectors are made again from them.

    Raises:
        IndexBusy: another process is writing to it, on whichever machine.
        IndexAway: a server does not answer.
        IndexMissing: nothing went live yet.
        IndexBroken: the servers do not hold the same state.
    """
    with ExitStack() as stack:
        stack.enter_context(writing_errors(folder))
        stack.enter_context(writer_lock(folder, name))
        tables = stack.enter_context(closing(PostgresTables(settings, REGISTRY, writing=True)))
        tables.lock(f"{REGISTRY}:{settings.collection}", name)
        engine = stack.enter_context(closing(Engine(settings.milvus, "Strong", settings.timeout)))
        live: Live | None = None
        manifest: Manifest | None = None
        digest = ""
        try:
            live = open_tables(settings, engine, tables, stack) if need == "tables" else None
            live = live or open_live(name, settings, stack)
            manifest, digest = live.state.manifest(live.generation)
        except (IndexMissing, IndexBroken):
            if need is not None:
                raise
        staging = folder / STAGING
        staging.mkdir(exist_ok=True)
        yield ClusterWriter(name, staging, manifest, digest, settings, engine, tables, live)


@contextmanager
def changing(
    name: str, folder: Path, settings: Cluster, embedder: Embedder | None, need: Need
) -> Iterator[tuple[Writer, Manifest, OpenParts]]:
    """The right to change what is live, which is cleared of what stopped changes left.

    Raises:
        IndexIncompatible: it was made by another embedder.
    """
    with writing(name, folder, settings, need) as writer:
        assert writer.live  # noqa: S101 - there is something, or `writing` has said so
        assert writer.known  # noqa: S101
        if embedder is not None:
            same_embedder(name, writer.live, embedder)
        if need != "tables":
            clear_away(writer.known, writer.tables)
        yield writer, writer.live, ClusterParts(writer.known, writer.folder, ExitStack())

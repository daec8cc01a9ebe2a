"""Making one part of several: without embedding again, unless another embedder is wanted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from provenance.embed import Embedder, Vectors
from provenance.errors import EmbedderError
from provenance.index import Layout, backend_for, build_index
from provenance.library import generation as generations
from provenance.library.build import Build
from provenance.library.checkup import expect_undamaged
from provenance.library.cluster.settings import cluster_of
from provenance.library.coverage import summed
from provenance.library.finishing import Summary, stored_files, without
from provenance.library.home import existing_folder
from provenance.library.manifest import Manifest, Part, write_manifest
from provenance.library.parts import ANN_FOLDER, Need, OpenPart, OpenParts
from provenance.library.prepare import Texts, prepare
from provenance.library.rows import rows_of
from provenance.library.schema import ARTICLES_FILE
from provenance.library.vectors import FOLDER, map_rows
from provenance.library.writing import Writer, changing

#: With more parts than this, the small ones at the end are merged; a search asks every part.
MOST_PARTS = 8
#: Passages that a small change merges at most: seconds of work.
_MERGED_ALONG = 30_000
#: Passages written at once.
BATCH = 4096
_COMPACT, _MERGE, _RELINK = "compact", "merge", "relink"

#: Told how many articles are done, of how many.
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RecordedEmbedder:
    """Stands for the embedder that made an index, where nothing is to be embedded."""

    name: str
    sha256: str
    dim: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Refuse.

        Raises:
            EmbedderError: always.
        """
        raise EmbedderError(f"The embedder {self.name!r} is not open, so {len(texts)} texts cannot be embedded.")


def compact(
    name: str,
    *,
    home: Path,
    embedder: Embedder | None = None,
    layout: Layout | None = None,
    progress: Told | None = None,
) -> Summary:
    """Write all that an index holds into one part; what was removed goes, and an interrupted run goes on.

    What is read is compared with its hashes first, so that damage is not carried on.

    Args:
        name: the index.
        home: the folder of indexes.
        embedder: embeds all passages anew; None keeps the vectors that there are.
        layout: how the search file is laid out; by the number of vectors where None.
        progress: called after every batch.

    Raises:
        ConfigurationError: the name cannot be used, or the folder cannot be written to.
        IndexMissing: there is no index of that name.
        IndexBroken: its files do not agree with its manifest.
        IndexIncompatible: it was made by another format version.
        IndexBusy: another process is writing to the index.
        StorageFull: the disk is full; the index is as it was before.
    """
    need: Need = "tables" if embedder else "vectors"
    with changing(name, home, need=need) as (writer, live, parts):
        on_disk = cluster_of(existing_folder(name, home)) is None
        if on_disk:
            expect_undamaged(writer.folder, live, need)
        if on_disk and embedder is None and len(parts) == 1 and live.parts[0].articles == live.articles:
            return _relinked(writer, live, parts, layout or Layout())
        return _merged(writer, live, parts, 0, _COMPACT, embedder=embedder, layout=layout, progress=progress)


def merge_small(name: str, *, home: Path) -> None:
    """Merge the small parts at the end of an index, where it has many.

    Raises:
        IndexProblem: it cannot be written to now.
    """
    with changing(name, home) as (writer, live, parts):
        start = len(live.parts)
        total = 0
        while start > 1 and total + live.parts[start - 1].passages <= _MERGED_ALONG:
            start -= 1
            total += live.parts[start].passages
        if len(live.parts) > MOST_PARTS and start < len(live.parts) - 1:
            leaving = live.parts[start:]
            files = tuple(file for part in leaving for file in live.files_of(part.generation))
            expect_undamaged(writer.folder, replace(live, parts=leaving, files=files), "vectors")
            _merged(writer, live, parts, start, _MERGE)


def _merged(
    writer: Writer,
    live: Manifest,
    parts: OpenParts,
    start: int,
    kind: str,
    *,
    embedder: Embedder | None = None,
    layout: Layout | None = None,
    progress: Told | None = None,
) -> Summary:
    """Write the parts from `start` on as one."""
    merging = list(parts)[start:]
    made_by = embedder or RecordedEmbedder(live.embedder, live.embedder_sha256, live.dim)
    with ExitStack() as stack:
        below, base, first = None, None, (1, 1)
        if start:
            below = replace(live, parts=live.parts[:start])
            base = stack.enter_context(closing(OpenParts(writer.folder, below, "vectors")))
            below = without(live, live.parts[start:], base)
            first = (live.parts[-1].after_article, live.parts[-1].after_passage)
        with writer.part(kind, f"{writer.digest} {start}", made_by, base=base, first=first) as build:
            _copy(build, parts, merging, embed=embedder is not None, progress=progress)
            coverage = None
            if start:
                _copy_changes(build, merging, live.parts[start].first_article)
                coverage = summed([part.tables for part in merging])
            _copy_memory(build, merging)
            build.commit(build.state.position)
            return writer.go_live(build, below, live.sources, layout=layout, coverage=coverage)


def _copy(build: Build, parts: OpenParts, merging: Sequence[OpenPart], *, embed: bool, progress: Told | None) -> None:
    total = sum(part.known.articles for part in merging)
    position, waiting = build.state.position, 0
    for part, number, first_seen, seen in islice(_live_articles(parts, merging), position, None):
        article = parts.article(number)
        texts: Sequence[Texts] = prepare(article).texts if embed else part.vectors_of(number)
        copied = build.insert(rows_of(article), texts, first_seen=first_seen, seen=seen)
        for capture in parts.captures(number):
            build.keep_capture(copied, parts.packed(number, capture), capture.kind, capture.seen)
        position += 1
        waiting += len(texts)
        if waiting >= BATCH:
            waiting = 0
            build.commit(position)
            if progress:
                progress(position, total)
    build.commit(position)


def _live_articles(parts: OpenParts, merging: Sequence[OpenPart]) -> Iterator[tuple[OpenPart, int, str, str]]:
    for part in merging:
        for number, first_seen, seen in part.tables.execute(
            "SELECT number, first_seen, seen FROM articles ORDER BY number"
        ):
            if number not in parts.removed:
                yield part, number, first_seen, seen


def _copy_changes(build: Build, merging: Sequence[OpenPart], below: int) -> None:
    """Take over what the parts change in earlier ones."""
    for part in merging:
        removed = part.tables.execute("SELECT * FROM removed WHERE article < ?", (below,))
        build.tables.executemany("INSERT OR IGNORE INTO removed VALUES (?, ?, ?)", removed)
        captures = part.tables.execute("SELECT * FROM captures WHERE article < ?", (below,))
        build.tables.executemany(f"INSERT OR IGNORE INTO captures VALUES ({'?, ' * 10}?)", captures)  # noqa: S608
    build.tables.execute("DELETE FROM captures WHERE article IN (SELECT article FROM removed)")


def _copy_memory(build: Build, merging: Sequence[OpenPart]) -> None:
    for part in merging:
        build.tables.executemany(
            "INSERT OR REPLACE INTO memory VALUES (?, ?)", part.tables.execute("SELECT key, value FROM memory")
        )


def _relinked(writer: Writer, live: Manifest, parts: OpenParts, layout: Layout) -> Summary:
    """The same tables and vectors with another search file."""
    (part,) = parts
    names = {known.generation for known in live.parts}
    generation, _ = generations.begin(writer.folder, names, _RELINK, "")
    try:
        _link(part.folder / ARTICLES_FILE, generation / ARTICLES_FILE)
        (generation / FOLDER).mkdir()
        for path in (part.folder / FOLDER).iterdir():
            _link(path, generation / FOLDER / path.name)
        (generation / ANN_FOLDER).mkdir()
        rows, _ = map_rows(generation / FOLDER, part.known.vectors, live.dim)
        backend = layout.backend or backend_for(len(rows))
        build_index(backend, rows, generation / ANN_FOLDER, layout)
        known: Part = replace(part.known, generation=generation.name, backend=backend)
        write_manifest(writer.folder, replace(live, parts=(known,), files=stored_files(generation)))
    except BaseException:
        generations.discard(generation)
        raise
    generations.went_live(generation)
    return Summary(writer.name, generation.name, live.articles, live.passages, live.vectors)


def _link(old: Path, new: Path) -> None:
    # A live file never changes, so two names for it are as good as two files.
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)

"""What pages and API ask for: an article in, a report out, kept where it is wanted."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Self

from provenance.errors import FetchError, IndexMissing, ProvenanceError
from provenance.ingest.demo import user_data_folder
from provenance.library import Manifest, read_coverage
from provenance.reading import Capture, now
from provenance.report.json_report import from_json
from provenance.values import Coverage, Report
from provenance.web.history import History
from provenance.web.jobs import Jobs
from provenance.web.metrics import Metrics
from provenance.web.settings import Settings
from provenance.web.workers.pool import WorkerPool

#: Pages that are fetched at the same time.
MOST_FETCHES = 16
#: Seconds between two looks at what has become too old to keep.
_FORGETTING = 3600.0

Stage = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Submission:
    """An article to check: an address or what was handed over, and the indexes or the original to search.

    `source` says in words where the article came from, for the history.
    """

    repost: str | Capture
    indexes: tuple[str, ...] = ()
    against: str | Capture | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A finished check: the JSON report, its summary, and the captures that it was made from."""

    report: bytes
    summary: dict[str, Any]
    captures: tuple[Capture, ...]
    source: str


@dataclass(frozen=True, slots=True)
class IndexState:
    """An index as it is on disk now; `problem` says why it cannot be used."""

    name: str
    manifest: Manifest | None = None
    coverage: Coverage | None = None
    problem: str | None = None


class Desk:
    """One desk, open for work."""

    def __init__(self, settings: Settings) -> None:
        """Open the history; `open` starts the workers.

        Raises:
            ConfigurationError: the history cannot be used.
        """
        self.settings = settings
        self.history = History(settings.history)
        self.pool = WorkerPool(settings)
        self.metrics = Metrics(self.pool)
        self.jobs = Jobs(self)
        self._fetches = asyncio.Semaphore(MOST_FETCHES)
        self._forgetting: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Start the workers.

        Raises:
            ProvenanceError: a model or an index cannot be used.
        """
        await self.pool.start()
        self._forgetting = asyncio.create_task(self._forget())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop everything at work."""
        if self._forgetting:
            self._forgetting.cancel()
        self.jobs.close()
        await self.pool.close()
        self.history.close()

    async def check(self, given: Submission, progress: Stage = lambda _: None, *, patient: bool = False) -> Checked:
        """Check an article; cancelling this stops it.

        Raises:
            ProvenanceError: it cannot be done, or not now.
        """
        indexes = self.choose(given.indexes)
        wanted = [given.repost, *([given.against] if given.against is not None else [])]
        begun = time.monotonic()
        captures = tuple([await self._capture(one, progress) for one in wanted])
        task = {
            "task": "check",
            "captures": [_described(one) for one in captures],
            "indexes": indexes,
        }
        try:
            answer = await self.pool.run(task, *(one.content for one in captures), progress=progress, patient=patient)
        except ProvenanceError as error:
            self.metrics.failed(error)
            raise
        summary = answer.header["summary"]
        self.metrics.checked(summary, time.monotonic() - begun)
        return Checked(answer.parts[0], summary, captures, given.source or captures[0].name)

    async def keep(self, checked: Checked) -> str:
        """Keep a finished check in the history; returns its id."""
        return await asyncio.to_thread(
            self.history.keep, checked.report, checked.summary, checked.captures, checked.source
        )

    async def compare(self, pairs: list[tuple[str, str, str | None, str | None]]) -> list[dict[str, Any]]:
        """Compare pairs of (original, repost, its language, its language), without a search.

        Raises:
            ProvenanceError: it cannot be done, or not now.
        """
        answer = await self.pool.run({"task": "compare"}, json.dumps(pairs).encode())
        return list(json.loads(answer.parts[0]))

    async def search(self, text: str, indexes: tuple[str, ...], limit: int) -> list[dict[str, Any]]:
        """Where a sentence comes from, best first.

        Raises:
            ProvenanceError: it cannot be done, or not now.
        """
        task = {"task": "search", "indexes": self.choose(indexes), "limit": limit}
        answer = await self.pool.run(task, text.encode("utf-8", "replace"))
        return list(json.loads(answer.parts[0]))

    def choose(self, names: tuple[str, ...]) -> list[str]:
        """The indexes to search: those named, else the first that this desk serves.

        Raises:
            IndexMissing: this desk serves no index of that name.
        """
        for name in names:
            if name not in self.settings.indexes:
                raise IndexMissing(f"This desk has no index of that name; it has: {', '.join(self.settings.indexes)}.")
        return list(dict.fromkeys(names)) or [self.settings.indexes[0]]

    async def bundle(self, identity: str) -> bytes:
        """The evidence bundle of a kept report: what the program found, without what readers said about it.

        Raises:
            NotFound: there is no report of this id.
            ProvenanceError: it cannot be made, or not now.
        """
        report = await asyncio.to_thread(self.history.report, identity)
        captures = await asyncio.to_thread(self.history.captures, identity)
        task = {"task": "bundle", "captures": [_described(one) for one in captures]}
        return (await self.pool.run(task, report, *(one.content for one in captures))).parts[0]

    async def report(self, identity: str) -> Report:
        """A kept report.

        Raises:
            NotFound: there is none of this id.
            ReportError: it was made by a version that this one cannot read.
        """
        content = await asyncio.to_thread(self.history.report, identity)
        return await asyncio.to_thread(lambda: from_json(content.decode()))

    def indexes(self) -> list[IndexState]:
        """The indexes that this desk searches, the default first."""
        return [self._state(name) for name in self.settings.indexes]

    def _state(self, name: str) -> IndexState:
        # The demo index lies in the user's data folder where the other cannot be written.
        for home in (self.settings.home, user_data_folder() / "indexes"):
            try:
                return IndexState(name, *read_coverage(name, home))
            except IndexMissing:
                continue
            except ProvenanceError as error:
                return IndexState(name, problem=str(error))
        return IndexState(name, problem=f"The index {name!r} is missing; rebuild it.")

    async def _capture(self, wanted: str | Capture, progress: Stage) -> Capture:
        if isinstance(wanted, Capture):
            return wanted
        from provenance.fetch import fetch_async

        if self._fetches.locked():
            raise self.pool.busy()
        progress("Fetching")
        async with self._fetches:
            try:
                page = await fetch_async(wanted, allow_private=self.settings.allow_private, proxy=self.settings.proxy)
            except FetchError as error:
                self.metrics.failed(error)
                raise
        return Capture(wanted, page.content, now(), page.url, page.content_type, page.charset)

    async def _forget(self) -> None:
        while self.settings.keep_days:
            with contextlib.suppress(ProvenanceError):
                await asyncio.to_thread(self.history.forget, self.settings.keep_days)
            await asyncio.sleep(_FORGETTING)


def _described(capture: Capture) -> dict[str, Any]:
    described = asdict(capture)
    del described["content"]
    return described

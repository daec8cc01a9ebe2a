"""A desk in this process whose workers are not there: what they would answer is given."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx

from provenance.reading import Capture
from provenance.report.json_report import to_json
from provenance.values import Report
from provenance.web.app import create_app
from provenance.web.desk import Desk
from provenance.web.settings import Settings
from provenance.web.workers.frames import Frame
from provenance.web.workers.pool import WorkerPool
from tests.report.samples import REPORT

T = TypeVar("T")
ADDRESS = "http://127.0.0.1:8765"
SUMMARY = {
    "title": "Dam near Dolni Lhota holds",
    "url": None,
    "language": "en",
    "status": "traced",
    "probability": 0.9,
    "credit": "confirmed",
    "outlet": "Hlasy povodí",
    "findings": {"critical": 2, "major": 3, "minor": 2},
}
PAGE = Capture("dam.html", b"<p>The dam holds.</p>", "2026-03-01T10:00:00Z")
Work = Callable[[Desk, httpx.AsyncClient], Awaitable[T]]


class StubPool(WorkerPool):
    """Answers every task with the sample report, once `gate` lets it."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.gate: Callable[[], Awaitable[None]] = _open
        self.tasks: list[tuple[dict[str, Any], tuple[bytes, ...]]] = []
        self.cancelled = 0

    async def run(
        self,
        task: dict[str, Any],
        *parts: bytes,
        progress: Callable[[str], None] = lambda _: None,
        patient: bool = False,  # noqa: ARG002 - waiting or not is all the same here
    ) -> Frame:
        self.tasks.append((task, parts))
        progress("Searching")
        try:
            await self.gate()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return Frame({"summary": SUMMARY}, (to_json(REPORT).encode(),))


async def _open() -> None:
    await asyncio.sleep(0)


def on_desk(folder: Path, work: Work[T], **changes: Any) -> T:
    """Open a desk in `folder`, and do some work on it with a client."""

    async def run() -> T:
        settings = Settings(**({"home": folder / "indexes", "history": folder / "desk.sqlite", "workers": 1} | changes))
        desk = Desk(settings)
        desk.pool = StubPool(settings)
        transport = httpx.ASGITransport(create_app(desk))
        try:
            async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
                return await work(desk, client)
        finally:
            desk.jobs.close()
            desk.history.close()

    return asyncio.run(run())


def keep(desk: Desk, report: Report = REPORT) -> str:
    """Put a report into the history; returns its id."""
    return desk.history.keep(to_json(report).encode(), SUMMARY, (PAGE,), PAGE.name)

"""Checks that run while their client watches: progress as events that can be read again from any point."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from provenance.errors import NotFound, ProvenanceError, ServiceBusy

if TYPE_CHECKING:
    from provenance.web.desk import Desk, Submission

MOST_JOBS, MOST_ARTICLES = 64, 200
#: Seconds that a finished job can still be asked for, and between two signs of life in a stream.
AFTERLIFE, HEARTBEAT = 900.0, 15.0
#: The last event of a stream.
END = "end"

State = Literal["waiting", "working", "done", "failed", "cancelled"]


@dataclass(slots=True)
class Item:
    """One article of a job; `report` is the id of its report in the history."""

    source: str
    state: State = "waiting"
    stage: str | None = None
    report: str | None = None
    summary: dict[str, Any] | None = None
    error: str | None = None


class Job:
    """Some articles, checked one after the other."""

    def __init__(self, sources: Sequence[str]) -> None:
        """A job whose articles wait."""
        self.id = secrets.token_urlsafe(12)
        self.items = [Item(source) for source in sources]
        self.ended: float | None = None
        self._events: list[tuple[str, dict[str, Any]]] = []
        self._news = asyncio.Event()

    def add(self, event: str, data: dict[str, Any]) -> None:
        """Add an event and wake those who follow."""
        self._events.append((event, data))
        self._news.set()
        self._news = asyncio.Event()

    async def follow(self, after: int = 0) -> AsyncIterator[tuple[int, str, dict[str, Any]] | None]:
        """The events past the first `after` as they come, numbered from 1; None where it was quiet for long."""
        while True:
            while after < len(self._events):
                event, data = self._events[after]
                after += 1
                yield after, event, data
                if event == END:
                    return
            if self.ended is not None:
                return
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await self._news.wait()
            except TimeoutError:
                yield None


class Jobs:
    """All jobs of a desk."""

    def __init__(self, desk: Desk) -> None:
        """No jobs yet."""
        self._desk = desk
        self._jobs: dict[str, Job] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, submissions: Sequence[Submission]) -> Job:
        """Begin a job.

        Raises:
            ServiceBusy: there are too many already.
        """
        self._sweep()
        if len(self._tasks) >= MOST_JOBS:
            raise ServiceBusy("There are as many jobs as the desk can hold; try again in 10 seconds.", 10)
        job = Job([_source(one) for one in submissions])
        self._jobs[job.id] = job
        task = asyncio.create_task(self._run(job, submissions))
        self._tasks[job.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(job.id, None))
        return job

    def find(self, identity: str) -> Job:
        """The job of this id.

        Raises:
            NotFound: there is none, or it ended long ago.
        """
        job = self._jobs.get(identity)
        if job is None:
            raise NotFound("There is no job under this address; it may have ended long ago.")
        return job

    def cancel(self, identity: str) -> Job:
        """Stop a job; what is finished stays.

        Raises:
            NotFound: there is none, or it ended long ago.
        """
        job = self.find(identity)
        if task := self._tasks.get(identity):
            task.cancel()
        return job

    def close(self) -> None:
        """Stop all jobs."""
        for task in self._tasks.values():
            task.cancel()

    async def _run(self, job: Job, submissions: Sequence[Submission]) -> None:
        try:
            for number, submission in enumerate(submissions):
                await self._check(job, number, submission)
        finally:
            for number, item in enumerate(job.items):
                if item.state in {"waiting", "working"}:
                    item.state = "cancelled"
                    job.add("cancelled", {"item": number})
            job.ended = time.monotonic()
            job.add(END, {"done": sum(item.state == "done" for item in job.items), "of": len(job.items)})

    async def _check(self, job: Job, number: int, submission: Submission) -> None:
        item = job.items[number]

        def progress(stage: str) -> None:
            item.stage = stage
            job.add("progress", {"item": number, "stage": stage})

        item.state = "working"
        try:
            checked = await self._desk.check(submission, progress, patient=True)
            item.report, item.summary, item.state = await self._desk.keep(checked), checked.summary, "done"
            job.add("done", {"item": number, "report": item.report, "summary": item.summary})
        except ProvenanceError as error:
            item.error, item.state = str(error), "failed"
            job.add("failed", {"item": number, "error": item.error})

    def _sweep(self) -> None:
        oldest = time.monotonic() - AFTERLIFE
        self._jobs = {id_: job for id_, job in self._jobs.items() if job.ended is None or job.ended > oldest}


def _source(submission: Submission) -> str:
    if submission.source:
        return submission.source
    return submission.repost if isinstance(submission.repost, str) else submission.repost.name

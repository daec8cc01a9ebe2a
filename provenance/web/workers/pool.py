"""All workers: a bounded queue before them, a time limit on each task, and a new one for each that is lost."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import os
import time
from collections.abc import Callable
from typing import Any

from provenance.errors import ProvenanceError, ServiceBusy, TookTooLong
from provenance.web.settings import Settings
from provenance.web.workers.frames import Frame
from provenance.web.workers.handle import Worker

#: How long a worker may take to stop a task that was called off, and the longest pause before it is replaced.
GRACE, LONGEST_PAUSE = 3.0, 30.0
_LOG = logging.getLogger(__name__)
#: Weight of the newest task in the running mean of their times.
_NEWEST = 0.1


class WorkerPool:
    """Workers that share one queue; first come, first served."""

    def __init__(self, settings: Settings) -> None:
        """Prepare workers; `start` starts them."""
        self._opening = {
            "embedder": settings.embedder,
            "home": str(settings.home),
            "indexes": list(settings.indexes),
        }
        self._size, self._limit, self._seconds = settings.workers, settings.queue, settings.seconds
        self._threads = max(1, (os.cpu_count() or 1) // self._size)
        self._workers: set[Worker] = set()
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._repairs: set[asyncio.Task[None]] = set()
        self._mean = 0.2
        self.waiting = 0
        #: Workers that had to be replaced since the start.
        self.replaced = 0

    async def start(self) -> None:
        """Start the workers; the first opens alone, since it may have to build the demo index.

        Raises:
            ProvenanceError: a model or an index cannot be used.
        """
        await self._add()
        await asyncio.gather(*(self._add() for _ in range(self._size - 1)))

    async def close(self) -> None:
        """End all workers."""
        for task in self._repairs:
            task.cancel()
        await asyncio.gather(*self._repairs, *(worker.kill() for worker in self._workers), return_exceptions=True)

    @property
    def alive(self) -> int:
        """How many workers can take a task, now or after the one that they are at."""
        return len(self._workers)

    @property
    def idle(self) -> int:
        """How many workers have nothing to do."""
        return self._idle.qsize()

    async def run(
        self,
        task: dict[str, Any],
        *parts: bytes,
        progress: Callable[[str], None] = lambda _: None,
        patient: bool = False,
    ) -> Frame:
        """Have a task done; cancelling this stops the task.

        Args:
            task: Its name and options.
            parts: What it works on.
            progress: Told each stage as it begins.
            patient: Wait for as long as it takes, whatever the length of the queue.

        Raises:
            ServiceBusy: The queue is full.
            TookTooLong: It was not done within the time limit.
            ProvenanceError: It cannot be done.
        """
        if not patient and self._idle.empty() and self.waiting >= self._limit:
            raise self.busy()
        worker = await self._next(None if patient else self._seconds)
        begun = time.monotonic()
        try:
            async with asyncio.timeout(self._seconds):
                answer = await worker.ask(task, parts, progress)
        except TimeoutError as error:
            self._begin_repair(worker, call_off=False)
            raise TookTooLong(
                f"The work was stopped after {self._seconds:.0f} seconds; give a shorter text, or allow more time "
                "with --timeout."
            ) from error
        except ProvenanceError:
            if worker.lost:
                self._begin_repair(worker, call_off=False)
            else:
                self._idle.put_nowait(worker)
            raise
        except BaseException:
            self._begin_repair(worker, call_off=True)
            raise
        self._mean += _NEWEST * (time.monotonic() - begun - self._mean)
        self._idle.put_nowait(worker)
        return answer

    def busy(self) -> ServiceBusy:
        """The answer to one request too many, with when to come back."""
        seconds = max(1, min(60, math.ceil(self.waiting * self._mean / max(1, self._size))))
        return ServiceBusy(f"The desk has its hands full; try again in {seconds} seconds.", seconds)

    async def _next(self, seconds: float | None) -> Worker:
        self.waiting += 1
        try:
            async with asyncio.timeout(seconds):
                return await self._idle.get()
        except TimeoutError as error:
            raise self.busy() from error
        finally:
            self.waiting -= 1

    async def _add(self) -> None:
        worker = await Worker.start(self._opening, self._threads)
        self._workers.add(worker)
        self._idle.put_nowait(worker)

    def _begin_repair(self, worker: Worker, *, call_off: bool) -> None:
        task = asyncio.create_task(self._repair(worker, call_off=call_off))
        self._repairs.add(task)
        task.add_done_callback(self._repairs.discard)

    async def _repair(self, worker: Worker, *, call_off: bool) -> None:
        """Make a worker ready again, or replace it; the caller of `run` does not wait for this."""
        if call_off:
            with contextlib.suppress(TimeoutError, ProvenanceError):
                async with asyncio.timeout(GRACE):
                    await worker.call_off()
                self._idle.put_nowait(worker)
                return
        self._workers.discard(worker)
        await worker.kill()
        self.replaced += 1
        pause = 1.0
        while True:
            try:
                await self._add()
            except ProvenanceError as error:
                _LOG.warning("A worker cannot start: %s", error)
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, 2 * pause)
            else:
                return

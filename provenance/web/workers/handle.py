"""The desk's side of one worker process."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from typing import Any

from provenance import errors
from provenance.errors import ProvenanceError, WorkerLost
from provenance.web.workers.frames import LONGEST_HEADER, Frame, receive_frame
from provenance.web.workers.process import CANCEL, FAILED, KIND, NUMBER, PROGRESS

_numbers = itertools.count(1)
_LOST = "The process that worked on this ended unexpectedly; try again, and report it if it happens again."


class Worker:
    """One worker: asked one thing at a time."""

    def __init__(self, process: Process) -> None:
        """Speak to `process` over its pipes."""
        self._process = process
        self._number = 0
        #: Whether the process has ended by itself.
        self.lost = False
        self._frames: asyncio.Queue[Frame | None] = asyncio.Queue()
        # A task of its own, since a reader that is cancelled within a message would lose its rest.
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, opening: dict[str, Any], threads: int) -> Worker:
        """Start a process and wait until its models and indexes are open.

        Raises:
            ProvenanceError: a model or an index cannot be used.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "provenance.web.workers.process",
            stdin=PIPE,
            stdout=PIPE,
            limit=LONGEST_HEADER,
            env=os.environ | {"OMP_NUM_THREADS": str(threads), "TOKENIZERS_PARALLELISM": "false"},
            # A Ctrl-C at the terminal reaches the desk alone, which ends its workers in order.
            start_new_session=True,
        )
        worker = cls(process)
        try:
            await worker._send(Frame({KIND: "open", **opening}))
            await worker._answer()
        except BaseException:
            await worker.kill()
            raise
        return worker

    async def ask(self, task: dict[str, Any], parts: tuple[bytes, ...], progress: Callable[[str], None]) -> Frame:
        """Give the worker a task and wait for its answer.

        Raises:
            ProvenanceError: the task cannot be done.
            WorkerLost: the process has ended.
        """
        self._number = next(_numbers)
        await self._send(Frame({KIND: "task", NUMBER: self._number, **task}, parts))
        return await self._answer(progress)

    async def call_off(self) -> None:
        """Stop the task at work at its next stage, and wait until it has stopped.

        Raises:
            WorkerLost: the process has ended.
        """
        await self._send(Frame({KIND: CANCEL, NUMBER: self._number}))
        try:
            # It may have been done, or have failed, in the meantime.
            await self._answer()
        except WorkerLost:
            raise
        except ProvenanceError:
            return

    async def kill(self) -> None:
        """End the process, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        await self._reading

    async def _send(self, frame: Frame) -> None:
        stream = self._process.stdin
        assert stream is not None  # noqa: S101 - it was opened as a pipe
        try:
            stream.write(frame.encoded())
            await stream.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            self.lost = True
            raise WorkerLost(_LOST) from error

    async def _answer(self, progress: Callable[[str], None] = lambda _: None) -> Frame:
        while frame := await self._frames.get():
            kind = frame.header[KIND]
            if kind == FAILED:
                raise getattr(errors, frame.header["error"])(frame.header["message"])
            if kind != PROGRESS:
                return frame
            progress(frame.header["stage"])
        self.lost = True
        raise WorkerLost(_LOST)

    async def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None  # noqa: S101 - it was opened as a pipe
        frame: Frame | None = None
        with contextlib.suppress(asyncio.IncompleteReadError, ValueError):
            while frame := await receive_frame(stream):
                self._frames.put_nowait(frame)
        self._frames.put_nowait(None)

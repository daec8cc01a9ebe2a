"""The worker's own side: `python -m provenance.web.workers.process`, spoken to over its pipes.

The first message opens the models and indexes; each one after it is a task. A message "cancel" stops the
task at work at its next stage. The end of the pipe is the end of the process, so none outlives its desk.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
from typing import Any, BinaryIO

from provenance.errors import ProvenanceError
from provenance.web.workers.frames import Frame, read_frame

READY, PROGRESS, ANSWER, FAILED, CANCEL, CANCELLED = "ready", "progress", "answer", "failed", "cancel", "cancelled"
_LOG = logging.getLogger(__name__)
KIND, NUMBER = "kind", "number"


class Cancelled(Exception):
    """The task at work is no longer wanted."""


class Mailbox:
    """What the desk sends, read by a thread of its own so that "cancel" arrives during a task."""

    def __init__(self, stream: BinaryIO) -> None:
        """Start reading."""
        self.tasks: queue.Queue[Frame] = queue.Queue()
        #: The number of the task that was last called off.
        self.cancelled = 0
        self._stream = stream
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while (frame := read_frame(self._stream)) is not None:
            if frame.header[KIND] == CANCEL:
                self.cancelled = frame.header[NUMBER]
            else:
                self.tasks.put(frame)
        # Whatever is at work has no reader any more.
        os._exit(0)


def main() -> None:
    """Serve tasks until the pipe ends."""
    answers = os.fdopen(os.dup(1), "wb")
    # Nothing that a library prints may end up among the messages.
    os.dup2(2, 1)
    mailbox = Mailbox(os.fdopen(os.dup(0), "rb"))

    def send(header: dict[str, Any], *parts: bytes) -> None:
        answers.write(Frame(header, parts).encoded())
        answers.flush()

    try:
        from provenance.web.workers.tasks import Tasks

        tasks = Tasks.open(mailbox.tasks.get().header)
    except ProvenanceError as error:
        send(_failed(error))
        return
    send({KIND: READY})
    while True:
        frame = mailbox.tasks.get()

        def progress(stage: str, number: int = frame.header[NUMBER]) -> None:
            if mailbox.cancelled == number:
                raise Cancelled
            send({KIND: PROGRESS, "stage": stage})

        try:
            header, *parts = tasks.run(frame, progress)
            send({KIND: ANSWER, **header}, *parts)
        except Cancelled:
            send({KIND: CANCELLED})
        except ProvenanceError as error:
            send(_failed(error))
        except Exception:  # noqa: BLE001 - the operator reads the details in the log, the client one sentence
            _LOG.exception("A task failed.")
            send({KIND: FAILED, "error": "WorkerLost", "message": FAULT})


FAULT = "A fault of this program ended the work; its details are in the log of the desk."


def _failed(error: ProvenanceError) -> dict[str, Any]:
    return {KIND: FAILED, "error": type(error).__name__, "message": str(error)}


if __name__ == "__main__":
    main()

"""Records read in several processes, in order; one that hangs or kills its process costs itself only.

Each process has a thread here that hands it a few records at a time, so that the processes go on while
the caller embeds. What passes between them is our own (multiprocessing's messages), never a file's bytes
taken for objects.
"""

from __future__ import annotations

import multiprocessing
import queue
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Final

from provenance.errors import ConfigurationError
from provenance.ingest.passing import flattened, restored
from provenance.ingest.record import Item, Note, Record, outcome
from provenance.values import Article

#: A record that is read for longer is given up.
LONGEST_SECONDS: Final = 60.0
#: Handed over at once: so many records, or fewer with so many bytes together.
_RECORDS_AT_ONCE: Final = 64
_BYTES_AT_ONCE: Final = 2**20
#: How many of these packets wait for each process: enough to last while a batch is embedded.
_AHEAD: Final = 12

Outcome = Article | str


class Workers:
    """A pool of processes that read records. Closed when it is no longer needed."""

    def __init__(self, processes: int, seconds: float = LONGEST_SECONDS) -> None:
        self._seconds = seconds
        self._ahead = processes * _AHEAD
        self._threads = ThreadPoolExecutor(processes)
        self._idle: queue.SimpleQueue[_Process] = queue.SimpleQueue()
        self._all = {_Process() for _ in range(processes)}
        for process in self._all:
            self._idle.put(process)
        self._closed = False

    def outcomes(self, items: Iterable[Item]) -> Iterator[tuple[Item, Outcome]]:
        """Every item in order, a record with its article or the reason why there is none, a note with ""."""
        waiting: deque[tuple[list[Item], Future[list[Outcome]]]] = deque()
        for packet in _packets(items):
            records = [item for item in packet if isinstance(item, Record)]
            waiting.append((packet, self._threads.submit(self._read, records)))
            # What is ready goes on at once: a site's pages come slowly, and none is to wait for others.
            while waiting and (len(waiting) >= self._ahead or waiting[0][1].done()):
                yield from _paired(*waiting.popleft())
        while waiting:
            yield from _paired(*waiting.popleft())

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        self._closed = True
        for process in tuple(self._all):
            process.end()
        self._threads.shutdown(cancel_futures=True)

    def _read(self, records: Sequence[Record]) -> list[Outcome]:
        process = self._idle.get()
        try:
            return process.read(records, self._seconds)
        except (TimeoutError, EOFError, OSError) as error:
            process.end()
            self._all.discard(process)
            process = self._renewed(process)
            if len(records) == 1:
                slow = isinstance(error, TimeoutError)
                return [f"reading it took longer than {self._seconds:.0f} seconds" if slow else "reading it crashed"]
        finally:
            self._idle.put(process)
        # One of them is to blame; each alone shows which.
        return [result for record in records for result in self._read([record])]

    def _renewed(self, process: _Process) -> _Process:
        if self._closed:
            return process
        renewed = _Process()
        self._all.add(renewed)
        return renewed


class _Process:
    def __init__(self) -> None:
        # A copy of this process would share its locks; a new one starts clean.
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._began = False

    def read(self, records: Sequence[Record], seconds: float) -> list[Outcome]:
        """The outcome of each record.

        Raises:
            TimeoutError: It takes longer than that.
            EOFError: The process has died.
            OSError: The process has died.
            ConfigurationError: It could not begin at all.
        """
        if not records:
            return []
        if not self._began:
            self._wait_for_its_beginning()
        self._ours.send(records)
        if not self._ours.poll(seconds):
            raise TimeoutError
        return [found if isinstance(found, str) else restored(found) for found in self._ours.recv()]

    def _wait_for_its_beginning(self) -> None:
        try:
            self._began = self._ours.poll(LONGEST_SECONDS) and bool(self._ours.recv())
        except EOFError:
            self._began = False
        if not self._began:
            raise ConfigurationError(
                "The processes that read the sources cannot begin; a program of your own must keep its work "
                'under `if __name__ == "__main__":`, or read with workers=0.'
            )

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self._ours.close()


def _serve(requests: Connection) -> None:
    """Read records until the other side is gone."""
    # Ctrl-C reaches every process of the terminal; the one that started this one decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        requests.send("ready")
        while True:
            outcomes = map(outcome, requests.recv())
            requests.send([found if isinstance(found, str) else flattened(found) for found in outcomes])


def _packets(items: Iterable[Item]) -> Iterator[list[Item]]:
    packet: list[Item] = []
    weight = 0
    for item in items:
        packet.append(item)
        weight += item.weight if isinstance(item, Record) else 0
        # A note ends what was read of a file or a page.
        if isinstance(item, Note) or len(packet) >= _RECORDS_AT_ONCE or weight >= _BYTES_AT_ONCE:
            yield packet
            packet, weight = [], 0
    if packet:
        yield packet


def _paired(packet: Sequence[Item], future: Future[list[Outcome]]) -> Iterator[tuple[Item, Outcome]]:
    outcomes = iter(future.result())
    for item in packet:
        yield item, next(outcomes) if isinstance(item, Record) else ""

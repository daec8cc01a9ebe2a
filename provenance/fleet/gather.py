"""The shards of all stretches in order, as the sources of an ordinary rebuild."""

from __future__ import annotations

import hashlib
import json
import re
from collections import deque
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from provenance import __version__
from provenance.embed import Embedder
from provenance.errors import ConfigurationError, IndexAway, IndexIncompatible
from provenance.fleet.plan import Stretch, opened, stretches
from provenance.fleet.shard import FORMAT, Header, drop_shard, read_header, read_shard
from provenance.fleet.work import work
from provenance.library import Reject
from provenance.library.prepare import Prepared

#: Stretches handed out ahead of the one that is taken in, for each thread of the workers.
_AHEAD = 4
#: Seconds to reach the scheduler.
_PATIENCE = 15
_LINE = re.compile(r"line ([0-9]+)")
_FILE_KEY = "file:"


@contextmanager
def gathered(
    sources: Sequence[str],
    scheduler: str,
    shards: str,
    embedder: Embedder,
    *,
    on_reject: Callable[[Reject], None],
    memory: MutableMapping[str, str],
) -> Iterator[Gathered]:
    """What workers read and embed of the sources.

    Args:
        sources: paths that the workers know by the same names, or URLs that fsspec opens.
        scheduler: the address of a Dask scheduler.
        shards: a folder that the workers and this machine see, as a path or URL.
        embedder: the model; workers open it by its name.
        on_reject: called for every record that could not be read.
        memory: what was seen of the files.

    Raises:
        ConfigurationError: Dask is not installed, or a source cannot be used.
        IndexAway: the scheduler does not answer, or no worker does.
    """
    parts = list(stretches(sources))
    try:
        from distributed import Client
    except ImportError as error:
        raise ConfigurationError(
            "A rebuild with --dask needs what `pip install 'translation-provenance[cluster]'` installs."
        ) from error
    with _named(scheduler):
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    try:
        with _named(scheduler):
            client.wait_for_workers(1, timeout=_PATIENCE)
        yield Gathered(parts, client, scheduler, shards, embedder, on_reject, memory)
    finally:
        client.close(timeout=_PATIENCE)


class Gathered(Iterator[Prepared]):
    """Articles with the vectors of their passages, in the order of the sources; a rebuild that stopped goes on."""

    def __init__(
        self,
        parts: Sequence[Stretch],
        client: Any,  # noqa: ANN401
        scheduler: str,
        shards: str,
        embedder: Embedder,
        on_reject: Callable[[Reject], None],
        memory: MutableMapping[str, str],
    ) -> None:
        self.position = 0
        self.captured: str | None = None
        self._parts, self._client, self._scheduler = parts, client, scheduler
        self._embedder, self._on_reject, self._memory = embedder, on_reject, memory
        self._made_by = f"{__version__} {embedder.sha256}"
        about = json.dumps([FORMAT, self._made_by, *(list(asdict(part).values()) for part in parts)])
        self.fingerprint = hashlib.sha256(about.encode()).hexdigest()
        self._folder = f"{shards.rstrip('/')}/{self.fingerprint[:16]}"
        self._system, _ = opened(self._folder)
        self._total = sum(part.end - part.start for part in parts)
        self._done = 0
        self._skipped = 0
        self._found = self._all()

    @property
    def fraction(self) -> float | None:
        """How much of the sources was taken in, 0..1."""
        return min(1.0, self._done / self._total) if self._total else None

    def skip(self, records: int) -> None:
        """Pass over records, before the first article is taken."""
        self._skipped = records

    def __next__(self) -> Prepared:
        """The next article that could be read."""
        return next(self._found)

    def forget(self) -> None:
        """Remove the shards, when what they hold is live."""
        if self._system.exists(self._path()):
            self._system.rm(self._path(), recursive=True)

    def _all(self) -> Iterator[Prepared]:
        lines = 0
        for number, part, header in self._headers():
            skipped = min(self._skipped, header.records)
            self._skipped -= skipped
            if skipped < header.records:
                # The blank line that stands before a stretch in the middle is no line of the file.
                yield from self._of_shard(number, header, lines - 1 if part.start else 0, skipped)
            else:
                self.position += header.records
            self._done += part.end - part.start
            lines = 0 if part.last else lines + header.lines
            if part.last:
                self._memory[f"{_FILE_KEY}{part.path}"] = part.state

    def _of_shard(self, number: int, header: Header, before: int, skipped: int) -> Iterator[Prepared]:
        for place, found in enumerate(read_shard(self._system, self._path(number), header)):
            self.position += 1
            if place < skipped:
                continue
            if isinstance(found, Reject):
                self._on_reject(_placed(found, before))
            else:
                self.captured = found.captured
                yield found

    def _headers(self) -> Iterator[tuple[int, Stretch, Header]]:
        """Every stretch in order with the header of its shard, as it is ready."""
        waiting: deque[tuple[int, Stretch, Any]] = deque()
        with _named(self._scheduler):
            ahead = max(_AHEAD, _AHEAD * sum(self._client.nthreads().values()))
        for number, part in enumerate(self._parts):
            waiting.append((number, part, self._begun(number, part)))
            if len(waiting) >= ahead:
                yield self._ended(*waiting.popleft())
        while waiting:
            yield self._ended(*waiting.popleft())

    def _begun(self, number: int, part: Stretch) -> Any:  # noqa: ANN401
        with _named(self._scheduler):
            return self._client.submit(
                work,
                asdict(part),
                f"{self._folder}/{number:07d}",
                self._embedder.name,
                key=f"provenance-{self.fingerprint[:16]}-{number}",
                pure=True,
            )

    def _ended(self, number: int, part: Stretch, future: Any) -> tuple[int, Stretch, Header]:  # noqa: ANN401
        with _named(self._scheduler, part):
            header = Header(**future.result())
        future.release()
        if header.made_by != self._made_by:
            drop_shard(self._system, self._path(number))
            raise IndexIncompatible(
                f"A worker has another version or another model ({header.made_by.split()[0]}, here {__version__}); "
                "install the same on all machines and run the same command again."
            )
        if read_header(self._system, self._path(number)) != header:
            raise ConfigurationError(
                f"The shards that the workers write are not seen here in {self._folder}; name a folder with --shards "
                "that all machines see."
            )
        return number, part, header

    def _path(self, number: int | None = None) -> str:
        name = self._folder if number is None else f"{self._folder}/{number:07d}"
        return opened(name)[1]


def _placed(reject: Reject, before: int) -> Reject:
    """A reject with the number of its line in the file, of which so many stand before those of its stretch."""
    found = _LINE.fullmatch(reject.record)
    return replace(reject, record=f"line {int(found[1]) + before}") if found else reject


@contextmanager
def _named(scheduler: str, part: Stretch | None = None) -> Iterator[None]:
    """Name what goes wrong between the machines as what it is."""
    from distributed import CancelledError, KilledWorker
    from distributed.comm import CommClosedError

    try:
        yield
    except KilledWorker as error:
        where = f" while they read {part.path}" if part else ""
        raise IndexAway(
            f"Worker after worker ended{where}; look at their logs (memory, as a rule), then run the same command "
            "again to go on."
        ) from error
    except (TimeoutError, CommClosedError, CancelledError) as error:
        raise _away(scheduler, error) from error
    except (FileNotFoundError, PermissionError) as error:
        raise ConfigurationError(
            f"A worker cannot open {part.path if part else error}; name sources and --shards by paths or URLs that all "
            "machines see, then run the same command again to go on."
        ) from error
    except OSError as error:
        raise _away(scheduler, error) from error
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"A worker lacks what it needs ({error}); install the same on all machines."
        ) from error


def _away(scheduler: str, error: BaseException) -> IndexAway:
    said = str(error).strip().splitlines()[:1]
    return IndexAway(
        f"The Dask scheduler {scheduler} or its workers do not answer ({(said or [type(error).__name__])[0][:200]}); "
        "see that `dask scheduler` and `dask worker` run, then run the same command again to go on."
    )

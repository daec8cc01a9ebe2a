"""A rebuild on Dask workers: what a core of a worker does, what taking in the shards costs, one worker beside two.

    python -m tests.benchmarks.bench_fleet [ARTICLES] [KILLS]

Processor time of one worker's work and of the taking in are measured in this process, one thread each, so that
they hold on a busy machine; the wall times of one and of two workers need two free cores and are compared in one
run. Beside them stands what the processor seconds of every process give for two free cores: one worker takes as long
as it works itself, two take half of what all processes work together. With KILLS, a worker is killed at so many
moments of a rebuild, and every result is compared byte by byte.
"""

from __future__ import annotations

import os

# Read by the libraries when they are imported.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}

import random
import signal
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from provenance.embed.static import open_embedded
from provenance.fleet import gathered, plan
from provenance.fleet.work import work
from provenance.library import Reject, SourceMemory, rebuild
from tests.benchmarks.bench_index_rebuild import write_articles
from tests.engines import Fleet
from tests.fleet.conftest import content

ARTICLES, STRETCHES = 2_000, 16


def in_one_process(source: Path, folder: Path, texts: int) -> float:
    """Print what the work costs; the shards' bytes for each paragraph."""
    parts = list(plan.stretches([str(source)]))
    open_embedded().encode(["warm"])
    start = time.process_time()
    for number, part in enumerate(parts):
        work(asdict(part), str(folder / "alone" / f"{number}"), "embedded")
    spent = time.process_time() - start
    size = sum(path.stat().st_size for path in (folder / "alone").iterdir()) / texts
    print(f"a worker reads, embeds and writes {texts / spent:,.0f} paragraphs a processor second, {size:,.0f} B each")
    return spent


@dataclass(frozen=True, slots=True)
class Spread:
    """What a rebuild took once all workers were there: the clock, and processor seconds of every process."""

    wall: float
    command: float
    scheduler: float
    workers: tuple[float, ...]
    died: bool

    def __str__(self) -> str:
        each = " and ".join(f"{one:.1f}" for one in self.workers)
        return (
            f"{self.wall:.1f} s; processor seconds: workers {each}, command {self.command:.1f}, scheduler "
            f"{self.scheduler:.1f}"
        )


def spread(source: Path, home: Path, workers: int, kill_after: float | None = None) -> Spread:
    """Rebuild with so many workers, of which one is killed after so many seconds."""
    model = open_embedded()
    rejected: list[Reject] = []
    home.mkdir()
    fleet = Fleet(home)
    try:
        for _ in range(workers):
            fleet.add_worker()
        shards = str(home / "shards")
        memory = SourceMemory()
        with gathered([str(source)], fleet.address, shards, model, on_reject=rejected.append, memory=memory) as found:
            found._client.wait_for_workers(workers, timeout=60)
            # Each worker loads what it reads and embeds with before the clock starts.
            found._client.run(_warm, str(home / "warm"))
            if kill_after is not None:
                threading.Timer(kill_after, _kill, (fleet.workers[0].pid,)).start()
            before, wall, own = fleet.spent(), time.perf_counter(), time.process_time()
            rebuild("news", found, home=home, embedder=model, rejected=rejected, memory=memory)
            wall, own = time.perf_counter() - wall, time.process_time() - own
            died = fleet.workers[0].poll() is not None
            after = before if died else fleet.spent()
            scheduler, *each = (end - start for start, end in zip(before, after, strict=True))
            return Spread(wall, own, scheduler, tuple(each), died)
    finally:
        fleet.close()


def _warm(folder: str) -> None:
    source = Path(folder) / str(os.getpid())
    source.mkdir(parents=True)
    write_articles(source / "articles.jsonl", 5)
    for number, part in enumerate(plan.stretches([str(source)])):
        work(asdict(part), str(source / f"shard-{number}"), "embedded")


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)


def main(count: int, kills: int) -> None:
    """Measure and print."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        source = folder / "articles.jsonl"
        texts = len(write_articles(source, count))
        plan.STRETCH = source.stat().st_size // STRETCHES + 1
        in_one_process(source, folder, texts)
        one = spread(source, folder / "one", 1)
        print(f"taking in the shards: {texts / one.command:,.0f} paragraphs a processor second")
        two = spread(source, folder / "two", 2)
        free = 2 * one.workers[0] / (sum(two.workers) + two.command + two.scheduler)
        print(f"{texts:,} paragraphs\none worker  {one}\ntwo workers {two}")
        print(
            f"ratio {one.wall / two.wall:.2f} (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores); by the "
            f"processor seconds {free:.2f} on two free cores"
        )
        expected = content(folder / "one")
        print(f"the result on two workers equals that on one: {content(folder / 'two') == expected}")
        chance = random.Random(5)
        same = killed = number = 0
        while killed < kills:
            number += 1
            home = folder / f"killed-{number}"
            died = spread(source, home, 2, kill_after=chance.uniform(0, two.wall)).died
            killed += died
            same += died and content(home) == expected
        if kills:
            print(f"{same} of {killed} results with a worker killed in mid-job equal it, too")


if __name__ == "__main__":
    main(*[int(given) for given in (*sys.argv[1:3], *[str(ARTICLES), "0"][len(sys.argv) - 1 :])])

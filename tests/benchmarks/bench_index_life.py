"""An index as it lives: a rebuild, a cold check, warm searches, a small update; time, memory, recall and bytes.

    python -m tests.benchmarks.bench_index_life [PASSAGES] [--generated] [--workers N] [--folder DIR] [--corpora DIR]

Articles are JSON lines made of real sentences (`written`), and all is done by the commands that a desk uses. With
--generated they are made-up words with generated vectors (`generated`), so that the figures are those of storing and
searching alone. Every step is a process of its own, with one thread for each library; the memory is that of the step
with its workers, sampled five times a second: its own, and with the files that it maps, whose pages the system takes
back when it needs them.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from provenance.library import read_coverage
from tests.benchmarks.life_steps import NAME
from tests.benchmarks.written import CORPORA, origin

ROOT = Path(__file__).parents[2]
PASSAGES, NEW = 100_000, 1_000
_EVERY = 0.2
_THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Took:
    """What a step took: seconds of the processor and of the clock, megabytes of its own and with mapped files."""

    processor: float
    wall: float
    own: float
    mapped: float
    output: str


def step(*command: str | Path, allowed: tuple[int, ...] = (0,)) -> Took:
    """Run a command and follow its memory."""
    before, began = _processor(), time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *map(str, command)], cwd=ROOT, env=os.environ | _THREADS, stdout=subprocess.PIPE, text=True
    )
    own = mapped = 0.0
    while process.poll() is None:
        time.sleep(_EVERY)
        memory = [_memory(pid) for pid in _family(process.pid)]
        own, mapped = max(own, sum(one for one, _ in memory)), max(mapped, sum(one for _, one in memory))
    output = process.stdout.read() if process.stdout else ""
    if process.returncode not in allowed:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return Took(_processor() - before, time.perf_counter() - began, own, mapped, output)


def main(passages: int, home: Path, *, generated: bool, workers: int, corpora: Path) -> None:
    """Measure and print."""
    steps, index = ("-m", "tests.benchmarks.life_steps"), ("cli.py", "index")
    where = ("--indexes", home)
    source, new, repost = home / "articles.jsonl", home / "new.jsonl", home / "repost.txt"
    print("made-up words, generated vectors" if generated else origin(corpora), flush=True)
    if generated:
        built = step(*steps, "fill", home, str(passages), "1")
    else:
        step("-m", "tests.benchmarks.written", source, str(passages), "1", corpora)
        step("-m", "tests.benchmarks.written", new, str(7 * NEW), "2", corpora)
        with source.open(encoding="utf-8") as file:
            repost.write_text(json.loads(next(file))["text"], encoding="utf-8")
        built = step(*index, "rebuild", NAME, source, *where, "--workers", str(workers))
    held = read_coverage(NAME, home)[0]
    each = 1000 * built.processor / held.passages
    show("rebuild", built, f"{each:.3f} ms of the processor a passage, {held.passages / built.processor:,.0f} a second")
    beside = sum(file.size for file in held.files) - text_bytes(home)
    backend = held.parts[0].backend
    print(f"{held.passages:,} passages, {backend} search, {beside / held.passages:,.0f} bytes each beside the text")
    opening = step(*steps, "cold", home)
    show(
        "open and search 30 passages, cold",
        opening,
        f"{json.loads(opening.output)['seconds']:.2f} s without Python's start",
    )
    if not generated:
        step(*steps, "cold", home)
        show(
            "check an article, cold", step("cli.py", "check", repost, "--index", NAME, *where, "--json", allowed=(0, 1))
        )
    searching = step(*steps, "search", home)
    found = json.loads(searching.output)
    print(
        f"warm search {1000 * found['warm']:.2f} ms a passage, embedding it {1000 * found['embedding']:.2f} ms; "
        f"recall@10 {found['recall']:.4f}, known item {found['known'] / found['known_exact']:.4f} of exact search"
    )
    if generated:
        show(f"update with {NEW:,} new articles", step(*steps, "fill", home, str(7 * NEW), "2"))
    else:
        show(f"update with {NEW:,} new articles", step(*index, "update", NAME, new, *where, "--workers", str(workers)))
    show("verify", step(*index, "verify", NAME, *where))


def text_bytes(home: Path) -> int:
    """The bytes of all texts, as UTF-8."""
    import sqlite3

    total = 0
    for path in (home / NAME).glob("gen-*/articles.sqlite"):
        tables = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        total += tables.execute("SELECT sum(length(CAST(text AS BLOB))) FROM articles").fetchone()[0]
        tables.close()
    return total


def show(what: str, took: Took, more: str = "") -> None:
    """Print what a step took."""
    print(
        f"{what:36} {took.processor:8.1f} s of the processor {took.wall:8.1f} s wall  "
        f"memory {took.own:6,.0f} MB, {took.mapped:6,.0f} with mapped files  {more}",
        flush=True,
    )


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        below = [int(child) for child in children.read_text().split()]
    except OSError:
        return []
    return [pid, *(one for child in below for one in _family(child))]


def _memory(pid: int) -> tuple[float, float]:
    """Megabytes of a process: its own, and with mapped files."""
    try:
        lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    except OSError:
        return 0.0, 0.0
    own = int(lines.get("RssAnon", "0 kB").split()[0])
    return own / 1024, int(lines.get("VmRSS", "0 kB").split()[0]) / 1024


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("passages", nargs="?", type=int, default=PASSAGES)
    options.add_argument("--generated", action="store_true")
    options.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options.add_argument("--folder", type=Path, help="Where to work; the system's folder for temporary files else.")
    options.add_argument("--corpora", type=Path, default=CORPORA, help="Where the parallel corpora lie.")
    asked = options.parse_args()
    with TemporaryDirectory(dir=asked.folder) as folder:
        main(asked.passages, Path(folder), generated=asked.generated, workers=asked.workers, corpora=asked.corpora)

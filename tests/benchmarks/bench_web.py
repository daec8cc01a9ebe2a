"""Checks a second through the HTTP API, and the time of one.

    python -m tests.benchmarks.bench_web [--indexes FOLDER --index NAME] [--clients 32] [--checks 200] [--workers 2]

The desk runs as a process of its own on the demo's index, or on the one that is named. The articles are made of the
paragraphs of the demo's reposts. On a computer that is busy with other things the processor time of a check is the
figure to trust: two cores do 2 / that many checks a second.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx

from provenance.reading import read_input
from tests.benchmarks.material import SEED, reposts

TICKS = 100
ROOT = Path(__file__).parents[2]


def articles(paragraphs: int, count: int) -> list[str]:
    """Texts of so many paragraphs each, most of them with an original in the demo's index."""
    known = [passage.text for path in reposts() for passage in read_input(str(path)).story]
    draw = random.Random(SEED)
    return ["\n\n".join(draw.sample(known, paragraphs)) for _ in range(count)]


@contextlib.contextmanager
def desk(options: list[str]) -> Iterator[tuple[str, int]]:
    """A desk of its own: its address and its process."""
    with tempfile.TemporaryDirectory() as folder:
        history = ["--history", str(Path(folder) / "desk.sqlite")]
        command = [sys.executable, str(ROOT / "cli.py"), "serve", "--port", "0", *history, *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            try:
                yield process.stdout.readline().split(" at ")[1].split()[0], process.pid
            finally:
                process.terminate()


def processor_seconds(pid: int) -> float:
    """What a process and its children have used so far (Linux)."""
    total = 0.0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        with contextlib.suppress(OSError):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(entry.name) == pid or int(fields[1]) == pid:
                total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def ask(address: str, texts: list[str], clients: int) -> tuple[list[float], Counter[int]]:
    """Have all texts checked by so many clients at once, each waiting for its answer; a refusal is tried again."""
    todo, seconds, statuses = iter(texts), [], Counter[int]()
    lock = threading.Lock()

    def work() -> None:
        with httpx.Client(base_url=address, timeout=300, trust_env=False) as client:
            while True:
                with lock:
                    text = next(todo, None)
                if text is None:
                    return
                status = 429
                while status == 429:
                    begun = time.perf_counter()
                    answer = client.post("/api/v1/check", json={"text": text})
                    status = answer.status_code
                    with lock:
                        statuses[status] += 1
                    if status == 429:
                        time.sleep(float(answer.headers["retry-after"]))
                with lock:
                    seconds.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(seconds), statuses


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--indexes")
    parser.add_argument("--index", default="demo")
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--checks", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    options = ["--index", given.index, "--workers", str(given.workers)]
    if given.indexes:
        options += ["--indexes", given.indexes]
    with desk(options) as (address, pid):
        ask(address, articles(8, 4 * given.workers), given.workers)
        for paragraphs, clients, checks in ((30, 1, 10), (8, 1, 20), (8, given.clients, given.checks)):
            texts = articles(paragraphs, checks)
            used, begun = processor_seconds(pid), time.perf_counter()
            seconds, statuses = ask(address, texts, clients)
            wall, used = time.perf_counter() - begun, (processor_seconds(pid) - used) / checks
            middle, late = seconds[len(seconds) // 2], seconds[int(0.95 * len(seconds))]
            print(
                f"{paragraphs:2} paragraphs, {clients:2} clients: {checks / wall:5.1f} checks/s, "
                f"median {middle * 1000:5.0f} ms, 95 % within {late * 1000:5.0f} ms, "
                f"processor {used * 1000:4.0f} ms a check, answers {dict(statuses)}"
            )


if __name__ == "__main__":
    main()

"""Kills an index's writer at random moments and looks at what is left.

    python -m tests.benchmarks.bench_index_kills [KILLS]

Half of the kills hit rebuilds, a quarter additions, the rest removals and compactions; the moment is drawn evenly
over the time that the whole change takes. After each kill the index must answer the queries with the same ids and
similarities as before (or, where the change had just gone live, pass `verify`), and the same command must go on and
end well. It says how many did.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from provenance.library import add, open_index, rebuild, verify
from tests.library.samples import HashEmbedder, many

ROOT = Path(__file__).parents[2]
KILLS = 50
WORK = ("rebuild", "add", "rebuild", "remove", "rebuild", "add", "rebuild", "compact")
_COMMAND = [sys.executable, "-m", "tests.library.slow_writer"]
_EMBEDDER = HashEmbedder()


def answers(home: Path) -> tuple[list[list[int]], list[list[float]], str]:
    """What the index answers, and the hash of its manifest."""
    queries = _EMBEDDER.encode([f"museum strike budget case {number} part 1." for number in range(20)])
    with open_index("news", home=home, embedder=_EMBEDDER) as index:
        ids, similarities = index.nearest(queries, 5)
        return ids.tolist(), similarities.tolist(), index.manifest_sha256


def survived(home: Path, work: str, moment: float) -> str:
    """Kill one change after `moment` seconds; what became of it."""
    before = answers(home)
    process = subprocess.Popen([*_COMMAND, str(home), work], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    process.stdout.readline()
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    if process.returncode == 0:
        return "ended before it was killed"
    after = answers(home)
    if after != before and (after[2] == before[2] or verify("news", home)):
        return "LOST: other answers"
    again = subprocess.run([*_COMMAND, str(home), work], cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    if again.returncode or verify("news", home):
        return "LOST: the next run did not end well"
    return "survived" if after == before else "survived, the change was live already"


def main(kills: int) -> None:
    """Kill and count."""
    chance = random.Random(1)
    found: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        start = Path(folder) / "start"
        rebuild("news", many(200, seed=1), home=start, embedder=_EMBEDDER)
        add("news", many(10, seed=2), home=start, embedder=_EMBEDDER)
        takes: dict[str, float] = {}
        done = 0
        while done < kills:
            work = WORK[done % len(WORK)]
            home = Path(folder) / "home"
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(start, home)
            if work not in takes:
                takes[work] = _seconds(Path(folder) / "timed", start, work)
            outcome = survived(home, work, chance.random() * takes[work])
            found[f"{work}: {outcome}"] += 1
            done += not outcome.startswith("ended")
    for outcome, count in sorted(found.items()):
        print(f"{count:4} {outcome}")
    lost = sum(count for outcome, count in found.items() if "LOST" in outcome)
    print(f"{kills - lost} of {kills} kills survived")


def _seconds(home: Path, start: Path, work: str) -> float:
    """What a change takes from its first word to its end."""
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(start, home)
    process = subprocess.Popen([*_COMMAND, str(home), work], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    process.stdout.readline()
    begun = time.monotonic()
    process.communicate()
    return time.monotonic() - begun


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS)

"""How long a cold command takes: whole processes, from the start of Python to the last line of output.

    python -m tests.benchmarks.bench_cold [RUNS]

Prints the medians of wall and processor seconds, and the processor time as a multiple of a bare Python and of
`import numpy`: those two ratios hardly move when the machine is busy.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks.material import reposts

ROOT = Path(__file__).parents[2]
RUNS = 7


def seconds(command: list[str]) -> tuple[float, float]:
    """Wall and processor seconds of one process."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main(runs: int) -> None:
    """Measure and print."""
    program = [sys.executable, str(ROOT / "cli.py")]
    text, page = (next(path for path in reposts() if path.suffix == suffix) for suffix in (".txt", ".html"))
    prisoners = text.with_name("prisoners-repost.txt")
    with TemporaryDirectory() as home:
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "import numpy": [sys.executable, "-c", "import numpy"],
            "--help": [*program, "--help"],
            f"check {prisoners.name}": [*program, "check", str(prisoners), "--indexes", home],
            f"check {page.name}": [*program, "check", str(page), "--indexes", home],
        }
        for command in commands.values():
            seconds(command)
        # In turn, so that a busy minute falls on all of them.
        taken = [{name: seconds(command) for name, command in commands.items()} for _ in range(runs)]
    wall, cpu = ({name: median(one[name][kind] for one in taken) for name in commands} for kind in (0, 1))
    print(f"medians of {runs} runs\n{'':32} {'wall s':>8} {'cpu s':>8} {'× python':>9} {'× numpy':>9}")
    for name in commands:
        bare, numpy = cpu[name] / cpu["python -c pass"], cpu[name] / cpu["import numpy"]
        print(f"{name:32} {wall[name]:8.3f} {cpu[name]:8.3f} {bare:9.1f} {numpy:9.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)

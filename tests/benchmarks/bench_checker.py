"""Pairs a second of the checker, and how soon it gives its first answer.

    python -m tests.benchmarks.bench_checker [PAIRS]

The pairs are the paragraphs of the demo's reposts beside those that they were traced to, repeated and
shuffled, and their single sentences in order; by processor time of one thread (set OMP_NUM_THREADS=1).
"""

from __future__ import annotations

import subprocess
import sys
import time

from provenance.checker import open_checker
from provenance.checker.storage import CHECKER_FILE
from provenance.segment import sentences
from tests.benchmarks.material import pairs

PAIRS = 400
_FIRST = (
    "import time; t = time.process_time(); from provenance.checker import open_checker; "
    "open_checker().read([('Die Regierung hat zugestimmt.', 'The government did not agree.')], [('de', 'en')]); "
    "print(time.process_time() - t)"
)


def main(count: int) -> None:
    """Measure and print."""
    checker = open_checker()
    paragraphs = pairs(count)
    short = [both for pair in paragraphs for both in _sentence_pairs(*pair)][:count]
    print(f"{CHECKER_FILE.stat().st_size / 1e6:.1f} MB in the package")
    for name, rows in (("paragraphs", paragraphs), ("sentences", short)):
        checker.read(rows[:50])
        characters = sum(len(text) for row in rows for text in row) / len(rows)
        told, known = _seconds(checker, rows, None), _seconds(checker, rows, [("de", "en")] * len(rows))
        print(
            f"{name:<10} of {characters:4.0f} characters a pair: {len(rows) / told:6,.0f} pairs a second, "
            f"{len(rows) / known:6,.0f} where the languages are known"
        )
    first = subprocess.run([sys.executable, "-c", _FIRST], capture_output=True, text=True, check=True)
    print(f"first answer after {float(first.stdout):.2f} s of processor time")


def _sentence_pairs(original: str, repost: str) -> list[tuple[str, str]]:
    sides = [[sentence.text for sentence in sentences(text, "en")] for text in (original, repost)]
    return list(zip(*sides, strict=False))


def _seconds(checker: object, rows: list[tuple[str, str]], languages: list[tuple[str, str]] | None) -> float:
    start = time.process_time()
    checker.read(rows, languages)  # type: ignore[attr-defined]
    return time.process_time() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)

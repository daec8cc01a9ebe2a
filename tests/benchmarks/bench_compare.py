"""Rows a second of `provenance compare`, without the start of the program.

    python -m tests.benchmarks.bench_compare [ROWS]

The rows are the paragraphs of the demo's reposts beside those that they were traced to, repeated and shuffled;
the embedding of both sides alone is the yardstick.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from provenance.bitext import Row, compare_rows
from provenance.models import open_models
from tests.benchmarks.material import pairs

ROWS = 600
SLICE = 50


def main(count: int) -> None:
    """Measure and print."""
    models = open_models("embedded")
    rows = [Row(number, *texts, None, None) for number, texts in enumerate(pairs(count))]
    list(compare_rows(rows[:SLICE], models))
    start = time.process_time()
    results = list(compare_rows(rows, models))
    whole = time.process_time() - start
    start = time.process_time()
    for row in rows:
        models.embedder.encode([row.original, row.repost])
    embedding = time.process_time() - start
    found = Counter(drift.check for result in results for drift in result.drifts)
    characters = sum(len(row.original) + len(row.repost) for row in rows) / len(rows)
    print(f"{count:,} rows (repeated and shuffled), {characters:.0f} characters a row, by processor time")
    print(f"compare          {count / whole:8,.0f} rows a second ({1000 * whole / count:.1f} ms a row)")
    print(f"embedding alone  {count / embedding:8,.0f} rows a second; compare takes {whole / embedding:.1f} × as long")
    print(f"findings         {', '.join(f'{check} {number}' for check, number in found.most_common())}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)

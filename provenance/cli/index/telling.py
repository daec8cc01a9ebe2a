"""What a run tells of itself: how far it is, what it could not read, and its summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from provenance.cli.index.options import print_json
from provenance.cli.index.progress import Step
from provenance.cli.index.showing import counted, tables_of

if TYPE_CHECKING:
    from provenance.library import Progress, Reject, Summary

_REASONS_SHOWN = 5


class Tally:
    """Counts what a run stores and rejects; `rejected` waits to be stored, `reasons` counts all of it."""

    def __init__(self, name: str) -> None:
        self.rejected: list[Reject] = []
        self.reasons: Counter[str] = Counter()
        self._name = name
        self._stored = 0

    def reject(self, reject: Reject) -> None:
        """Note a record that could not be read."""
        self.rejected.append(reject)
        self.reasons[reject.reason] += 1

    def step(self, progress: Progress) -> Step:
        """How far the run is."""
        self._stored = progress.articles
        return Step(progress.stage, progress.passages, "paragraphs", progress.fraction, self.reasons.total())

    def stopped(self) -> str:
        """What to say where the run is stopped now."""
        return (
            f"Stopped: {self._stored:,} articles are stored and {self._name!r} is as it was before; "
            "run the same command again to go on."
        )


def tell(summary: Summary, home: Path, reasons: Mapping[str, int], *, as_json: bool) -> None:
    """Print what a run did and what the index holds now, and why records were rejected."""
    tables = tables_of(summary.name, home)
    if as_json:
        print_json({"event": "summary", **asdict(summary), "reasons": dict(reasons), **tables})
        return
    typer.echo(f"{summary.name}: {summary.articles:,} articles, {summary.passages:,} paragraphs.")
    for count, what in (
        (summary.continued, "of the articles were stored by the interrupted run before."),
        (summary.added, "articles are new."),
        (summary.replaced, "articles replaced earlier ones of the same id; the earlier texts are kept."),
        (summary.copies, "articles are near copies or earlier texts of others and are kept beside them."),
        (summary.unchanged, "articles were there already."),
    ):
        if count:
            typer.echo(f"{count:,} {what}")
    for title, counts in tables.items():
        if counts:
            typer.echo(f"{title:10}{counted(counts)}")
    if reasons:
        _tell_reasons(summary, home, Counter(reasons))


def _tell_reasons(summary: Summary, home: Path, reasons: Counter[str]) -> None:
    file = home / summary.name / summary.generation / "rejects.jsonl"
    where = f"; each is named in {file}:" if file.is_file() else ":"
    typer.echo(f"{reasons.total():,} records could not be read{where}", err=True)
    for reason, count in reasons.most_common(_REASONS_SHOWN):
        typer.echo(f"  {count:,} × {reason}", err=True)

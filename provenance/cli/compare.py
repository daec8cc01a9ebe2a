"""`provenance compare`: pairs of texts that say the same, without a search."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from provenance.bitext import RowResult
    from provenance.deep import Depth
    from provenance.values import DeepReading, Drift

_INTERRUPTED = 130


def compare(
    pairs: Annotated[
        Path, typer.Option(help="A file of original<TAB>repost[<TAB>original_lang<TAB>repost_lang], one pair a line.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line for each row.")] = False,
    no_checker: Annotated[bool, typer.Option("--no-checker", help="Do without the checker.")] = False,
    deep: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="Let this model read along: a folder, or a model id (see the README)."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=64,
            help="Processes that compare (else by size: this one, or one for each core; one with --deep).",
        ),
    ] = None,
) -> None:
    """Find the drift in each pair of a file; rows count from 0.

    Exit code 1 where a row has a critical or major finding.
    """
    from provenance.cli.output import progress_on_terminal
    from provenance.report.safe import plain
    from provenance.report.wording import deep_words

    depth: Depth | None = None
    rows = drifted = serious = 0
    try:
        with progress_on_terminal() as progress:
            depth, results = _results(pairs, deep, checker=not no_checker, workers=workers)
            for result in results:
                sys.stdout.write("".join(f"{line}\n" for line in _lines(result, depth, as_json=as_json)))
                rows += 1
                drifted += bool(result.drifts)
                serious += any(drift.severity != "minor" for drift in result.drifts)
                progress(f"{rows:,} rows")
    except KeyboardInterrupt:
        typer.echo(f"Stopped after {rows:,} rows.", err=True)
        raise typer.Exit(_INTERRUPTED) from None
    if not as_json:
        typer.echo(f"{drifted:,} of {rows:,} rows with findings, {serious:,} of them critical or major.")
        if depth:
            typer.echo(plain(f"{depth.note} ({deep_words(depth.signature)})"))
    raise typer.Exit(1 if serious else 0)


def _results(
    pairs: Path, deep: str | None, *, checker: bool, workers: int | None
) -> tuple[Depth | None, Iterator[RowResult]]:
    """The results of a file, and the named model that reads along, which computes on all processors by itself."""
    from provenance.bitext import compare_file, compare_rows, read_rows
    from provenance.models import open_models

    if deep is None:
        return None, compare_file(pairs, checker=checker, workers=workers)
    models = open_models(checker=checker, deep=deep)
    return models.deep, compare_rows(read_rows(pairs), models)


def _lines(result: RowResult, depth: Depth | None, *, as_json: bool) -> list[str]:
    from provenance.report.json_report import drift_dict
    from provenance.report.safe import encodable, plain

    if not as_json:
        return [f"{result.row}: {drift.severity} {drift.check}: {plain(_said(drift))}" for drift in result.drifts]
    line = {
        "row": result.row,
        "drifts": [drift_dict(drift) for drift in result.drifts],
        "drift_probability": result.drift_probability,
    }
    if depth is not None:
        line["deep"] = _deep(result.deep, depth)
    return [encodable(json.dumps(line, ensure_ascii=False))]


def _said(drift: Drift) -> str:
    from provenance.deep.readings import said

    return f"{drift.reason} {said(drift.deep)}" if drift.deep else drift.reason


def _deep(reading: DeepReading | None, depth: Depth) -> dict[str, Any]:
    """What the named model says of a row, with its fingerprint; no scores where it did not read the row."""
    return {**asdict(depth.signature), "scores": dict(reading.scores) if reading else None}

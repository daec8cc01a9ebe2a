"""`provenance compare`: pairs of texts that say the same, without a search."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from provenance.bitext import RowResult

_INTERRUPTED = 130


def compare(
    pairs: Annotated[
        Path, typer.Option(help="A file of original<TAB>repost[<TAB>original_lang<TAB>repost_lang], one pair a line.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line for each row.")] = False,
    no_checker: Annotated[bool, typer.Option("--no-checker", help="Do without the checker.")] = False,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=64, help="Processes that compare (else by size: this one, or one for each core)."),
    ] = None,
) -> None:
    """Find the drift in each pair of a file; rows count from 0.

    Exit code 1 where a row has a critical or major finding.
    """
    from provenance.bitext import compare_file
    from provenance.cli.output import progress_on_terminal

    rows = drifted = serious = 0
    try:
        with progress_on_terminal() as progress:
            for result in compare_file(pairs, checker=not no_checker, workers=workers):
                sys.stdout.write("".join(f"{line}\n" for line in _lines(result, as_json=as_json)))
                rows += 1
                drifted += bool(result.drifts)
                serious += any(drift.severity != "minor" for drift in result.drifts)
                progress(f"{rows:,} rows")
    except KeyboardInterrupt:
        typer.echo(f"Stopped after {rows:,} rows.", err=True)
        raise typer.Exit(_INTERRUPTED) from None
    if not as_json:
        typer.echo(f"{drifted:,} of {rows:,} rows with findings, {serious:,} of them critical or major.")
    raise typer.Exit(1 if serious else 0)


def _lines(result: RowResult, *, as_json: bool) -> list[str]:
    from provenance.report.json_report import drift_dict
    from provenance.report.safe import encodable, plain

    if not as_json:
        return [f"{result.row}: {drift.severity} {drift.check}: {plain(drift.reason)}" for drift in result.drifts]
    line = {
        "row": result.row,
        "drifts": [drift_dict(drift) for drift in result.drifts],
        "drift_probability": result.drift_probability,
    }
    return [encodable(json.dumps(line, ensure_ascii=False))]

"""`provenance compare`: pairs of texts that say the same, without a search."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer


def compare(
    pairs: Annotated[
        Path, typer.Option(help="A file of original<TAB>repost[<TAB>original_lang<TAB>repost_lang], one pair a line.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line for each row.")] = False,
) -> None:
    """Find the drift in each pair of a file; rows count from 0.

    Exit code 1 where a row has a critical or major finding.
    """
    from provenance.bitext import compare_rows, read_rows
    from provenance.cli.check import open_models
    from provenance.report.json_report import drift_dict
    from provenance.report.safe import plain

    found = False
    models = open_models("embedded")
    for result in compare_rows(read_rows(pairs), models.words, models.embedder):
        found = found or any(drift.severity != "minor" for drift in result.drifts)
        if as_json:
            line = {
                "row": result.row,
                "drifts": [drift_dict(drift) for drift in result.drifts],
                "drift_probability": result.drift_probability,
            }
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        else:
            for drift in result.drifts:
                typer.echo(f"{result.row}: {drift.severity} {drift.check}: {plain(drift.reason)}")
    raise typer.Exit(1 if found else 0)

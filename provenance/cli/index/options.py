"""The arguments and options that the commands share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

Name = Annotated[str, typer.Argument(help="The name of the index.")]
Home = Annotated[
    Path | None,
    typer.Option("--indexes", help="The folder of indexes (else PROVENANCE_INDEXES, else ./indexes)."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Events = Annotated[bool, typer.Option("--json", help="Print progress and the summary as JSON, one event a line.")]
SOURCES = (
    "Files (JSON lines, CSV, WARC, WACZ, web pages, text), folders of them, or addresses of feeds, sitemaps and pages"
)


def print_json(value: object) -> None:
    """Print one line of JSON."""
    typer.echo(json.dumps(value, ensure_ascii=False))

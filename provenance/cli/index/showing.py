"""`provenance index list` and `info`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.index.options import Home, Json, Name, print_json

if TYPE_CHECKING:
    from provenance.library import Manifest

_SHOWN = 8
_UNKNOWN = "unknown"


def list_(indexes: Home = None, as_json: Json = False) -> None:
    """List the indexes of a folder."""
    from provenance.library import index_home, list_indexes

    home = index_home(indexes)
    entries = list_indexes(home)
    if as_json:
        print_json([asdict(entry) for entry in entries])
        return
    if not entries:
        typer.echo(f"There is no index in {home}; make one with `provenance index rebuild NAME SOURCES`.")
    for entry in entries:
        if entry.manifest is None:
            typer.echo(f"{entry.name}: {entry.problem}")
        else:
            typer.echo(f"{entry.name}: {_counts(entry.manifest)}, made {entry.manifest.created}")


def info(
    name: Name,
    indexes: Home = None,
    as_json: Json = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page that shows what the index covers, day by day.")
    ] = None,
) -> None:
    """Say what an index holds and what made it."""
    from provenance.library import index_home, read_coverage

    home = index_home(indexes)
    manifest, coverage = read_coverage(name, home)
    if html is not None:
        _write_page(name, home, html)
        return
    tables = tables_of(name, home)
    if as_json:
        print_json({"name": name, **asdict(manifest), "coverage": asdict(coverage), **tables})
        return
    size = sum(file.size for file in manifest.files)
    parts = ", ".join(part.generation for part in manifest.parts)
    typer.echo(f"{name}: {_counts(manifest)}")
    typer.echo(f"made      {manifest.created} by {manifest.embedder} ({manifest.embedder_sha256[:12]})")
    typer.echo(f"published {coverage.since or _UNKNOWN} to {coverage.until or _UNKNOWN}")
    for title, counts in tables.items():
        typer.echo(f"{title:10}{counted(counts) or _UNKNOWN}")
    typer.echo(f"sources   {', '.join(manifest.sources) or _UNKNOWN}")
    typer.echo(f"on disk   {size / 1e6:.1f} MB in {parts}" if size else f"lives     on servers as {parts}")


def tables_of(name: str, home: Path) -> dict[str, dict[str, int]]:
    """How many articles an index holds by language, by outlet and by month, the most first; copies count too."""
    from provenance.library import read_counts

    tables = {"languages": Counter[str](), "outlets": Counter[str](), "months": Counter[str]()}
    for outlet, language, day, articles, copies in read_counts(name, home):
        held = articles + copies
        tables["languages"][language] += held
        if outlet:
            tables["outlets"][outlet] += held
        if day:
            tables["months"][day[:7]] += held
    return {title: dict(counts.most_common()) for title, counts in tables.items()}


def counted(counts: Mapping[str, int]) -> str:
    """The first few of a table, and how many more there are."""
    shown = [f"{key} {count:,}" for key, count in list(counts.items())[:_SHOWN]]
    more = len(counts) - len(shown)
    return ", ".join([*shown, *([f"and {more:,} more"] if more else [])])


def _counts(manifest: Manifest) -> str:
    return f"{manifest.articles:,} articles, {manifest.passages:,} paragraphs, {manifest.vectors:,} vectors"


def _write_page(name: str, home: Path, file: Path) -> None:
    from provenance.errors import ConfigurationError
    from provenance.library import read_counts
    from provenance.report.coverage_page import coverage_page

    page = coverage_page(name, read_counts(name, home))
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"The page cannot be written to {file}: {error.strerror}.") from error
    typer.echo(f"What {name} covers: {file}")

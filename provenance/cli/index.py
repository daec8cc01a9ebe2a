"""`provenance index`: making and looking after indexes."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from provenance.library import Manifest, Progress, Reject, Summary

app = typer.Typer(help="Make and look after indexes of original reporting.", no_args_is_help=True)

_Name = Annotated[str, typer.Argument(help="The name of the index.")]
_Home = Annotated[
    Path | None,
    typer.Option("--indexes", help="The folder of indexes (else PROVENANCE_INDEXES, else ./indexes)."),
]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_INTERRUPTED = 130
_REASONS_SHOWN = 5


@app.command()
def rebuild(
    name: _Name,
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Folders or files of text, Markdown, HTML or JSON lines; else those of the last rebuild."),
    ] = None,
    indexes: _Home = None,
    embedder: Annotated[
        str, typer.Option("--embedder", help="The model: `embedded`, or a sentence-transformers model.")
    ] = "embedded",
    as_json: _Json = False,
) -> None:
    """Replace all that an index holds by the sources; an interrupted rebuild goes on where it stopped."""
    from provenance.embed import open_embedder
    from provenance.ingest import read_sources
    from provenance.library import index_home
    from provenance.library import rebuild as rebuild_index

    home = index_home(indexes)
    wanted = [str(Path(source).absolute()) for source in sources] if sources else _remembered(name, home)
    rejected: list[Reject] = []
    reasons: Counter[str] = Counter()

    def on_reject(reject: Reject) -> None:
        rejected.append(reject)
        reasons[reject.reason] += 1

    articles = read_sources(wanted, on_reject=on_reject)
    model = open_embedder(embedder)
    with _progress_bar(name) as progress:
        summary = rebuild_index(
            name, articles, home=home, embedder=model, progress=progress, rejected=rejected, described=wanted
        )
    if as_json:
        _print_json(asdict(summary) | {"reasons": dict(reasons)})
    else:
        _tell(summary, reasons, home)


@app.command("list")
def list_(indexes: _Home = None, as_json: _Json = False) -> None:
    """List the indexes of a folder."""
    from provenance.library import index_home, list_indexes

    home = index_home(indexes)
    entries = list_indexes(home)
    if as_json:
        _print_json([asdict(entry) for entry in entries])
        return
    if not entries:
        typer.echo(f"There is no index in {home}; make one with `provenance index rebuild NAME SOURCES`.")
    for entry in entries:
        if entry.manifest is None:
            typer.echo(f"{entry.name}: {entry.problem}")
        else:
            typer.echo(f"{entry.name}: {_counts(entry.manifest)}, made {entry.manifest.created}")


@app.command()
def info(name: _Name, indexes: _Home = None, as_json: _Json = False) -> None:
    """Say what an index holds and what made it."""
    from provenance.library import index_home, read_coverage

    manifest, coverage = read_coverage(name, index_home(indexes))
    if as_json:
        _print_json({"name": name, **asdict(manifest), "coverage": asdict(coverage)})
        return
    typer.echo(f"{name}: {_counts(manifest)}")
    typer.echo(f"made      {manifest.created} by {manifest.embedder} ({manifest.embedder_sha256[:12]})")
    typer.echo(f"published {coverage.since or 'unknown'} to {coverage.until or 'unknown'}")
    typer.echo(f"languages {', '.join(coverage.languages) or 'unknown'}")
    typer.echo(f"outlets   {', '.join(coverage.outlets) or 'unknown'}")
    typer.echo(f"sources   {', '.join(manifest.sources) or 'unknown'}")
    typer.echo(f"on disk   {sum(file.size for file in manifest.files) / 1e6:.1f} MB in {manifest.generation}")


@app.command()
def verify(name: _Name, indexes: _Home = None, as_json: _Json = False) -> None:
    """Read an index whole and say what is damaged; exits with 1 where something is."""
    from provenance.library import index_home
    from provenance.library import verify as verify_index

    problems = verify_index(name, index_home(indexes))
    if as_json:
        _print_json({"name": name, "problems": problems})
    elif problems:
        typer.echo("\n".join(problems))
    else:
        typer.echo(f"{name}: all files are what index.toml says.")
    if problems:
        raise typer.Exit(1)


def _remembered(name: str, home: Path) -> list[str]:
    from provenance.errors import ConfigurationError
    from provenance.library import read_coverage

    sources = list(read_coverage(name, home)[0].sources)
    if not sources:
        raise ConfigurationError(f"The index {name!r} remembers no sources; name them after it.")
    return sources


@contextmanager
def _progress_bar(name: str) -> Iterator[Callable[[Progress], None]]:
    """Follow a rebuild on a terminal; on Ctrl-C say what is safe and how to go on."""
    latest: list[Progress] = []
    try:
        if not sys.stderr.isatty():
            yield latest.append
            return
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
        with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("reading", total=None)

            def show(progress: Progress) -> None:
                latest[:] = [progress]
                text = f"{progress.stage}: {progress.articles:,} articles, {progress.passages:,} paragraphs"
                total = None if progress.fraction is None else 1.0
                bar.update(task, description=text, total=total, completed=progress.fraction or 0.0)

            yield show
    except KeyboardInterrupt:
        stored = latest[-1].articles if latest else 0
        typer.echo(
            f"Stopped: {stored:,} articles are stored and {name!r} is as it was before; "
            "run the same command again to go on.",
            err=True,
        )
        raise typer.Exit(_INTERRUPTED) from None


def _tell(summary: Summary, reasons: Counter[str], home: Path) -> None:
    typer.echo(f"{summary.name}: {summary.articles:,} articles, {summary.passages:,} paragraphs.")
    if summary.continued:
        typer.echo(f"{summary.continued:,} of the articles were stored by the interrupted run before.")
    if summary.replaced:
        typer.echo(f"{summary.replaced:,} articles were replaced by later ones of the same id.")
    if summary.rejected:
        where = home / summary.name / summary.generation / "rejects.jsonl"
        typer.echo(f"{summary.rejected:,} records could not be read; each is named in {where}:", err=True)
        for reason, count in reasons.most_common(_REASONS_SHOWN):
            typer.echo(f"  {count:,} × {reason}", err=True)


def _counts(manifest: Manifest) -> str:
    return f"{manifest.articles:,} articles, {manifest.passages:,} paragraphs, {manifest.vectors:,} vectors"


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))

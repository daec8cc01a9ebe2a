"""`provenance index remove` and `compact`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.index.models import how_long, its_embedder
from provenance.cli.index.options import Events, Home, Name, print_json
from provenance.cli.index.progress import Step, followed

if TYPE_CHECKING:
    from provenance.embed import Embedder


def remove(
    name: Name,
    id_: Annotated[list[str] | None, typer.Option("--id", help="The article of this id; may be repeated.")] = None,
    url: Annotated[list[str] | None, typer.Option(help="The article of this address; may be repeated.")] = None,
    outlet: Annotated[list[str] | None, typer.Option(help="All articles of this outlet; may be repeated.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Published on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Published on this day or earlier.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many there are.")] = False,
    indexes: Home = None,
    as_json: Events = False,
) -> None:
    """Take out the articles that agree with every option given; other sites' copies of them stay."""
    from provenance.library import Selection, index_home
    from provenance.library import remove as remove_from_index

    home = index_home(indexes)
    which = Selection(frozenset(id_ or ()), frozenset(url or ()), frozenset(outlet or ()), _date(since), _date(until))
    model = its_embedder(name, home)
    with followed(events=as_json, stopped=lambda: f"Stopped: {name!r} is as it was before."):
        summary = remove_from_index(name, which, home=home, embedder=model, dry=dry_run)
    if as_json:
        print_json({"event": "summary", **asdict(summary)})
        return
    would = "would go" if dry_run else "are gone"
    typer.echo(f"{name}: {summary.removed:,} articles {would}; it holds {summary.articles:,}.")


def compact(
    name: Name,
    ann: Annotated[str | None, typer.Option(help="The search: exact, flat or ivf; else by size.")] = None,
    codes: Annotated[str, typer.Option(help="What the search keeps of a vector: SQ8, SQ4 or SQfp16.")] = "SQ8",
    lists: Annotated[int | None, typer.Option(help="Lists of the ivf search; else by size.")] = None,
    probes: Annotated[int | None, typer.Option(help="Lists that a query reads; else by size.")] = None,
    embed: Annotated[bool, typer.Option("--embed", help="Embed all paragraphs again from their text.")] = False,
    embedder: Annotated[str | None, typer.Option(help="Embed all paragraphs again, with this model.")] = None,
    indexes: Home = None,
    as_json: Events = False,
) -> None:
    """Write an index into one part, without what was removed; the sources are not read again.

    The search file is made anew from the vectors. Only --embed and --embedder embed again.
    """
    from provenance.index import Layout
    from provenance.library import compact as compact_index
    from provenance.library import index_home

    home = index_home(indexes)
    layout = Layout(ann, codes, lists, probes)
    model: Embedder | None = None
    if embed or embedder:
        from provenance.embed import open_embedder
        from provenance.library import read_coverage

        model = open_embedder(embedder) if embedder else its_embedder(name, home)
        typer.echo(how_long(name, home, model, read_coverage(name, home)[0].vectors), err=True)
    stopped = f"Stopped: {name!r} is as it was before; run the same command again to go on."
    with followed(events=as_json, stopped=lambda: stopped) as follow:
        summary = compact_index(
            name,
            home=home,
            embedder=model,
            layout=layout,
            progress=lambda done, total: follow(Step("compacting", done, "articles", done / max(1, total))),
        )
    if as_json:
        print_json({"event": "summary", **asdict(summary)})
        return
    typer.echo(f"{name}: {summary.articles:,} articles, {summary.passages:,} paragraphs in one part.")


def _date(value: str | None) -> str | None:
    from datetime import date

    from provenance.errors import ConfigurationError

    try:
        if value is not None:
            # A year, or a year and a month, may stand alone.
            date.fromisoformat(value + "0001-01-01"[len(value) :])
    except ValueError as error:
        raise ConfigurationError(f"{value!r} is no date; write it as 2024, 2024-05 or 2024-05-31.") from error
    return value

"""`provenance index rebuild`, `update` and `add`: articles from sources into an index."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provenance.cli.index.models import its_embedder, say_how_long
from provenance.cli.index.options import SOURCES, Events, Home, Name
from provenance.cli.index.progress import followed
from provenance.cli.index.telling import Tally, tell

if TYPE_CHECKING:
    from provenance.embed import Embedder
    from provenance.library import SourceMemory

_Sources = Annotated[list[str] | None, typer.Argument(help=f"{SOURCES}.")]
_Outlets = Annotated[
    list[str] | None,
    typer.Option("--outlet", metavar="DOMAIN", help="Read this outlet's feeds and sitemaps; may be repeated."),
]
_Workers = Annotated[
    int | None, typer.Option("--workers", help="Processes that read the sources (else by size: none, or one a core).")
]
_Private = Annotated[
    list[str] | None,
    typer.Option(metavar="HOST", help="Let this host be fetched although its address is private."),
]
_Embedder = Annotated[str, typer.Option("--embedder", help="The model: `embedded`, or a sentence-transformers model.")]
_OUTLET = "outlet:"
#: Bytes of files from which starting processes of their own is worth it.
_WORTH_WORKERS = 4_000_000


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a user asks for: an index and its folder, sources and how they are read."""

    name: str
    home: Path
    sources: list[str]
    workers: int | None
    allow_private: tuple[str, ...]
    as_json: bool


@dataclass(frozen=True, slots=True)
class _Way:
    """How an index is filled: all anew (with which model) or on top of what it holds.

    `again` reads what was remembered too, and passes over files that did not change; `looks_back` asks
    what earlier runs have seen of the sources.
    """

    anew_with: str | None = None
    again: bool = False
    looks_back: bool = True


@dataclass(frozen=True, slots=True)
class _Spread:
    """The address of a Dask scheduler whose workers read the sources, and the folder that they write to."""

    scheduler: str
    shards: str


def rebuild(
    name: Name,
    sources: Annotated[list[str] | None, typer.Argument(help=f"{SOURCES}; else those of before.")] = None,
    outlet: _Outlets = None,
    indexes: Home = None,
    embedder: _Embedder = "embedded",
    workers: _Workers = None,
    allow_private: _Private = None,
    dask: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Read and embed on the workers of this Dask scheduler.")
    ] = None,
    shards: Annotated[
        str | None,
        typer.Option(metavar="FOLDER", help="Where they write, seen by all machines (else beside the index)."),
    ] = None,
    as_json: Events = False,
) -> None:
    """Replace all that an index holds by the sources; an interrupted rebuild goes on where it stopped."""
    asked = _asked(name, sources, outlet, indexes, workers, allow_private, as_json=as_json, urls=dask is not None)
    spread = _Spread(dask, shards or str((asked.home / name / "shards").absolute())) if dask else None
    _fill(asked, _Way(anew_with=embedder, looks_back=False), spread)


def update(
    name: Name,
    sources: Annotated[list[str] | None, typer.Argument(help=f"{SOURCES}, beside those remembered.")] = None,
    outlet: _Outlets = None,
    indexes: Home = None,
    workers: _Workers = None,
    allow_private: _Private = None,
    as_json: Events = False,
) -> None:
    """Read the remembered sources again and add what is new or changed; nothing new changes nothing."""
    _fill(_asked(name, sources, outlet, indexes, workers, allow_private, as_json=as_json), _Way(again=True))


def add(
    name: Name,
    sources: _Sources = None,
    outlet: _Outlets = None,
    indexes: Home = None,
    workers: _Workers = None,
    allow_private: _Private = None,
    as_json: Events = False,
) -> None:
    """Add the articles of these sources, which are remembered for updates; a repeated id replaces."""
    from provenance.errors import ConfigurationError

    asked = _asked(name, sources, outlet, indexes, workers, allow_private, as_json=as_json)
    if not asked.sources:
        raise ConfigurationError("Name what is to be added: a file, a folder, an address, or an --outlet.")
    _fill(asked, _Way())


def _asked(
    name: str,
    sources: list[str] | None,
    outlets: list[str] | None,
    indexes: Path | None,
    workers: int | None,
    allow_private: list[str] | None,
    *,
    as_json: bool,
    urls: bool = False,
) -> _Asked:
    """What is asked for; workers also read `urls` that are no pages of the web."""
    from provenance.ingest import named_source
    from provenance.library import index_home

    wanted = (*(sources or ()), *(f"{_OUTLET}{outlet}" for outlet in outlets or ()))
    named = [one if urls and "://" in one else named_source(one) for one in wanted]
    return _Asked(name, index_home(indexes), named, workers, tuple(allow_private or ()), as_json)


def _fill(asked: _Asked, way: _Way, spread: _Spread | None = None) -> None:
    """Read the sources into the index, follow it and sum it up."""
    from provenance.embed import open_embedder
    from provenance.library import SourceMemory
    from provenance.library import add as add_to_index
    from provenance.library import rebuild as rebuild_index

    wanted = _wanted(asked, way)
    if way.anew_with is None:
        model = its_embedder(asked.name, asked.home)
    else:
        model = open_embedder(way.anew_with)
        say_how_long(asked.name, asked.home, model)
    tally, memory = Tally(asked.name), SourceMemory()
    if way.looks_back:
        memory.open(asked.name, asked.home)
    try:
        with (
            _reading(asked, wanted, way, spread, model, tally, memory) as articles,
            followed(events=asked.as_json, stopped=tally.stopped) as follow,
        ):
            summary = (add_to_index if way.anew_with is None else rebuild_index)(
                asked.name,
                articles,
                home=asked.home,
                embedder=model,
                progress=lambda progress: follow(tally.step(progress)),
                rejected=tally.rejected,
                # What an update reads again is remembered already.
                described=asked.sources if way.again else wanted,
                memory=memory,
            )
            if spread:
                articles.forget()
    finally:
        memory.close()
    tell(summary, asked.home, tally.reasons, as_json=asked.as_json)


def _reading(
    asked: _Asked,
    wanted: list[str],
    way: _Way,
    spread: _Spread | None,
    model: Embedder,
    tally: Tally,
    memory: SourceMemory,
) -> AbstractContextManager[Any]:
    """The articles of the sources, read here or by workers."""
    if spread:
        from provenance.fleet import gathered

        return gathered(wanted, spread.scheduler, spread.shards, model, on_reject=tally.reject, memory=memory)
    from provenance.ingest import read_sources

    return read_sources(
        wanted,
        on_reject=tally.reject,
        workers=_worth(wanted) if asked.workers is None else asked.workers,
        memory=memory,
        only_new=way.again,
        allow_private=asked.allow_private,
    )


def _wanted(asked: _Asked, way: _Way) -> list[str]:
    """The sources to read: those named, and those remembered where they are to be read again or none is named."""
    from provenance.errors import ConfigurationError
    from provenance.library import read_coverage

    if asked.sources and not way.again:
        return asked.sources
    remembered = read_coverage(asked.name, asked.home)[0].sources
    wanted = list(dict.fromkeys((*remembered, *asked.sources)))
    if not wanted:
        raise ConfigurationError(f"The index {asked.name!r} remembers no sources; name them after it.")
    return wanted


def _worth(sources: Sequence[str]) -> int:
    """How many processes are worth their start."""
    size = 0
    for source in sources:
        path = Path(source)
        # An address is no path, and may be too long for one.
        with suppress(OSError):
            for file in path.rglob("*") if path.is_dir() else [path]:
                size += file.stat().st_size if file.is_file() else 0
                if size >= _WORTH_WORKERS:
                    return os.cpu_count() or 1
    return 0

"""`provenance index rebuild`, `update` and `add`: articles from sources into an index."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.index.options import SOURCES, Events, Home, Name, print_json
from provenance.cli.index.progress import Step, followed
from provenance.cli.index.showing import counted, tables_of

if TYPE_CHECKING:
    from provenance.embed import Embedder
    from provenance.library import Progress, Reject, Summary

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
_REASONS_SHOWN = 5
_SAMPLE = 256


def rebuild(
    name: Name,
    sources: Annotated[list[str] | None, typer.Argument(help=f"{SOURCES}; else those of before.")] = None,
    outlet: _Outlets = None,
    indexes: Home = None,
    embedder: _Embedder = "embedded",
    workers: _Workers = None,
    allow_private: _Private = None,
    as_json: Events = False,
) -> None:
    """Replace all that an index holds by the sources; an interrupted rebuild goes on where it stopped."""
    from provenance.embed import open_embedder
    from provenance.library import index_home
    from provenance.library import rebuild as rebuild_index

    home = index_home(indexes)
    wanted = _named(sources, outlet) or _remembered(name, home)
    model = open_embedder(embedder)
    _say_how_long(name, home, model)
    run = _Run(name, home, model, wanted, workers=workers, allow_private=allow_private, as_json=as_json)
    run.fill(rebuild_index, described=wanted)


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
    from provenance.library import add as add_to_index
    from provenance.library import index_home

    home = index_home(indexes)
    more = _named(sources, outlet)
    wanted = list(dict.fromkeys((*_remembered(name, home, needed=not more), *more)))
    run = _Run(
        name, home, its_embedder(name, home), wanted, workers=workers, allow_private=allow_private, as_json=as_json
    )
    run.fill(add_to_index, described=more, only_new=True)


def add(
    name: Name,
    sources: Annotated[list[str] | None, typer.Argument(help=f"{SOURCES}.")] = None,
    outlet: _Outlets = None,
    indexes: Home = None,
    workers: _Workers = None,
    allow_private: _Private = None,
    as_json: Events = False,
) -> None:
    """Add the articles of these sources, which are remembered for updates; a repeated id replaces."""
    from provenance.errors import ConfigurationError
    from provenance.library import add as add_to_index
    from provenance.library import index_home

    home = index_home(indexes)
    wanted = _named(sources, outlet)
    if not wanted:
        raise ConfigurationError("Name what is to be added: a file, a folder, an address, or an --outlet.")
    run = _Run(
        name, home, its_embedder(name, home), wanted, workers=workers, allow_private=allow_private, as_json=as_json
    )
    run.fill(add_to_index, described=wanted, known=True)


class _Run:
    """One reading of sources into an index, followed and summed up."""

    def __init__(
        self,
        name: str,
        home: Path,
        embedder: Embedder,
        wanted: Sequence[str],
        *,
        workers: int | None,
        allow_private: list[str] | None,
        as_json: bool,
    ) -> None:
        self._name, self._home, self._embedder = name, home, embedder
        self._wanted = wanted
        self._workers = _worth(wanted) if workers is None else workers
        self._allow_private = tuple(allow_private or ())
        self._as_json = as_json
        self._rejected: list[Reject] = []
        self._reasons: Counter[str] = Counter()
        self._stored = 0

    def fill(
        self,
        work: Callable[..., Summary],
        *,
        described: Sequence[str],
        only_new: bool = False,
        known: bool = False,
    ) -> None:
        """Do the work and print its summary; `known` and `only_new` look into what earlier runs have seen."""
        from provenance.ingest import read_sources
        from provenance.library import SourceMemory

        memory = SourceMemory()
        if only_new or known:
            memory.open(self._name, self._home)
        try:
            with (
                read_sources(
                    self._wanted,
                    on_reject=self._reject,
                    workers=self._workers,
                    memory=memory,
                    only_new=only_new,
                    allow_private=self._allow_private,
                ) as articles,
                followed(events=self._as_json, stopped=self._stopped) as follow,
            ):
                summary = work(
                    self._name,
                    articles,
                    home=self._home,
                    embedder=self._embedder,
                    progress=lambda progress: follow(self._step(progress)),
                    rejected=self._rejected,
                    described=described,
                    memory=memory,
                )
        finally:
            memory.close()
        self._tell(summary)

    def _reject(self, reject: Reject) -> None:
        self._rejected.append(reject)
        self._reasons[reject.reason] += 1

    def _step(self, progress: Progress) -> Step:
        self._stored = progress.articles
        rejected = sum(self._reasons.values())
        return Step(progress.stage, progress.passages, "paragraphs", progress.fraction, rejected)

    def _stopped(self) -> str:
        return (
            f"Stopped: {self._stored:,} articles are stored and {self._name!r} is as it was before; "
            "run the same command again to go on."
        )

    def _tell(self, summary: Summary) -> None:
        tables = tables_of(self._name, self._home)
        if self._as_json:
            print_json({"event": "summary", **asdict(summary), "reasons": dict(self._reasons), **tables})
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
        self._tell_rejects(summary)

    def _tell_rejects(self, summary: Summary) -> None:
        if not self._reasons:
            return
        file = self._home / summary.name / summary.generation / "rejects.jsonl"
        where = f"; each is named in {file}:" if file.is_file() else ":"
        typer.echo(f"{sum(self._reasons.values()):,} records could not be read{where}", err=True)
        for reason, count in self._reasons.most_common(_REASONS_SHOWN):
            typer.echo(f"  {count:,} × {reason}", err=True)


def _named(sources: list[str] | None, outlets: list[str] | None) -> list[str]:
    from provenance.ingest import named_source

    return [named_source(one) for one in (*(sources or ()), *(f"{_OUTLET}{outlet}" for outlet in outlets or ()))]


def _remembered(name: str, home: Path, *, needed: bool = True) -> list[str]:
    from provenance.errors import ConfigurationError
    from provenance.library import read_coverage

    sources = list(read_coverage(name, home)[0].sources)
    if needed and not sources:
        raise ConfigurationError(f"The index {name!r} remembers no sources; name them after it.")
    return sources


def its_embedder(name: str, home: Path) -> Embedder:
    """Open the model that made an index."""
    from provenance.embed import open_embedder
    from provenance.library import read_coverage

    return open_embedder(read_coverage(name, home)[0].embedder)


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


def _say_how_long(name: str, home: Path, model: Embedder) -> None:
    """Before an index is made by another model than before: what embedding it all again will take."""
    from provenance.errors import IndexProblem
    from provenance.library import read_coverage

    try:
        manifest, _ = read_coverage(name, home)
    except IndexProblem:
        return
    if manifest.embedder_sha256 != model.sha256:
        typer.echo(how_long(name, home, model, manifest.vectors), err=True)


def how_long(name: str, home: Path, model: Embedder, vectors: int) -> str:
    """A sentence that says what embedding an index with a model will take, from a sample of its passages."""
    from provenance.library import sample_texts

    texts = sample_texts(name, home, _SAMPLE)
    start = time.perf_counter()
    model.encode(texts)
    minutes = (time.perf_counter() - start) / max(1, len(texts)) * vectors / 60
    span = f"{minutes / 60:,.1f} hours" if minutes > 90 else f"{max(1, round(minutes)):,} min"
    return f"Another model than before: embedding {vectors:,} paragraphs with {model.name!r} takes about {span}."

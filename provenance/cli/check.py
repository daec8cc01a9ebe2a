"""`provenance check`: the main job."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.errors import ConfigurationError

if TYPE_CHECKING:
    from provenance.pipeline import Models
    from provenance.values import Article, Report

#: The most that is read from a file or from standard input, in bytes.
LARGEST_INPUT = 20_000_000
#: The one index that is built where it is missing.
DEFAULT_INDEX = "demo"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def check(
    source: Annotated[str, typer.Argument(metavar="URL|FILE|-", help="The reposted article; - reads standard input.")],
    index: Annotated[str, typer.Option(help="The index to search.")] = DEFAULT_INDEX,
    against: Annotated[
        str | None, typer.Option(metavar="FILE|URL", help="Compare with this original instead of searching.")
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="text, json, html, markdown or annotations.")] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write the report to this file.")] = None,
    indexes: Annotated[Path | None, typer.Option(help="The folder of indexes.")] = None,
    embedder: Annotated[str, typer.Option(help="`embedded`, or a sentence-transformers model.")] = "embedded",
    allow_private: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="Let this host be fetched although its address is private.")
    ] = None,
) -> None:
    """Find where each paragraph of an article came from, and where its meaning moved.

    Exit code 0: nothing above minor; 1: a critical or major finding, or a contradicted credit;
    2: it could not be done.
    """
    from provenance.report import FORMATS

    wanted = "json" if as_json else format_
    if wanted not in FORMATS:
        raise ConfigurationError(f"There is no format {wanted}; choose one of {', '.join(FORMATS)}.")
    if out is not None and not out.parent.is_dir():
        raise ConfigurationError(f"There is no folder {out.parent} to write the report to; make it first.")
    hosts = tuple(allow_private or ())
    if against is None and index != DEFAULT_INDEX:
        _expect_index(index, indexes)
    repost = read_input(source, hosts)
    models = open_models(embedder)
    with progress_on_terminal() as progress:
        if against is not None:
            from provenance.pipeline import compare

            report = compare(repost, read_original(against, hosts), models, progress)
        else:
            report = _search(repost, index, indexes, models, progress)
    write_report(report, wanted, out)
    raise typer.Exit(1 if needs_a_look(report) else 0)


def _expect_index(index: str, home: Path | None) -> None:
    """Say that an index is missing before a page is fetched and models are opened for nothing."""
    from provenance.library.home import existing_folder, index_home

    existing_folder(index, index_home(home))


def _search(repost: Article, index: str, home: Path | None, models: Models, progress: Callable[[str], None]) -> Report:
    from provenance.ingest.demo import open_demo
    from provenance.library import index_home, open_index
    from provenance.pipeline import check as check_article

    folder = index_home(home)
    opened = (
        open_demo(folder, models.embedder)
        if index == DEFAULT_INDEX
        else open_index(index, home=folder, embedder=models.embedder)
    )
    with opened:
        return check_article(repost, opened, models, progress)


def read_input(source: str, allow_private: tuple[str, ...] = ()) -> Article:
    """Read an article from an address, a file or standard input ("-").

    Raises:
        FetchError: the address cannot be fetched.
        ExtractionError: there is no readable article.
    """
    from provenance.extract import read_article

    if _ADDRESS.match(source):
        from provenance.fetch import fetch

        page = fetch(source, allow_private=allow_private)
        return read_article(
            page.content, name=source, url=page.url, content_type=page.content_type, charset=page.charset
        )
    if source == "-":
        # A program without a standard input has None here.
        content = sys.stdin.buffer.read(LARGEST_INPUT + 1) if sys.stdin else b""
        return read_article(content, name="standard input")
    return read_article(_read_file(Path(source)), name=source)


def read_original(source: str, allow_private: tuple[str, ...] = ()) -> Article:
    """Read an original; a file may begin with the header that folders of originals use.

    Raises:
        FetchError: the address cannot be fetched.
        ExtractionError: there is no readable article.
    """
    from provenance.errors import UnreadableFile
    from provenance.ingest.pages import read_page
    from provenance.ingest.record import Unreadable

    path = Path(source)
    if source == "-" or not path.is_file():
        return read_input(source, allow_private)
    try:
        return read_page(path, path.stem)
    except (OSError, Unreadable) as error:
        raise UnreadableFile(f"The file {path} cannot be read: {_reason(error)}.") from error


def _read_file(path: Path) -> bytes:
    from provenance.errors import UnreadableFile

    try:
        with path.open("rb") as file:
            return file.read(LARGEST_INPUT + 1)
    except FileNotFoundError as error:
        raise UnreadableFile(f"There is no file {path}; check the name, or start an address with https://.") from error
    except OSError as error:
        raise UnreadableFile(f"The file {path} cannot be read: {_reason(error)}.") from error


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def open_models(embedder: str) -> Models:
    """Open the embedder of the search and the word aligner, which always uses the embedded model."""
    from provenance.align.words import WordAligner
    from provenance.embed import open_embedder
    from provenance.embed.static import open_embedded
    from provenance.lexicon import open_lexicon
    from provenance.pipeline import Models

    return Models(open_embedder(embedder), WordAligner(open_embedded(), open_lexicon()))


def write_report(report: Report, format_: str, out: Path | None) -> None:
    """Print a report, or write it to `out`."""
    from provenance.report import render

    if out is None:
        terminal = sys.stdout.isatty()
        width = None
        if terminal:
            import shutil

            width = shutil.get_terminal_size().columns
        sys.stdout.write(
            render(report, format_, width=width, colour=terminal and format_ == "text").rstrip("\n") + "\n"
        )
        return
    text = render(report, format_)
    try:
        _replace(out, text)
    except OSError as error:
        raise ConfigurationError(f"The report cannot be written to {out}: {_reason(error)}.") from error


def _replace(path: Path, text: str) -> None:
    """Write a file in one step, so that a full disk leaves an earlier report as it was."""
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")
        return
    whole = path.resolve()
    part = whole.with_name(f"{whole.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(whole)
    finally:
        part.unlink(missing_ok=True)


def needs_a_look(report: Report) -> bool:
    """Whether the report holds a critical or major finding, or a contradicted credit."""
    return report.verdict.credit == "contradicted" or any(drift.severity != "minor" for drift in report.drifts)


@contextmanager
def progress_on_terminal() -> Iterator[Callable[[str], None]]:
    """Shows the stage at work on a terminal, and nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("Reading") as status:
        yield status.update

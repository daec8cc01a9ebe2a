"""`provenance check`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.checking import DEFAULT_INDEX, Basis, opened
from provenance.cli.output import expect_folder, progress_on_terminal, write_file, write_report
from provenance.errors import ConfigurationError

if TYPE_CHECKING:
    from provenance.values import Report


def check(
    source: Annotated[
        str | None, typer.Argument(metavar="URL|FILE|-", help="The reposted article; - reads standard input.")
    ] = None,
    index: Annotated[
        list[str] | None, typer.Option(help="The index to search; without one the demo's. May be repeated.")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Search only originals in this language; may be repeated.")
    ] = None,
    outlet: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Search only this outlet's originals; may be repeated.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Search only originals from this date on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Search only originals up to this date.")] = None,
    against: Annotated[
        str | None, typer.Option(metavar="FILE|URL", help="Compare with this original instead of searching.")
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", help="text, json, html, markdown, annotations or prov.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write the report to this file.")] = None,
    bundle: Annotated[
        Path | None, typer.Option(metavar="FILE.zip", help="Also write the evidence for `provenance verify`.")
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Check each address or file that a line names; --out is a folder."),
    ] = None,
    indexes: Annotated[Path | None, typer.Option(help="The folder of indexes.")] = None,
    embedder: Annotated[str, typer.Option(help="`embedded`, or a sentence-transformers model.")] = "embedded",
    no_checker: Annotated[
        bool, typer.Option("--no-checker", help="Do without the checker, for a plainer answer.")
    ] = False,
    deep: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="Let this model read along: a folder, or a model id (see the README)."),
    ] = None,
    allow_private: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="Let this host be fetched although its address is private.")
    ] = None,
) -> None:
    """Find where each paragraph of an article came from, and where its meaning moved.

    Exit code 0: nothing above minor; 1: a critical or major finding, or a contradicted credit;
    2: it could not be done (of a batch: at least one line could not).
    """
    from provenance.search import scope_of

    scope = scope_of(language or (), outlet or (), since, until)
    names = tuple(index or (DEFAULT_INDEX,))
    hosts = tuple(allow_private or ())
    basis = Basis(names, indexes, against, embedder, hosts, scope, checker=not no_checker, deep=deep)
    wanted = _format("json" if as_json else format_)
    if batch is not None:
        from provenance.cli.batch import check_all

        if source is not None or out is None:
            raise ConfigurationError("With --batch, give the articles in its file and a folder as --out.")
        raise typer.Exit(check_all(batch, out, basis, wanted or "html", bundle=bundle))
    if source is None:
        raise ConfigurationError(
            "Name an article: an address, a file, or - for standard input; see `provenance check --help`."
        )
    for file in (out, bundle):
        if file is not None:
            expect_folder(file)
    basis.expect()
    raise typer.Exit(1 if needs_a_look(_check(source, basis, wanted or "text", out, bundle)) else 0)


def needs_a_look(report: Report) -> bool:
    """Whether the report holds a critical or major finding, or a contradicted credit."""
    return report.verdict.credit == "contradicted" or any(drift.severity != "minor" for drift in report.drifts)


def _format(wanted: str | None) -> str | None:
    from provenance.report import FORMATS

    if wanted is not None and wanted not in FORMATS:
        raise ConfigurationError(f"There is no format {wanted}; choose one of {', '.join(FORMATS)}.")
    return wanted


def _check(source: str, basis: Basis, format_: str, out: Path | None, bundle: Path | None) -> Report:
    from provenance.reading import capture, read_capture

    page = capture(source, basis.hosts)
    repost = read_capture(page)
    with progress_on_terminal() as progress, opened(basis) as checking:
        report = checking.check(repost, progress)
        packed = None
        if bundle is not None:
            from provenance.evidence import pack

            packed = pack(checking.hold(report, page))
    if bundle is not None and packed is not None:
        write_file(bundle, packed)
    write_report(report, format_, out)
    return report

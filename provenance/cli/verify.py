"""`provenance verify`: a report checked again."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.errors import ConfigurationError, IndexProblem, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.evidence import Evidence, Point
    from provenance.library import OpenIndex
    from provenance.models import Models

_SIGNS = {True: "agrees", False: "DIFFERS", None: "unknown"}
_LONGEST = 160
#: Of a report from anyone, no more indexes are opened.
MOST_INDEXES = 20


def verify(
    file: Annotated[Path, typer.Argument(metavar="BUNDLE|REPORT", help="A bundle, or a report in JSON.")],
    page: Annotated[
        str | None, typer.Option(metavar="URL|FILE", help="The repost again, to compare with a bare report.")
    ] = None,
    indexes: Annotated[Path | None, typer.Option(help="The folder of indexes.")] = None,
    embedder: Annotated[str, typer.Option(help="`embedded`, or a sentence-transformers model.")] = "embedded",
    deep: Annotated[
        str | None, typer.Option(metavar="MODEL", help="The model that read along, where the report names one.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the points as JSON.")] = False,
    allow_private: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="Let this host be fetched although its address is private.")
    ] = None,
) -> None:
    """Repeat a check and say, point by point, what of its report still agrees.

    A bundle brings the page and the originals along. A bare report is checked against its index where that is
    here, else against the texts that it quotes. Exit code 0: all points agree; 1: one does not; 2: it could
    not be done.
    """
    from provenance.cli.output import progress_on_terminal
    from provenance.evidence import replay
    from provenance.models import open_models

    evidence, altered = _read(file, page, tuple(allow_private or ()))
    models = open_models(embedder, checker=bool(evidence.report.signature.checker_sha256), deep=deep)
    with ExitStack() as stack, progress_on_terminal() as progress:
        found = _open(stack, evidence, models, indexes)
        digest = ",".join(index.manifest_sha256 for index in found) if found else None
        points = replay(
            evidence,
            models,
            indexes=found if _same_search(evidence, found, digest, bundled=altered is not None) else (),
            index_sha256=digest,
            altered=altered,
            progress=progress,
        )
    _print(points, as_json=as_json)
    raise typer.Exit(1 if any(point.agrees is False for point in points) else 0)


def _read(file: Path, page: str | None, allow_private: tuple[str, ...]) -> tuple[Evidence, tuple[str, ...] | None]:
    from dataclasses import replace

    from provenance.evidence import unpack
    from provenance.evidence.bundle import LARGEST_BUNDLE, is_bundle
    from provenance.evidence.holding import hold
    from provenance.reading import capture, reason
    from provenance.report.json_report import from_json

    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_BUNDLE + 1)
    except OSError as error:
        raise UnreadableFile(f"The file {file} cannot be read: {reason(error)}.") from error
    evidence, altered = unpack(data) if is_bundle(data) else (hold(from_json(_decoded(data)), None), None)
    if page is not None:
        evidence = replace(evidence, page=capture(page, allow_private))
    return evidence, altered


def _decoded(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace")


def _open(stack: ExitStack, evidence: Evidence, models: Models, home: Path | None) -> list[OpenIndex]:
    """The indexes that were searched, where all of them are here and of the same embedder."""
    from provenance.library import index_home, open_index

    names = evidence.report.verdict.searched.indexes
    try:
        opened = [open_index(name, home=index_home(home), embedder=models.embedder) for name in names[:MOST_INDEXES]]
    # A name that is no index's may come from the report, which anyone may have written.
    except (IndexProblem, ConfigurationError):
        return []
    for index in opened:
        stack.enter_context(index)
    return opened


def _same_search(evidence: Evidence, indexes: Sequence[OpenIndex], digest: str | None, *, bundled: bool) -> bool:
    """Whether a search now answers what the search of the report answered.

    A narrowed search is not repeated, and an index that has changed is not asked in place of the originals
    of a bundle.
    """
    from provenance.search import coverage_of_all

    if not indexes:
        return False
    if evidence.report.signature.index_sha256 == digest:
        return coverage_of_all(indexes) == evidence.report.verdict.searched
    return not bundled


def _print(points: Sequence[Point], *, as_json: bool) -> None:
    from provenance.report.safe import encodable, plain, shorten

    if as_json:
        listed = [{"name": p.name, "agrees": p.agrees, "then": p.then, "now": p.now} for p in points]
        typer.echo(encodable(json.dumps({"points": listed}, ensure_ascii=False, indent=2)))
        return
    for point in points:
        name, then, now = (shorten(plain(text), _LONGEST) for text in (point.name, point.then, point.now))
        typer.echo(f"{_SIGNS[point.agrees]:8} {name}: {then}{'' if now == then else f' – now {now}'}")
    known = [point for point in points if point.agrees is not None]
    typer.echo(f"\n{sum(point.agrees is True for point in known)} of {len(known)} points agree.")

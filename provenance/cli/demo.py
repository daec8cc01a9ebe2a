"""`provenance demo`: the whole road on a repost that ships with the package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def demo(
    out: Annotated[Path, typer.Option(help="Where the HTML report is written.")] = Path("provenance-demo.html"),
    indexes: Annotated[Path | None, typer.Option(help="The folder of indexes.")] = None,
) -> None:
    """Build the demo index, check a reposted page against it, print the report and write it as HTML.

    The page holds known faults, so finding them is no reason for another exit code than 0.
    """
    from provenance.cli.checking import DEFAULT_INDEX, Basis, opened
    from provenance.cli.output import expect_folder, progress_on_terminal, write_report
    from provenance.ingest.demo import DEMO_REPOST, demo_folder
    from provenance.library import Scope
    from provenance.reading import read_input

    expect_folder(out)
    repost = read_input(str(demo_folder() / "reposts" / DEMO_REPOST))
    basis = Basis((DEFAULT_INDEX,), indexes, against=None, embedder="embedded", hosts=(), scope=Scope())
    with progress_on_terminal() as progress, opened(basis) as checking:
        report = checking.check(repost, progress)
    write_report(report, "text", None)
    write_report(report, "html", out)
    typer.echo(f"\nThe same report as a page: {out}")

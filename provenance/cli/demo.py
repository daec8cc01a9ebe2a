"""`provenance demo`: the whole road on a repost that ships with the package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def demo(
    out: Annotated[Path, typer.Option(help="Where the HTML report is written.")] = Path("provenance-demo.html"),
    indexes: Annotated[Path | None, typer.Option(help="The folder of indexes.")] = None,
) -> None:
    """Build the demo index, check a reposted page against it, print the report and write it as HTML."""
    from provenance.cli.check import open_models, progress_on_terminal, read_input, write_report
    from provenance.ingest.demo import DEMO_REPOST, demo_folder, open_demo
    from provenance.library import index_home
    from provenance.pipeline import check

    models = open_models("embedded")
    repost = read_input(str(demo_folder() / "reposts" / DEMO_REPOST))
    with progress_on_terminal() as progress, open_demo(index_home(indexes), models.embedder) as index:
        report = check(repost, index, models, progress)
    write_report(report, "text", None)
    write_report(report, "html", out)
    typer.echo(f"\nThe same report as a page: {out}")

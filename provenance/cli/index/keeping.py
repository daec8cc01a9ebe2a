"""`provenance index verify`, `backup` and `restore`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.index.options import Events, Home, Name, print_json
from provenance.cli.index.progress import Step, followed

if TYPE_CHECKING:
    from provenance.library import Manifest

_File = Annotated[Path, typer.Argument(help="The file of the backup.")]
_MEGABYTE = 1_000_000


def verify(name: Name, indexes: Home = None, as_json: Events = False) -> None:
    """Read an index whole and say what is damaged and what repairs it; exits with 1 where something is."""
    from provenance.library import index_home
    from provenance.library import verify as verify_index

    def step(stage: str, done: int, total: int) -> Step:
        size, unit = (_MEGABYTE, "MB") if stage == "files" else (1, stage)
        return Step(f"checking {stage}", done // size, unit, done / max(1, total))

    stopped = f"Stopped: {name!r} was not read to its end; nothing was changed."
    with followed(events=as_json, stopped=lambda: stopped) as follow:
        problems = verify_index(name, index_home(indexes), lambda *done: follow(step(*done)))
    if as_json:
        print_json({"event": "summary", "name": name, "problems": problems})
    elif problems:
        typer.echo("\n".join(problems))
    else:
        typer.echo(f"{name}: all files are what index.toml says.")
    if problems:
        raise typer.Exit(1)


def backup(name: Name, file: _File, indexes: Home = None, as_json: Events = False) -> None:
    """Write an index to one file, while it may be searched and changed."""
    from provenance.library import backup as backup_index
    from provenance.library import index_home

    home = index_home(indexes)
    stopped = f"Stopped: no backup was written to {file}."
    _transfer(
        lambda told: backup_index(name, file, home=home, progress=told),
        name,
        f"backed up to {file}",
        stopped,
        as_json=as_json,
    )


def restore(name: Name, file: _File, indexes: Home = None, as_json: Events = False) -> None:
    """Replace what an index holds by a backup; it is made where there is none."""
    from provenance.library import index_home
    from provenance.library import restore as restore_index

    home = index_home(indexes)
    stopped = f"Stopped: {name!r} is as it was before."
    _transfer(
        lambda told: restore_index(name, file, home=home, progress=told),
        name,
        f"restored from {file}",
        stopped,
        as_json=as_json,
    )


def _transfer(
    work: Callable[[Callable[[int, int], None]], Manifest], name: str, done: str, stopped: str, *, as_json: bool
) -> None:
    with followed(events=as_json, stopped=lambda: stopped) as follow:
        manifest = work(
            lambda copied, total: follow(Step("copying", copied // _MEGABYTE, "MB", copied / max(1, total)))
        )
    counts = {"articles": manifest.articles, "passages": manifest.passages, "vectors": manifest.vectors}
    if as_json:
        print_json({"event": "summary", "name": name, **counts})
    else:
        typer.echo(f"{name}: {manifest.articles:,} articles, {manifest.passages:,} paragraphs {done}.")

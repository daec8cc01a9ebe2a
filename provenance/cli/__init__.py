"""The command line. Commands import what they need, so that `--help` answers at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from provenance.cli import check, compare, demo, index, model, settings
from provenance.errors import ProvenanceError

#: Exit codes: done; done, with something that the user must look at; could not be done; stopped by the user.
DONE, FOUND, FAILED, STOPPED = 0, 1, 2, 130

app = typer.Typer(
    name="provenance",
    help="Find the original behind a translated article, and see where its meaning moved.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check")(check.check)
app.command("compare")(compare.compare)
app.command("demo")(demo.demo)
app.add_typer(index.app, name="index")
app.add_typer(model.app, name="model")


def _version(wanted: bool) -> None:  # noqa: FBT001 - the signature that typer calls
    if wanted:
        from provenance import __version__

        typer.echo(f"provenance {__version__}")
        raise typer.Exit


@app.callback()
def _defaults(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(help="A settings file (else provenance.toml here or in your configuration folder).")
    ] = None,
    _show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    context.default_map = settings.read_settings(config)


def main() -> None:
    """Run the command line; every error of ours ends as one sentence and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app()
    except ProvenanceError as error:
        typer.echo(f"provenance: {error}", err=True)
        sys.exit(FAILED)
    except KeyboardInterrupt:
        typer.echo("provenance: stopped; nothing was changed.", err=True)
        sys.exit(STOPPED)
    except BrokenPipeError:
        # The reader of a pipe has gone; that is its right.
        sys.stderr.close()
        sys.exit(DONE)

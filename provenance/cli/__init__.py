"""The command line. Commands import what they need, so that `--help` answers at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.main import get_command

from provenance.cli import check, compare, demo, index, model, serve, settings, verify
from provenance.errors import ProvenanceError

#: Exit codes: done; could not be done; the reader of the output has gone (128 + SIGPIPE); stopped by the user
#: (128 + SIGINT). A command itself says 1 where it found something that the user must look at.
DONE, FAILED, UNREAD, STOPPED = 0, 2, 141, 130
#: Set, it lets a fault of the program end in its traceback.
TRACEBACK = "PROVENANCE_TRACEBACK"

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
app.command("serve")(serve.serve)
app.command("verify")(verify.verify)
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
    version: Annotated[  # noqa: ARG001 - its callback has printed it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    context.default_map = settings.read_settings(config, context.command)


def main() -> None:
    """Run the command line; whatever goes wrong ends as one sentence and an exit code."""
    sys.exit(_run())


def _run() -> int:
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Started with the stream closed, as services are.
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    code = DONE
    try:
        try:
            with get_command(app).make_context(app.info.name, sys.argv[1:]) as context:
                context.command.invoke(context)
        except typer.Exit as end:
            code = end.exit_code
        sys.stdout.flush()
    except ProvenanceError as error:
        code = _fail(str(error))
    except typer.TyperException as error:
        code = _misused(error)
    except KeyboardInterrupt:
        code = _fail("stopped; nothing was changed.", STOPPED)
    except BrokenPipeError:
        code = UNREAD
    except OSError as error:
        code = _fail(f"This could not be read or written: {error.strerror or error}.")
    except Exception as error:  # a traceback ends with 1, which means that something was found
        if os.environ.get(TRACEBACK):
            raise
        code = _fail(
            f"A fault of this program ended the work ({type(error).__name__}: {error}); "
            f"please report it with what {TRACEBACK}=1 shows."
        )
    if code in {FAILED, UNREAD}:
        _drop_output()
    return code


def _fail(sentence: str, code: int = FAILED) -> int:
    """Say why a command ended; a file name or a page may have had a hand in the sentence."""
    from provenance.report.safe import plain

    typer.echo(f"provenance: {plain(sentence)}", err=True)
    return code


def _misused(error: typer.TyperException) -> int:
    """Say what is wrong with the command's options; without any at all, show the help that typer brings."""
    message = error.format_message().strip()
    if "\n" in message:
        typer.echo(message, err=True)
        return FAILED
    context = getattr(error, "ctx", None)
    return _fail(f"{message.rstrip('.')}; see `{context.command_path if context else app.info.name} --help`.")


def _drop_output() -> None:
    """Let what cannot be delivered go: at its end Python would try again, and complain."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

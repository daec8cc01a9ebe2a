"""What commands print and write, and how they show that they are at work."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import ConfigurationError

if TYPE_CHECKING:
    from provenance.values import Report


def expect_folder(path: Path) -> None:
    """Refuse a file that no folder is there for, before anything is worked out in vain.

    Raises:
        ConfigurationError: There is no folder to write the file to.
    """
    if not path.parent.is_dir():
        raise ConfigurationError(f"There is no folder {path.parent} to write the report to; make it first.")


def write_report(report: Report, format_: str, out: Path | None) -> None:
    """Print a report, or write it to `out`."""
    from provenance.report import render

    if out is not None:
        write_file(out, render(report, format_).encode())
        return
    terminal = sys.stdout.isatty()
    width = None
    if terminal:
        import shutil

        width = shutil.get_terminal_size().columns
    sys.stdout.write(render(report, format_, width=width, colour=terminal and format_ == "text").rstrip("\n") + "\n")


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one step, so that a full disk leaves an earlier one as it was.

    Raises:
        ConfigurationError: It cannot be written.
    """
    from provenance.reading import reason

    try:
        _replace(path, content)
    except OSError as error:
        raise ConfigurationError(f"The report cannot be written to {path}: {reason(error)}.") from error


def _replace(path: Path, content: bytes) -> None:
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    whole = path.resolve()
    part = whole.with_name(f"{whole.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(whole)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def progress_on_terminal() -> Iterator[Callable[[str], None]]:
    """Shows the stage at work on a terminal, and nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("Reading") as status:
        yield status.update

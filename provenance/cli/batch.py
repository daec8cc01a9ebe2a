"""`provenance check --batch`: every article of a list, a report for each, and a page over them all.

A report is a JSON file and, beside it, the format that was asked for. The JSON file is written last, so what
has one is done: the same command goes on where it was stopped, and tries again what failed.
"""

from __future__ import annotations

import hashlib
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import typer

from provenance.cli.checking import Basis, Checking, opened
from provenance.cli.output import write_file
from provenance.errors import ConfigurationError, ProvenanceError

if TYPE_CHECKING:
    from provenance.report.summary import Entry
    from provenance.values import Report

LARGEST_LIST = 20_000_000
MOST_LINES = 100_000
#: Seconds between two requests to one host.
COURTESY = 1.0
_FOLDER = "reports"
_ENDINGS = {
    "text": ".txt", "html": ".html", "markdown": ".md",
    "annotations": ".annotations.jsonld", "prov": ".prov.jsonld", "json": ".json",
}  # fmt: skip
_LONGEST_NAME = 60
_FAILED, _SERIOUS, _STOPPED = 2, 1, 130


def check_all(listing: Path, out: Path, basis: Basis, format_: str, *, bundle: Path | None = None) -> int:
    """Check what each line of a list names, and give the exit code.

    Args:
        listing: A file of addresses and file names; blank lines and those that begin with "#" are left out.
        out: The folder for the reports and the summary; made where it is missing.
        basis: What to check with.
        format_: The format of the reports beside their JSON.
        bundle: Refused, since it names a single file.

    Raises:
        ConfigurationError: The list cannot be read, or the folder cannot be written to.
    """
    from provenance import __version__
    from provenance.report import summary

    if bundle is not None:
        raise ConfigurationError("--bundle keeps the evidence of one article; leave it out with --batch.")
    lines = _read_list(listing)
    basis.expect()
    _make_folder(out / _FOLDER)
    entries: list[Entry] = []
    stopped = False
    with _progress(len(lines)) as advance, opened(basis) as checking:
        run = _Run(out, basis, checking, format_)
        try:
            for number, source in lines:
                entries.append(run.entry(number, source))
                advance(source)
        except KeyboardInterrupt:
            stopped = True
    write_file(out / "summary.json", summary.to_summary_json(entries, __version__).encode())
    write_file(out / "index.html", summary.to_summary_html(entries, __version__).encode())
    return _conclude(entries, out, len(lines), stopped=stopped)


def _conclude(entries: list[Entry], out: Path, total: int, *, stopped: bool) -> int:
    from provenance.report.safe import plain
    from provenance.report.summary import tally

    for entry in entries:
        if entry.failure is not None:
            typer.echo(f"provenance: line {entry.line}, {plain(entry.source)}: {plain(entry.failure)}", err=True)
    typer.echo(f"{tally(entries)} See {plain(str(out / 'index.html'))}")
    if stopped:
        typer.echo(f"Stopped after {len(entries):,} of {total:,} lines; the same command goes on from here.", err=True)
        return _STOPPED
    if any(entry.failure is not None for entry in entries):
        return _FAILED
    return _SERIOUS if any(entry.needs_a_look for entry in entries) else 0


class Pace:
    """Keeps requests to one host apart."""

    def __init__(self) -> None:
        self._asked: dict[str, float] = {}

    def wait(self, host: str) -> None:
        """Wait until this host may be asked again."""
        now = time.monotonic()
        due = self._asked.get(host, now - COURTESY) + COURTESY
        if due > now:
            time.sleep(due - now)
        self._asked[host] = time.monotonic()


@dataclass(slots=True)
class _Run:
    """One batch at work."""

    out: Path
    basis: Basis
    checking: Checking
    format: str
    pace: Pace = field(default_factory=Pace)

    def entry(self, number: int, source: str) -> Entry:
        """What comes of a line; a line that fails stops nothing."""
        from provenance.report.summary import Entry, result_of

        name = file_name(source)
        earlier = self._earlier(name)
        report = earlier
        if report is None:
            try:
                report = self._check(source)
            except ProvenanceError as error:
                return Entry(number, source, failure=str(error))
            except Exception as error:  # noqa: BLE001 - a page that trips a fault must not cost the pages behind it
                return Entry(number, source, failure=f"a fault of this program ({type(error).__name__}: {error})")
        shown = f"{name}{_ENDINGS[self.format]}"
        if earlier is None or not (self.out / _FOLDER / shown).exists():
            self._write(name, report)
        return Entry(number, source, result_of(report, f"{_FOLDER}/{shown}"))

    def _check(self, source: str) -> Report:
        from provenance.reading import capture, is_address, read_capture

        if source == "-":
            raise ConfigurationError("A list cannot name standard input; give an address or a file.")
        if is_address(source):
            self.pace.wait(urlsplit(source).hostname or "")
        return self.checking.check(read_capture(capture(source, self.basis.hosts)), lambda _: None)

    def _earlier(self, name: str) -> Report | None:
        """The report of an earlier run, if nothing that it depends on has changed since."""
        from provenance.report.json_report import LARGEST_REPORT, from_json

        try:
            with (self.out / _FOLDER / f"{name}.json").open("rb") as file:
                report = from_json(file.read(LARGEST_REPORT + 1).decode("utf-8", "replace"))
        except (OSError, ProvenanceError):
            return None
        return report if self.checking.made(report) else None

    def _write(self, name: str, report: Report) -> None:
        from provenance.report import render

        for format_ in dict.fromkeys((self.format, "json")):
            write_file(self.out / _FOLDER / f"{name}{_ENDINGS[format_]}", render(report, format_).encode())


def file_name(source: str) -> str:
    """A file name for a source: readable as far as it is plain letters, and always the same."""
    digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    try:
        parts = urlsplit(source)
        said = f"{parts.hostname or ''} {PurePath(parts.path).stem}"
    except ValueError:
        said = source
    plain = re.sub(r"[^a-z0-9]+", "-", said.casefold()).strip("-")[:_LONGEST_NAME].strip("-")
    return f"{plain}-{digest}" if plain else digest


def _read_list(listing: Path) -> list[tuple[int, str]]:
    from provenance.reading import reason

    try:
        with listing.open("rb") as file:
            content = file.read(LARGEST_LIST + 1)
    except OSError as error:
        raise ConfigurationError(f"The list {listing} cannot be read: {reason(error)}.") from error
    lines = content.decode("utf-8-sig", "replace").splitlines()
    if len(content) > LARGEST_LIST or len(lines) > MOST_LINES:
        raise ConfigurationError(f"The list {listing} has more than {MOST_LINES:,} lines; cut it in pieces.")
    wanted: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if (source := line.strip()) and not source.startswith("#"):
            wanted.setdefault(source, number)
    if not wanted:
        raise ConfigurationError(f"The list {listing} names nothing; write an address or a file name on each line.")
    return [(number, source) for source, number in wanted.items()]


def _make_folder(folder: Path) -> None:
    from provenance.reading import reason

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"The folder {folder} cannot be made: {reason(error)}.") from error


@contextmanager
def _progress(total: int) -> Iterator[Callable[[str], None]]:
    """A bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    from provenance.report.safe import plain, shorten

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("Checking", total=total)

        def advance(source: str) -> None:
            bar.update(task, advance=1, description=shorten(plain(source), 40).replace("[", r"\["))

        yield advance

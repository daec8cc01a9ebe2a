"""How long work is followed: a bar on a terminal, events for machines, nothing in a pipe; and how it is stopped."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from types import FrameType
from typing import NoReturn

import typer

from provenance.cli.index.options import print_json

#: 128 and the number of the signal, as shells have it.
_INTERRUPTED, _TERMINATED = 130, 143
#: Seconds between two events.
_EVENT_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """How far a command is: `done` of `unit`, and the `fraction` of all work, where it is known."""

    stage: str
    done: int
    unit: str
    fraction: float | None
    rejected: int = 0


Follow = Callable[[Step], None]


class _Terminated(KeyboardInterrupt):
    """The process was asked to end."""


@contextmanager
def followed(*, events: bool, stopped: Callable[[], str]) -> Iterator[Follow]:
    """Follow work; on Ctrl-C or a request to end, say `stopped` and leave with the signal's exit code."""
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        if events:
            yield _Events().tell
        elif sys.stderr.isatty():
            with _bar() as tell:
                yield tell
        else:
            yield lambda _: None
    except KeyboardInterrupt as end:
        typer.echo(stopped(), err=True)
        raise typer.Exit(_TERMINATED if isinstance(end, _Terminated) else _INTERRUPTED) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    raise _Terminated


class _Pace:
    """How fast work goes since the first step that this run did."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._first: Step | None = None

    def rate(self, step: Step) -> tuple[float | None, float | None]:
        """What is done in a second, and the seconds that remain, as far as they can be told."""
        if self._first is None or step.stage != self._first.stage:
            self._first, self._start = step, time.monotonic()
            return None, None
        passed = time.monotonic() - self._start
        pace = (step.done - self._first.done) / passed if passed else None
        gained = (step.fraction or 0.0) - (self._first.fraction or 0.0)
        left = passed * (1.0 - step.fraction) / gained if step.fraction is not None and gained > 0 else None
        return pace, left


class _Events:
    def __init__(self) -> None:
        self._pace = _Pace()
        self._last: tuple[str, float] = ("", 0.0)

    def tell(self, step: Step) -> None:
        pace, left = self._pace.rate(step)
        stage, told = self._last
        if step.stage == stage and time.monotonic() - told < _EVENT_EVERY:
            return
        self._last = (step.stage, time.monotonic())
        print_json({"event": "progress", **asdict(step), "per_second": pace, "seconds_left": left})
        sys.stdout.flush()


@contextmanager
def _bar() -> Iterator[Follow]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    pace = _Pace()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(step: Step) -> None:
            rate, _ = pace.rate(step)
            text = f"{step.stage}: {step.done:,} {step.unit}"
            text += f", {rate:,.0f} a second" if rate else ""
            text += f", {step.rejected:,} rejected" if step.rejected else ""
            total = None if step.fraction is None else 1.0
            bar.update(task, description=text, total=total, completed=step.fraction or 0.0)

        yield show

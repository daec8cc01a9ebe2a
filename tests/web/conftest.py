"""A desk as a user starts it: a process of its own, on a free port of this computer."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
REPOSTS = ROOT / "indexes" / "demo" / "reposts"


@contextlib.contextmanager
def started(folder: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start `provenance serve` and give its address; it is told to end at the end."""
    environment = os.environ | {
        "PROVENANCE_INDEXES": str(folder / "indexes"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "configuration"),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, str(ROOT / "cli.py"), "serve", "--port", "0", "--workers", "1", *options]
    with (folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True
        )
        try:
            assert process.stdout is not None
            first = process.stdout.readline()
            found = re.search(r"http://\S+", first)
            assert found, f"{first!r} {(folder / 'log').read_text(encoding='utf-8')}"
            yield found[0], process
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()


@dataclass(frozen=True)
class Site:
    """A desk that runs: where it is, and the file of its history."""

    address: str
    history: Path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The desk of these tests."""
    folder = tmp_path_factory.mktemp("desk")
    with started(folder, "--timeout", "300") as (address, _):
        yield Site(address, folder / "data" / "translation-provenance" / "desk.sqlite")


@pytest.fixture
def client(site: Site) -> Iterator[httpx.Client]:
    """A program that asks the desk."""
    with httpx.Client(base_url=site.address, timeout=300, trust_env=False) as found:
        yield found

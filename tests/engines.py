"""Real servers for tests, on loopback and in folders of their own; skipped where they are not installed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

EXTRA = "the extra is not installed: pip install -e '.[cluster]'"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Server:
    """A process that listens on a port of this computer; `probe` is a command that succeeds when it is ready."""

    def __init__(self, command: list[str], port: int, probe: list[str] | None = None, **how: Any) -> None:
        self.command, self.port, self.probe, self.how = command, port, probe, how
        self.folder = Path()
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **self.how
        )
        end = time.monotonic() + 60
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"{self.command[0]} did not start")
            time.sleep(0.05)

    def answers(self) -> bool:
        if self.probe:
            return subprocess.run(self.probe, capture_output=True, check=False).returncode == 0
        with socket.socket() as asked:
            return asked.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        """End it without leave; PostgreSQL's own way of that takes its children along."""
        self.signal(signal.SIGQUIT if self.probe else signal.SIGKILL)
        self.process.wait()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let it stand still, its children too."""
        inside = [self.process.pid, *_children(self.process.pid)]
        for number in inside:
            os.kill(number, signal.SIGSTOP)
        try:
            yield
        finally:
            for number in inside:
                os.kill(number, signal.SIGCONT)

    def keep(self, where: Path) -> None:
        """Copy what it stores."""
        self.kill()
        shutil.copytree(self.folder, where, copy_function=_copied)
        self.start()

    def bring_back(self, where: Path) -> None:
        """Store what it stored when it was copied."""
        self.kill()
        owner = self.folder.stat()
        shutil.rmtree(self.folder)
        shutil.copytree(where, self.folder, copy_function=_copied)
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid)
        self.start()

    def signal(self, which: signal.Signals) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, which)


def _children(process: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _copied(source: str, target: str) -> str:
    return str(shutil.copy2(source, target))


@contextmanager
def milvus(folder: Path) -> Iterator[Server]:
    if find_spec("milvus_lite") is None or find_spec("pymilvus") is None:
        pytest.skip(EXTRA)
    port = free_port()
    program = str(Path(sys.executable).with_name("milvus-lite"))
    # Told nothing, it listens on every address that this computer has.
    server = Server(
        [program, "server", "--data-dir", str(folder / "milvus"), "--host", "127.0.0.1", "--port", str(port)], port
    )
    server.folder = folder / "milvus"
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def postgres() -> Iterator[Server]:
    """A PostgreSQL of its own; `url` of the server is its database."""
    program = _postgres_folder()
    if program is None:
        pytest.skip("PostgreSQL is not installed: apt install postgresql")
    if find_spec("psycopg") is None:
        pytest.skip(EXTRA)
    how = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="provenance-postgres-"))
    server = None
    try:
        if how:
            os.chown(folder, int(str(how["user"])), int(str(how["group"])))
        made = [str(program / "initdb"), "-D", str(folder / "data"), "-U", "desk", "-A", "trust", "-N", "-E", "UTF8"]
        subprocess.run(made, check=True, capture_output=True, cwd=folder, **how)
        port = free_port()
        place = ["-D", str(folder / "data"), "-p", str(port), "-h", "127.0.0.1", "-k", str(folder), "-c", "fsync=off"]
        ready = [str(program / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        server = Server([str(program / "postgres"), *place], port, ready, cwd=folder, **how)
        server.folder = folder / "data"
        yield server
    finally:
        if server is not None:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def postgres_url(server: Server) -> str:
    return f"postgresql://desk@127.0.0.1:{server.port}/postgres"


def _postgres_folder() -> Path | None:
    # Debian keeps the servers of all versions out of the path.
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so another user's rights are taken then."""
    if os.getuid():
        return {}
    names = {user.pw_name for user in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Fleet:
    """A Dask scheduler and its workers, as the commands of the README start them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")

    def add_worker(self) -> subprocess.Popen[bytes]:
        """One worker of one thread, without a guard that would start it again."""
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(self.folder))
        self.workers.append(self._start("worker", self.address, *options))
        return self.workers[-1]

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        dask = str(Path(sys.executable).with_name("dask"))
        root = str(Path(__file__).parents[1])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        quiet = {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false", "PYTHONPATH": path}
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            return subprocess.Popen(
                [dask, *arguments], stdout=log, stderr=log, env=os.environ | quiet, start_new_session=True
            )

    def spent(self) -> list[float]:
        """Processor seconds so far of the scheduler and of each worker."""
        tick = os.sysconf("SC_CLK_TCK")
        said = [Path(f"/proc/{one.pid}/stat").read_text() for one in (self.scheduler, *self.workers)]
        return [sum(map(int, one.rpartition(")")[2].split()[11:13])) / tick for one in said]

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def fleet(folder: Path, workers: int) -> Iterator[Fleet]:
    if find_spec("distributed") is None:
        pytest.skip(EXTRA)
    made = Fleet(folder)
    try:
        for _ in range(workers):
            made.add_worker()
        yield made
    finally:
        made.close()

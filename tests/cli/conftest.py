"""The command line inside this process or in one of its own, and one demo index for all of its tests."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from provenance.cli import main
from provenance.embed.static import open_embedded
from provenance.ingest.demo import open_demo

ROOT = Path(__file__).parents[2]
REPOSTS = ROOT / "indexes" / "demo" / "reposts"
PRISONERS = REPOSTS / "prisoners-repost.txt"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def refusal(self) -> str:
        """The one sentence of a command that could not do its work."""
        assert self.code == 2, self
        assert self.out == ""
        assert self.err.startswith("provenance: "), self.err
        assert self.err.endswith((".\n", "`.\n")), self.err
        assert self.err.count("\n") == 1, self.err
        assert "Traceback" not in self.err
        assert "fault of this program" not in self.err
        assert not any(sign in self.err for sign in "\x1b\x00\u202e")
        return self.err


Run = Callable[..., Done]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of indexes with the demo index in it; not to be changed."""
    folder = tmp_path_factory.mktemp("home") / "indexes"
    with open_demo(folder, open_embedded()):
        return folder


@pytest.fixture(autouse=True)
def own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """No settings, data or indexes of the person who runs the tests."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("PROVENANCE_TRACEBACK", raising=False)
    monkeypatch.chdir(tmp_path)
    if "home" in request.fixturenames:
        monkeypatch.setenv("PROVENANCE_INDEXES", str(request.getfixturevalue("home")))


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process, where the models are open already."""
    monkeypatch.setenv("PROVENANCE_INDEXES", str(home))

    def run(*arguments: object, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["provenance", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        return Done(int(str(end.value.code)), *capsys.readouterr())

    return run


def start(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
    """Start a command in a process of its own, which Ctrl-C reaches even where its parent ignores it."""
    command = [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)]
    settings = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    listening = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    return subprocess.Popen(command, **({"preexec_fn": listening} | settings | options))  # type: ignore[call-overload]


def finish(process: subprocess.Popen[bytes], given: bytes | None = None) -> Done:
    """Wait for a command."""
    out, err = process.communicate(given, timeout=120)
    return Done(process.returncode, (out or b"").decode(), (err or b"").decode())


def spawn(*arguments: object, **options: object) -> Done:
    """Run a command in a process of its own."""
    return finish(start(*arguments, **options))


def modules_after(*arguments: object) -> set[str]:
    """The modules that a command has imported when it ends."""
    code = (
        "import atexit, sys; from provenance.cli import main; "
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr)); main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr.decode()
    return set(done.stderr.decode().split())

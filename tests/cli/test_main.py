"""What all commands have in common: help, exit codes, streams, settings."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from provenance import reading
from provenance.cli import app
from tests.cli.conftest import PRISONERS, ROOT, Run, finish, modules_after, spawn, start

HEAVY = {
    "torch", "sentence_transformers", "transformers", "faiss", "trafilatura", "lxml", "httpx", "scipy", "dateparser",
}  # fmt: skip


def commands(command: Any, *called: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield called, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, *called, name)


ALL = dict(commands(get_command(app)))


@pytest.mark.parametrize("called", ALL, ids=" ".join)
def test_every_command_explains_itself(run: Run, called: tuple[str, ...]) -> None:
    done = run(*called, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: {' '.join(('provenance', *called))} ")
    assert ALL[called].help
    for parameter in ALL[called].params:
        assert getattr(parameter, "help", None), f"{parameter.name} of {called}"
        assert parameter.param_type_name == "argument" or parameter.opts[0] in done.out


def test_without_a_command_the_help_is_shown(run: Run) -> None:
    for called in ((), ("index",), ("model",)):
        done = run(*called)
        assert (done.code, done.out) == (2, "")
        assert done.err == run(*called, "--help").out.rstrip("\n") + "\n"


def test_the_launcher_is_the_command() -> None:
    script = Path(sys.executable).with_name("provenance")
    installed = [str(script)] if script.is_file() else [sys.executable, "-c", "from provenance.cli import main; main()"]
    for arguments in (["index", "--help"], ["check", "nowhere.txt"]):
        theirs = subprocess.run([*installed, *arguments], capture_output=True, check=False, env=with_package())
        ours = spawn(*arguments)
        assert (theirs.returncode, theirs.stdout.decode(), theirs.stderr.decode()) == (ours.code, ours.out, ours.err)


def with_package() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_help_imports_nothing_heavy() -> None:
    heavy = HEAVY | {"numpy", "rich", "tokenizers", "sqlite3", "rapidfuzz", "fasttext"}
    for arguments in (["--help"], ["index", "rebuild", "--help"]):
        assert modules_after(*arguments) & heavy == set()


def test_a_check_of_a_text_imports_no_slow_library(home: Path) -> None:
    assert modules_after("check", PRISONERS, "--indexes", home) & HEAVY == set()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nonsense"], "No such command"),
        (["check"], "Name an article"),
        (["check", "a", "b"], "unexpected extra argument"),
        (["check", "a", "--nonsense"], "No such option"),
        (["check", "a", "--index"], "requires an argument"),
        (["check", "a", "--nonsense\x1b[31m"], "No such option"),
        (["compare"], "Missing option '--pairs'"),
    ],
)
def test_misuse_is_one_sentence_that_names_the_help(run: Run, arguments: list[str], complaint: str) -> None:
    refusal = run(*arguments).refusal
    assert complaint in refusal
    assert "--help`" in refusal


def test_a_fault_of_the_program_is_not_taken_for_a_finding(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by \x1b[31mzero")

    monkeypatch.setattr(reading, "capture", fail)
    done = run("check", "-")
    assert (done.code, done.out) == (2, "")
    assert "ZeroDivisionError: by \u241b[31mzero" in done.err
    assert done.err.count("\n") == 1
    monkeypatch.setenv("PROVENANCE_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run("check", "-")


def test_ctrl_c_in_a_check(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "capture", interrupt)
    done = run("check", "-")
    assert (done.code, done.out, done.err) == (130, "", "provenance: stopped; nothing was changed.\n")


def test_ctrl_c_in_a_rebuild_ends_with_a_summary(tmp_path: Path, run: Run) -> None:
    text = " ".join(f"The bridge of district {number} was closed on Monday." for number in range(20))
    records = (json.dumps({"id": f"a{number}", "text": text}) for number in range(20_000))
    (tmp_path / "many.jsonl").write_text("\n".join(records))
    process = start("index", "rebuild", "news", "many.jsonl", "--indexes", "mine")
    while process.poll() is None and not any((tmp_path / "mine" / "news").glob("gen-*/vectors/*")):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    done = finish(process)
    assert done.code == 130, done
    assert done.out == ""
    assert done.err.startswith("Stopped: ")
    assert "run the same command again to go on" in done.err
    assert done.err.count("\n") == 1
    assert "was never finished" in run("index", "info", "news", "--indexes", "mine").refusal


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_closed_pipe_is_no_fault(home: Path, form: str) -> None:
    reading, writing = os.pipe()
    process = start("check", PRISONERS, "--format", form, "--indexes", home, stdout=writing)
    os.close(writing)
    os.close(reading)
    done = finish(process)
    assert (done.code, done.err) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_output_to_a_full_disk(home: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        assert "No space left" in spawn("check", PRISONERS, "--indexes", home, stdout=full).refusal


def test_without_any_standard_stream(home: Path) -> None:
    def close() -> None:
        for stream in (0, 1):
            os.close(stream)

    done = spawn("check", PRISONERS, "--indexes", home, "--out", "report.json", "--json", preexec_fn=close)
    assert (done.code, done.err) == (1, "")
    assert spawn("check", "-", preexec_fn=close).refusal.endswith("give the text of the article itself.\n")


def test_a_full_disk_loses_neither_an_index_nor_a_report(home: Path, tmp_path: Path, run: Run) -> None:
    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))

    (tmp_path / "report.html").write_text("the report of yesterday")
    done = spawn("check", PRISONERS, "--indexes", home, "--out", "report.html", preexec_fn=small_files)
    assert "report.html: File too large." in done.refusal
    assert (tmp_path / "report.html").read_text() == "the report of yesterday"
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]

    (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "The bridge is open again."}')
    assert run("index", "rebuild", "news", "a.jsonl", "--indexes", "mine").code == 0
    (tmp_path / "a.jsonl").write_text('{"id": "2", "text": "The bridge is closed again."}')
    done = spawn("index", "rebuild", "news", "a.jsonl", "--indexes", "mine", preexec_fn=small_files)
    assert "mine/news" in done.refusal
    assert run("index", "verify", "news", "--indexes", "mine").code == 0


def settings(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_settings_are_found_in_their_order(run: Run, tmp_path: Path) -> None:
    def form(*arguments: object) -> str:
        out = run(*arguments, "check", PRISONERS).out
        return {"{": "json", "<": "html"}.get(out[0], "text")

    assert form() == "text"
    settings(tmp_path / "configuration" / "translation-provenance" / "provenance.toml", '[check]\nformat = "html"')
    assert form() == "html"
    settings(tmp_path / "provenance.toml", "[check]\njson = true")
    assert form() == "json"
    assert form("--config", settings(tmp_path / "other.toml", '[check]\nformat = "text"')) == "text"


def test_the_command_line_goes_before_the_settings(run: Run, tmp_path: Path) -> None:
    settings(tmp_path / "provenance.toml", '[check]\nformat = "html"\nindex = "nowhere"')
    assert run("check", PRISONERS, "--json", "--index", "demo").out.startswith("{")
    assert "'nowhere'" in run("check", PRISONERS).refusal


def test_settings_of_a_command_below_a_command(run: Run, tmp_path: Path) -> None:
    settings(tmp_path / "provenance.toml", "[index.list]\njson = true\n")
    assert json.loads(run("index", "list").out)[0]["name"] == "demo"


@pytest.mark.parametrize("line", ["allow-private = ['127.0.0.1']", "allow_private = ['127.0.0.1']", "out = 'a.html'"])
def test_a_settings_file_that_came_with_a_folder_may_not_set_what_is_unsafe(
    run: Run, tmp_path: Path, line: str
) -> None:
    here = settings(tmp_path / "provenance.toml", f"[check]\n{line}\n")
    address = "http://127.0.0.1:9/"
    assert "only a file of your own may set" in run("check", address).refusal
    named = run("--config", here, "check", address).refusal
    here.unlink()
    settings(tmp_path / "configuration" / "translation-provenance" / "provenance.toml", f"[check]\n{line}\n")
    assert named == run("check", address).refusal
    assert "only a file of your own" not in named


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("x = [", "no valid TOML"),
        (b"\xff\xfe", "no valid TOML"),
        ("a = " + "[" * 50_000, "nested too deeply"),
        (b"#" * 1_100_000, "larger than"),
        ("format = 3", "'format', which is no table of a command"),
        ("check = 3", "'check', which is no table of a command"),
        ("[chekc]\nindex = 'a'", "'chekc'"),
        ("[check]\nbogus = 1", "'bogus' for `provenance check`, which has no such option; there are: index,"),
        ("[index]\njson = true", "'json', which is no table of a command of `provenance index`"),
        ("[check]\nformat = 3", "There is no format 3"),
        ("[check]\nformat = {a = 1}", "'format' of `provenance check` a value of a wrong kind"),
        ("[check]\nformat = ['a', 'b']", "a value of a wrong kind"),
        ("[check]\nallow-private = [['a']]", "a value of a wrong kind"),
        ("[check]\nindex = 2020-01-01", "a value of a wrong kind"),
        ("[check]\njson = 'maybe'", "--json"),
        ("[check]\nindex = '../../etc'", "cannot be the name of an index"),
        ('[check]\nindexes = "a\\u0000b"', ""),
        ('[check]\nindex = "\\u001b[31m"', "cannot be the name of an index"),
        ('"\\u001b[31m" = 1', "no table of a command"),
    ],
)
def test_hostile_settings(run: Run, tmp_path: Path, content: str | bytes, complaint: str) -> None:
    path = settings(tmp_path / "provenance.toml", content)
    assert complaint in run("check", PRISONERS).refusal
    assert complaint in run("--config", path, "check", PRISONERS).refusal


@pytest.mark.parametrize("place", ["nowhere.toml", ".", "/dev/zero"])
def test_settings_that_are_no_file(run: Run, place: str) -> None:
    assert place in run("--config", place, "check", PRISONERS).refusal


def test_the_version(run: Run) -> None:
    done = run("--version")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("provenance 0.")

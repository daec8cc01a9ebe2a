"""`provenance check --batch`: a report for each line, whatever the lines before it came to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provenance import pipeline, reading
from provenance.cli import batch
from provenance.values import Article
from tests.cli.conftest import PRISONERS, REPOSTS, Run
from tests.cli.test_check import holds_the_contract

MUSEUM = REPOSTS / "museum-repost.html"
FAITHFUL = REPOSTS / "storks-clean.html"


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    lines = [
        "# reposts of the week",
        str(PRISONERS),
        "",
        "nowhere.txt",
        str(MUSEUM),
        str(PRISONERS),
        "http://10.0.0.1/",
    ]
    (tmp_path / "list.txt").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path / "list.txt"


def entries(out: Path) -> list[dict[str, object]]:
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["schema"] == "provenance.summary/1"
    return list(summary["entries"])


def test_each_line_has_its_report_or_its_reason(run: Run, listed: Path, tmp_path: Path) -> None:
    done = run("check", "--batch", listed, "--out", tmp_path / "out")
    assert done.code == 2
    assert "2 articles checked" in done.out
    assert "2 could not be checked" in done.out
    assert "line 4, nowhere.txt: There is no file nowhere.txt" in done.err
    assert "line 7, http://10.0.0.1/: " in done.err
    found = entries(tmp_path / "out")
    assert [(entry["line"], entry["result"] is None) for entry in found] == [
        (2, False),
        (4, True),
        (5, False),
        (7, True),
    ]
    for entry in found:
        if isinstance(result := entry["result"], dict):
            page = tmp_path / "out" / result["report"]
            assert page.read_text(encoding="utf-8").lower().startswith("<!doctype html>")
            report = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
            holds_the_contract(report)
            assert result["credit"] == report["verdict"]["credit"]
            assert sum(result["findings"].values()) == len(report["drifts"])
    shown = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "Could not be checked" in shown
    assert "<script" not in shown


def test_the_same_command_goes_on_where_it_stopped(
    run: Run, listed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    usual = reading.capture

    def once(source: str, _: object) -> reading.Capture:
        if source == str(MUSEUM) and MUSEUM.name not in read:
            read.append(MUSEUM.name)
            raise KeyboardInterrupt
        read.append(Path(source).name)
        return usual(source)

    monkeypatch.setattr(reading, "capture", once)
    stopped = run("check", "--batch", listed, "--out", "out")
    assert stopped.code == 130
    assert "Stopped after 2 of 4 lines" in stopped.err
    assert len(entries(tmp_path / "out")) == 2
    read.remove(PRISONERS.name)
    done = run("check", "--batch", listed, "--out", "out")
    assert done.code == 2
    assert PRISONERS.name not in read
    assert len(entries(tmp_path / "out")) == 4


def test_what_was_made_otherwise_is_made_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list").write_text(str(PRISONERS), encoding="utf-8")
    run("check", "--batch", "list", "--out", "out")
    (report,) = (tmp_path / "out" / "reports").glob("*.json")
    old = report.read_text(encoding="utf-8").replace('"version": "', '"version": "9')
    report.write_text(old, encoding="utf-8")
    run("check", "--batch", "list", "--out", "out", "--format", "markdown")
    assert report.read_text(encoding="utf-8") != old
    assert report.with_suffix(".md").is_file()


def test_exit_codes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good").write_text(str(FAITHFUL), encoding="utf-8")
    assert run("check", "--batch", "good", "--out", "one").code == run("check", FAITHFUL).code
    (tmp_path / "grave").write_text(str(PRISONERS), encoding="utf-8")
    assert run("check", "--batch", "grave", "--out", "two").code == 1


def test_a_fault_costs_one_line(run: Run, listed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = pipeline.check

    def fail(repost: Article, *rest: object) -> object:
        if "Moscow" in repost.text:
            raise ZeroDivisionError("by zero")
        return usual(repost, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "check", fail)
    assert "line 2" in run("check", "--batch", listed, "--out", "out").err
    failures = [entry["failure"] for entry in entries(tmp_path / "out")]
    assert "ZeroDivisionError" in str(failures[0])
    assert failures[2] is None


def test_a_host_is_not_asked_twice_in_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(batch.time, "monotonic", lambda: clock[0])
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr(batch.time, "sleep", sleep)
    pace = batch.Pace()
    for host in ("one.example", "two.example", "one.example", "one.example"):
        pace.wait(host)
    assert slept == [1.0, 1.0]
    clock[0] += 5
    pace.wait("one.example")
    assert slept == [1.0, 1.0]


def test_names_are_safe_and_stable() -> None:
    for source in (
        "../../etc/passwd",
        "https://example.org/a/../../b?x=/../",
        "C:\\a\\b",
        "\x1b[31m",
        "a" * 5_000,
        "новость.html",
    ):
        name = batch.file_name(source)
        assert name == batch.file_name(source)
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert len(name) < 80
    assert batch.file_name("https://example.org/news/dam-holds.html").startswith("example-org-dam-holds-")
    assert batch.file_name("a.txt") != batch.file_name("b/a.txt")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"", "names nothing"), (b"# one\n\n", "names nothing"), (b"a\n" * 100_001, "more than 100,000 lines")],
)
def test_lists_that_cannot_be_used(run: Run, tmp_path: Path, content: bytes, complaint: str) -> None:
    (tmp_path / "list").write_bytes(content)
    assert complaint in run("check", "--batch", "list", "--out", "out").refusal
    assert "cannot be read" in run("check", "--batch", "nowhere", "--out", "out").refusal


def test_options_that_do_not_go_together(run: Run, listed: Path, tmp_path: Path) -> None:
    assert "a folder as --out" in run("check", "--batch", listed).refusal
    assert "a folder as --out" in run("check", PRISONERS, "--batch", listed, "--out", "out").refusal
    assert "leave it out with --batch" in run("check", "--batch", listed, "--out", "out", "--bundle", "a.zip").refusal
    (tmp_path / "file").touch()
    assert "cannot be made" in run("check", "--batch", listed, "--out", "file").refusal
    assert "Name an article" in run("check").refusal

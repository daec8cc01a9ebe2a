"""`provenance check` over several indexes, and narrowed to languages, outlets and dates."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import PRISONERS, Run


@pytest.fixture
def two_indexes(run: Run, tmp_path: Path) -> Path:
    home = tmp_path / "indexes"
    for name, text in (("old", "Die Brücke wurde am Montag eröffnet."), ("news", "Škola dostala novou střechu.")):
        source = tmp_path / f"{name}.jsonl"
        source.write_text(json.dumps({"id": name, "text": text, "outlet": name.title()}) + "\n", encoding="utf-8")
        assert run("index", "rebuild", name, str(source), "--indexes", str(home)).code == 0
    return home


def test_several_indexes_are_searched_and_named(run: Run, two_indexes: Path) -> None:
    done = run("check", str(PRISONERS), "--index", "old", "--index", "news", "--indexes", str(two_indexes), "--json")
    report = json.loads(done.out)
    assert report["verdict"]["searched"]["indexes"] == ["old", "news"]
    assert report["verdict"]["searched"]["articles"] == 2
    assert report["signature"]["index_sha256"].count(",") == 1


@pytest.mark.parametrize(
    ("narrowed", "languages"),
    [
        (["--language", "cs"], ["cs"]),
        (["--language", "cs", "--language", "tr"], ["cs", "tr"]),
        (["--since", "2026-05", "--until", "2026-05-20"], None),
    ],
)
def test_the_report_states_what_was_searched(
    run: Run, home: Path, narrowed: list[str], languages: list[str] | None
) -> None:
    report = json.loads(run("check", str(PRISONERS), "--indexes", str(home), "--json", *narrowed).out)
    searched = report["verdict"]["searched"]
    assert 0 < searched["articles"] < 47
    if languages:
        assert searched["languages"] == languages
    else:
        assert searched["from"] >= "2026-05"
        assert searched["to"] <= "2026-05-21"


def test_an_original_outside_the_scope_is_not_found(run: Run, home: Path) -> None:
    done = run("check", str(PRISONERS), "--indexes", str(home), "--language", "es", "--json")
    verdict = json.loads(done.out)["verdict"]
    assert verdict["status"] == "not-in-index"
    assert verdict["searched"]["languages"] == ["es"]


@pytest.mark.parametrize(
    ("narrowed", "said"),
    [
        (["--since", "last week"], "last week"),
        (["--language", "klingon"], "klingon"),
        (["--outlet", "Le Monde"], "Le Monde"),
        (["--index", "demo", "--index", "nowhere"], "nowhere"),
    ],
)
def test_what_cannot_be_searched_is_said(run: Run, home: Path, narrowed: list[str], said: str) -> None:
    assert said in run("check", str(PRISONERS), "--indexes", str(home), *narrowed).refusal

"""`provenance verify`, and the bundles of `provenance check --bundle`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import PRISONERS, REPOSTS, Run

ORIGINAL = REPOSTS.parent / "originals" / "cs-zajatci-hlaseni.txt"


@pytest.fixture
def bundle(run: Run, tmp_path: Path) -> Path:
    assert run("check", PRISONERS, "--bundle", tmp_path / "evidence.zip").code == 1
    return tmp_path / "evidence.zip"


def test_a_bundle_agrees_with_and_without_its_index(run: Run, bundle: Path, tmp_path: Path) -> None:
    done = run("verify", bundle)
    assert (done.code, done.err) == (0, "")
    assert "agrees   verdict: traced" in done.out
    assert "agrees   index: " in done.out
    alone = run("verify", bundle, "--indexes", tmp_path / "none")
    assert (alone.code, alone.err) == (0, "")
    assert "unknown  index: " in alone.out
    assert not (tmp_path / "none").exists()


def test_points_as_json(run: Run, bundle: Path) -> None:
    points = json.loads(run("verify", bundle, "--json").out)["points"]
    assert all(point.keys() == {"name", "agrees", "then", "now"} for point in points)
    assert {"files", "page", "text", "model", "index", "thresholds", "verdict", "finding 1"} <= {
        point["name"] for point in points
    }


def test_a_bare_report_and_its_page(run: Run, tmp_path: Path) -> None:
    run("check", PRISONERS, "--json", "--out", tmp_path / "report.json")
    done = run("verify", "report.json", "--page", PRISONERS)
    assert (done.code, done.err) == (0, "")
    assert "agrees   page" in done.out
    other = run("verify", "report.json", "--page", REPOSTS / "museum-repost.html")
    assert other.code == 1
    assert "DIFFERS  page" in other.out


def test_a_changed_report_differs(run: Run, tmp_path: Path) -> None:
    report = json.loads(run("check", PRISONERS, "--json").out)
    report["verdict"]["credit"] = "contradicted"
    report["drifts"] = report["drifts"][1:]
    (tmp_path / "report.json").write_text(json.dumps(report), encoding="utf-8")
    done = run("verify", "report.json")
    assert done.code == 1
    assert "DIFFERS  credit: contradicted – now confirmed" in done.out
    assert "DIFFERS  new finding: none – now" in done.out


def test_a_known_original_is_in_the_bundle(run: Run, tmp_path: Path) -> None:
    run("check", PRISONERS, "--against", ORIGINAL, "--bundle", "evidence.zip")
    done = run("verify", "evidence.zip", "--indexes", tmp_path / "none")
    assert (done.code, "index" in done.out) == (0, False)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"", "not valid JSON"), (b"PK\x03\x04", "damaged"), (b"[1]", "cannot be read"), (b"\xff\xfe", "not valid JSON")],
)
def test_files_that_are_no_report(run: Run, tmp_path: Path, content: bytes, complaint: str) -> None:
    (tmp_path / "file").write_bytes(content)
    assert complaint in run("verify", "file").refusal
    assert "cannot be read" in run("verify", "nowhere").refusal


def test_a_name_of_an_index_in_a_report_leads_nowhere(run: Run, tmp_path: Path) -> None:
    report = json.loads(run("check", PRISONERS, "--json").out)
    report["verdict"]["searched"]["indexes"] = ["../../etc"]
    (tmp_path / "report.json").write_text(json.dumps(report), encoding="utf-8")
    assert "unknown  index" in run("verify", "report.json").out


def test_a_bundle_has_to_have_a_folder(run: Run) -> None:
    assert "There is no folder" in run("check", PRISONERS, "--bundle", "nowhere/evidence.zip").refusal

"""The road on the demo: every repost gets the verdict that its makers wrote down, and its faults are found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from provenance.ingest.demo import demo_folder, open_demo
from provenance.library import OpenIndex
from provenance.models import Models, open_models
from provenance.pipeline import check, compare
from provenance.reading import read_input, read_original
from provenance.report import render
from provenance.report.json_report import from_json
from provenance.values import Report

REPOSTS = demo_folder() / "reposts"
EXPECTED: list[dict[str, Any]] = json.loads((REPOSTS / "expected.json").read_text(encoding="utf-8"))
#: Known faults of the demo that must be found; raise it as checks improve, never lower it.
LEAST_FOUND = 25


@cache
def models() -> Models:
    return open_models("embedded")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    with open_demo(tmp_path_factory.mktemp("indexes"), models().embedder) as opened:
        yield opened


@pytest.fixture(scope="module")
def reports(index: OpenIndex) -> dict[str, Report]:
    return {one["file"]: check(read_input(str(REPOSTS / one["file"])), index, models()) for one in EXPECTED}


@pytest.mark.parametrize("one", EXPECTED, ids=lambda one: one["file"])
class TestEveryDemoRepost:
    def test_its_verdict_is_the_expected_one(self, one: dict[str, Any], reports: dict[str, Report]) -> None:
        verdict = reports[one["file"]].verdict
        assert (verdict.status, verdict.credit) == (one["status"], one["credit"])

    def test_it_is_traced_to_its_originals_and_to_them_first(
        self, one: dict[str, Any], reports: dict[str, Report]
    ) -> None:
        wanted = one["originals"]
        if not wanted:
            assert reports[one["file"]].verdict.status == "not-in-index"
            return
        found = [original.id for original in reports[one["file"]].verdict.originals if original.relation == "original"]
        assert set(found[: len(wanted)]) == set(wanted)

    def test_every_offset_points_at_its_quote(self, one: dict[str, Any], reports: dict[str, Report]) -> None:
        report = reports[one["file"]]
        texts = {original.id: original.text for original in report.verdict.originals}
        for drift in report.drifts:
            if drift.repost:
                assert report.article.text[drift.repost.start : drift.repost.end] == drift.repost.quote
            if drift.original:
                assert texts[drift.original_id or ""][drift.original.start : drift.original.end] == drift.original.quote
        for traced in report.passages:
            if traced.original:
                source = traced.original
                assert texts[source.id][source.start : source.end] == source.text

    def test_its_json_reads_back_as_the_same_report(self, one: dict[str, Any], reports: dict[str, Report]) -> None:
        report = reports[one["file"]]
        assert from_json(render(report, "json")) == report


def touches(fault: dict[str, Any], report: Report) -> bool:
    def overlap(wanted: str | None, quote: str | None) -> bool:
        return bool(wanted and quote and (quote in wanted or wanted in quote))

    return any(
        overlap(fault["repost"], drift.repost.quote if drift.repost else None)
        or overlap(fault["original"], drift.original.quote if drift.original else None)
        for drift in report.drifts
    )


def test_known_faults_are_found(reports: dict[str, Report]) -> None:
    faults = [(one["file"], fault) for one in EXPECTED for fault in one["faults"]]
    missed = [(file, fault) for file, fault in faults if not touches(fault, reports[file])]
    assert len(faults) - len(missed) >= LEAST_FOUND, missed


def test_the_clean_repost_has_nothing_above_minor(reports: dict[str, Report]) -> None:
    clean = next(one["file"] for one in EXPECTED if one["status"] == "traced" and not one["faults"])
    assert [drift for drift in reports[clean].drifts if drift.severity != "minor"] == []


def test_the_garbled_denial_and_the_strengthened_word_are_both_found(reports: dict[str, Report]) -> None:
    drifts = reports["prisoners-repost.txt"].drifts
    strength = [drift for drift in drifts if drift.check == "intensity" and drift.repost]
    assert any("highly" in drift.repost.quote for drift in strength if drift.repost)
    assert any("it was not about Ukraine" in drift.repost.quote for drift in drifts if drift.repost)


def test_a_known_original_needs_no_index() -> None:
    repost = read_input(str(REPOSTS / "prisoners-repost.txt"))
    original = read_original(str(demo_folder() / "originals" / "cs-zajatci-hlaseni.txt"))
    report = compare(repost, original, models())
    assert report.verdict.status == "traced"
    assert [one.id for one in report.verdict.originals] == ["cs-zajatci-hlaseni"]
    assert report.signature.index_sha256 == ""
    assert report.verdict.searched.indexes == ()
    assert any(drift.check == "number" for drift in report.drifts)


def test_the_same_check_gives_the_same_report(index: OpenIndex, reports: dict[str, Report]) -> None:
    assert check(read_input(str(REPOSTS / "museum-repost.html")), index, models()) == reports["museum-repost.html"]


def test_the_seed_page_is_traced_and_its_last_sentence_flagged(index: OpenIndex) -> None:
    page = Path(__file__).parents[2] / "shared" / "seed" / "reposted-article.txt"
    if not page.is_file():
        pytest.skip("the seed page does not lie beside the checkout")
    report = check(read_input(str(page)), index, models())
    assert report.verdict.credit == "confirmed"
    assert report.verdict.originals[0].id == "cs-zajatci-hlaseni"
    quotes = [drift.repost.quote for drift in report.drifts if drift.repost and drift.severity != "minor"]
    assert any("highly" in quote for quote in quotes)
    assert any("but that it was not for Ukraine" in quote for quote in quotes)

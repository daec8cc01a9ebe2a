"""The JSON contract, the way back, and reports that must not be believed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from provenance.errors import ReportError
from provenance.report import json_report
from provenance.report.json_report import from_json, to_json
from provenance.values import Report
from tests.report.samples import CZECH, HOSTILE, ORIGINAL, REPORT, hostile_report
from tests.report.strategies import reports

CONTRACT: dict[str, set[str]] = {
    "": {"schema", "article", "verdict", "passages", "drifts", "signature"},
    "article": {"title", "language", "url", "published", "text", "credit"},
    "article.credit": {"text", "outlet", "start", "end"},
    "verdict": {"status", "probability", "credit", "originals", "searched", "support"},
    "verdict.originals.0": {"id", "title", "url", "outlet", "language", "published", "share", "text", "relation"},
    "verdict.searched": {"indexes", "articles", "outlets", "languages", "from", "to"},
    "passages.3": {"index", "start", "end", "text", "kind", "status", "probability", "original", "others"},
    "passages.3.original": {"id", "start", "end", "text", "similarity"},
    "passages.3.others.0": {"id", "start", "end", "text", "similarity"},
    "drifts.0": {"check", "severity", "probability", "reason", "also", "passage", "repost", "original"},
    "drifts.0.repost": {"start", "end", "quote"},
    "drifts.0.original": {"id", "start", "end", "quote"},
    "signature": {"version", "embedder", "model_sha256", "index_sha256", "thresholds"},
}


def _at(data: Any, path: str) -> Any:
    for part in filter(None, path.split(".")):
        data = data[int(part)] if part.isdigit() else data[part]
    return data


@pytest.mark.parametrize(("path", "keys"), CONTRACT.items())
def test_the_fields_of_the_contract_are_there(path: str, keys: set[str]) -> None:
    assert keys <= set(_at(json.loads(to_json(REPORT)), path))


def test_the_values_of_the_contract() -> None:
    data = json.loads(to_json(REPORT))
    assert data["schema"] == "provenance.report/1"
    assert [p["status"] for p in data["passages"]] == (
        ["skipped"] * 2 + ["traced"] * 4 + ["untraced"] + ["skipped"] * 3
    )
    assert [p["kind"] for p in data["passages"] if p["status"] == "skipped"].count("credit") == 1
    assert data["drifts"][4]["repost"] is None
    assert data["drifts"][5]["original"] is None
    assert data["signature"]["thresholds"] == {"trace": 0.5, "drift": 0.5}
    assert data["verdict"]["searched"]["from"] == "2021-01-01"


def test_offsets_are_code_points_into_the_texts() -> None:
    data = json.loads(to_json(REPORT))
    text = data["article"]["text"]
    for passage in data["passages"]:
        assert text[passage["start"] : passage["end"]] == passage["text"]
        for sentence in passage["sentences"]:
            assert passage["start"] <= sentence["start"] < sentence["end"] <= passage["end"]
    for drift in data["drifts"]:
        if drift["repost"]:
            assert text[drift["repost"]["start"] : drift["repost"]["end"]] == drift["repost"]["quote"]
        if drift["original"]:
            assert drift["original"]["id"] == CZECH
            assert ORIGINAL[drift["original"]["start"] : drift["original"]["end"]] == drift["original"]["quote"]


def test_it_is_indented_readable_and_the_same_every_time() -> None:
    text = to_json(REPORT)
    assert text.startswith('{\n  "schema": "provenance.report/1",\n  "article": {')
    assert "Dolní Lhoty" in text
    assert text == to_json(from_json(text))


@given(reports())
@settings(max_examples=100, deadline=None)
def test_every_report_comes_back_equal(report: Report) -> None:
    assert from_json(to_json(report)) == report


@pytest.mark.parametrize("outside", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_comes_back_equal(outside: str) -> None:
    clean = outside.encode("utf-8", "replace").decode()
    report = hostile_report(clean)
    assert from_json(to_json(report)) == report


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    data = json.loads(to_json(hostile_report("\ud800x")))
    assert data["passages"][0]["text"] == "\ufffdx"


def test_fields_of_later_versions_are_passed_over() -> None:
    data = json.loads(to_json(REPORT))
    data["later"] = {"more": 1}
    data["drifts"][0]["later"] = []
    assert from_json(json.dumps(data)) == REPORT


def test_a_report_that_left_passages_out_is_not_written() -> None:
    with pytest.raises(ReportError, match="every passage"):
        to_json(replace(REPORT, passages=REPORT.passages[1:]))


def test_a_probability_that_is_no_number_is_not_written() -> None:
    with pytest.raises(ReportError, match="finite"):
        to_json(replace(REPORT, verdict=replace(REPORT.verdict, probability=float("nan"))))


def _set(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    where, _, key = path.rpartition(".")

    def change(data: dict[str, Any]) -> None:
        place = _at(data, where)
        place[int(key) if key.isdigit() else key] = value

    return change


ALTERED = {
    "schema of another version": (_set("schema", "provenance.report/2"), "schema"),
    "unknown status": (_set("verdict.status", "stolen"), "verdict.status"),
    "probability above one": (_set("verdict.probability", 1.5), "verdict.probability"),
    "probability in words": (_set("drifts.0.probability", "0.9"), "drifts.0.probability"),
    "offset below zero": (_set("passages.0.start", -1), "passages.0.start"),
    "offset as a fraction": (_set("passages.0.start", 0.5), "passages.0.start"),
    "text is a list": (_set("article.text", ["a"]), "article.text"),
    "passage text changed": (_set("passages.3.text", "The dam has burst."), "passage 3"),
    "passages out of order": (_set("passages.3.index", 4), "passage 3"),
    "sentence outside its passage": (_set("passages.3.sentences.0.start", 0), "passage 3"),
    "quote of the repost changed": (_set("drifts.0.repost.quote", "999"), "finding 0"),
    "quote of the original changed": (_set("drifts.0.original.quote", "999"), "finding 0"),
    "finding in no passage": (_set("drifts.0.passage", 99), "finding 0"),
    "source changed": (_set("passages.3.original.text", "x"), "beside passage 3"),
    "more findings than any article has": (_set("drifts", [json_report.drift_dict(REPORT.drifts[0])] * 5001), "drifts"),
    "sentences missing as null": (_set("passages.3.sentences", None), "passages.3.sentences"),
    "keys of an attacker": (_set("signature.thresholds", {"\x1b[2J": "x"}), "signature.thresholds"),
}


@pytest.mark.parametrize("name", ALTERED)
def test_an_altered_report_is_refused_with_its_place(name: str) -> None:
    change, place = ALTERED[name]
    data = json.loads(to_json(REPORT))
    change(data)
    with pytest.raises(ReportError, match=place) as caught:
        from_json(json.dumps(data))
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "\x00", "[" * 100_000, '{"schema": NaN}', "\ud800", '{"a":1e999}', "<html>"]
)
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(ReportError):
        from_json(text)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "true", "null"])
def test_numbers_that_are_none_are_refused(number: str) -> None:
    text = to_json(REPORT).replace('"probability": 0.962', f'"probability": {number}')
    with pytest.raises(ReportError):
        from_json(text)


def test_a_report_over_the_cap_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_report, "LARGEST_REPORT", 1 << 20)
    with pytest.raises(ReportError, match="more than 1 MiB"):
        from_json("é" * ((1 << 19) + 1))

"""Web annotations: the data model's fields, and selectors that find their words again."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from provenance.report.annotations import to_annotations
from provenance.report.naming import text_name
from provenance.values import Report
from tests.report.samples import ARTICLE, HOSTILE, ORIGINAL, REPORT, hostile_report
from tests.report.strategies import reports

TEXTS = {ARTICLE.url: ARTICLE.text, REPORT.verdict.originals[0].url: ORIGINAL}


def _items(report: Report) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(to_annotations(report))["first"]["items"]
    return items


def _resources(value: object) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [found for part in value for found in _resources(part)]
    if isinstance(value, dict):
        return [value] * ("selector" in value) + [found for part in value.values() for found in _resources(part)]
    return []


def test_the_collection_states_its_context_and_size() -> None:
    data = json.loads(to_annotations(REPORT))
    assert data["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert data["type"] == "AnnotationCollection"
    assert data["total"] == len(data["first"]["items"]) == len(REPORT.drifts) + 4
    assert {item["type"] for item in data["first"]["items"]} == {"Annotation"}
    identities = [item["id"] for item in data["first"]["items"]]
    assert len(set(identities)) == len(identities)
    assert to_annotations(REPORT) == to_annotations(REPORT)


def test_only_what_the_repost_draws_on_is_a_derivation() -> None:
    data = json.loads(to_annotations(REPORT))
    assert [entity["id"] for entity in data["prov:wasDerivedFrom"]] == [REPORT.verdict.originals[0].url]
    verdict = replace(REPORT.verdict, status="not-in-index")
    assert json.loads(to_annotations(replace(REPORT, verdict=verdict)))["prov:wasDerivedFrom"] == []


def test_selectors_find_their_words_by_place_and_by_words() -> None:
    found = _resources(_items(REPORT))
    assert len(found) == 5 + 5 + 1 + 8
    for resource in found:
        text = TEXTS[resource["source"]["id"]]
        quote, place = resource["selector"]
        assert (quote["type"], place["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert text[place["start"] : place["end"]] == quote["exact"]
        assert text.count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1
        assert len(quote["prefix"]) <= 32
        assert len(quote["suffix"]) <= 32


def test_a_finding_carries_its_reason_check_and_severity_and_the_other_side() -> None:
    number = _items(REPORT)[0]
    words = {body["purpose"]: body["value"] for body in number["body"] if body["type"] == "TextualBody"}
    assert words["tagging"] == "number"
    assert words["classifying"] == "critical"
    assert words["commenting"] == "The repost gives 430 people where the original gives 340."
    assert number["target"]["selector"][0]["exact"] == "430"
    linked = next(body for body in number["body"] if body["purpose"] == "linking")
    assert linked["selector"][0]["exact"] == "340"
    assert linked["source"]["language"] == "cs"


def test_an_omission_annotates_the_original() -> None:
    omission = _items(REPORT)[4]
    assert omission["target"]["source"]["id"] == REPORT.verdict.originals[0].url
    assert omission["body"][-1]["source"] == ARTICLE.url


def test_a_text_without_a_web_address_is_named_by_its_hash() -> None:
    report = replace(REPORT, article=replace(ARTICLE, url="javascript:alert(1)"))
    text = to_annotations(report)
    assert "javascript:" not in text
    assert _items(report)[0]["target"]["source"]["id"] == text_name(ARTICLE.text)
    assert text_name("") == "ni:///sha-256;47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"


@pytest.mark.parametrize("outside", HOSTILE, ids=range(len(HOSTILE)))
def test_sources_are_never_outside_text(outside: str) -> None:
    for resource in _resources(_items(hostile_report(outside))):
        assert resource["source"]["id"].startswith(("ni:///sha-256;", "http://", "https://"))


@given(reports())
@settings(max_examples=40, deadline=None)
def test_any_report_gives_one_annotation_for_each_drift_and_traced_paragraph(report: Report) -> None:
    traced = sum(passage.status == "traced" for passage in report.passages)
    assert len(_items(report)) == len(report.drifts) + traced

"""PROV-O: each thing once, nothing named that is not there, and derivation only from what the repost draws on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from provenance.report.naming import source_name, text_name
from provenance.report.prov import CONTEXT, to_prov
from provenance.values import Report
from tests.report.samples import ARTICLE, HOSTILE, REPORT, hostile_report


def graph(report: Report) -> dict[str, dict[str, Any]]:
    data = json.loads(to_prov(report))
    assert data["@context"] == CONTEXT
    nodes = {node["@id"]: node for node in data["@graph"]}
    assert len(nodes) == len(data["@graph"])
    return nodes


def references(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from references(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name == "@id":
                yield part
            else:
                yield from references(part)


def test_the_repost_is_derived_from_its_original_and_not_from_a_sibling() -> None:
    nodes = graph(REPORT)
    repost, original, sibling = nodes[source_name(ARTICLE)], *(source_name(one) for one in REPORT.verdict.originals)
    assert repost["prov:wasDerivedFrom"] == [{"@id": original}]
    assert repost["prov:hadPrimarySource"] == {"@id": original}
    assert nodes[sibling]["rdfs:comment"] == "another report of the same event"
    assert {"@id": sibling} in next(node for node in nodes.values() if node["@type"] == "prov:Activity")["prov:used"]


def test_what_is_not_in_the_index_is_derived_from_nothing() -> None:
    verdict = replace(REPORT.verdict, status="not-in-index")
    nodes = graph(replace(REPORT, verdict=verdict))
    assert "prov:wasDerivedFrom" not in nodes[source_name(ARTICLE)]


def test_paragraphs_are_named_by_their_characters() -> None:
    nodes = graph(REPORT)
    traced = [one for one in REPORT.passages if one.status == "traced"]
    for one in traced:
        node = nodes[f"{text_name(ARTICLE.text)}#char={one.passage.start},{one.passage.end}"]
        assert one.original is not None
        assert node["prov:wasDerivedFrom"]["@id"].endswith(f"#char={one.original.start},{one.original.end}")


def test_whatever_is_referred_to_is_there() -> None:
    nodes = graph(REPORT)
    fragments = {name for node in nodes.values() for name in references(node) if "#char=" in name}
    assert {name for node in nodes.values() for name in references(node)} - fragments <= nodes.keys()


def test_every_finding_was_generated_by_the_check() -> None:
    nodes = graph(REPORT)
    (check,) = (name for name, node in nodes.items() if node["@type"] == "prov:Activity")
    made = [node for node in nodes.values() if node.get("prov:wasGeneratedBy") == {"@id": check}]
    assert len(made) == len(REPORT.drifts) + 1
    assert {node["prov:value"] for node in made if "prov:value" in node} == {drift.reason for drift in REPORT.drifts}


@pytest.mark.parametrize("outside", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_makes_no_names(outside: str) -> None:
    for name in graph(hostile_report(outside)):
        assert name.startswith(("ni:///sha-256;", "urn:uuid:", "http://", "https://"))

"""The report as PROV-O (JSON-LD): which text was derived from which, and by what activity that was found.

Sources: PROV-O, W3C Recommendation 30 April 2013; fragments of plain text, RFC 5147 (characters from 0);
`ni` names of texts without an address, RFC 6920. The spans of the findings are in the annotations; here each
finding only stands as an entity that the check generated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from provenance.report.naming import identity, source_name, text_name
from provenance.report.safe import encodable, host_name
from provenance.report.wording import RELATIONS, STATUSES
from provenance.values import Article, OriginalArticle, Report, TracedPassage

CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}
#: Relations in which the repost draws on an original; siblings and wire copies tell the same and are no source.
_DRAWN_ON = frozenset(["original", "relay"])


def to_prov(report: Report) -> str:
    """One graph of entities, activities and agents, as indented JSON-LD."""
    graph = [_repost(report), *_originals(report), *_passages(report), *_agents(report), *_result(report)]
    # Two articles may have one address, or one text without any.
    nodes = list({node["@id"]: node for node in reversed(graph)}.values())[::-1]
    return encodable(json.dumps({"@context": CONTEXT, "@graph": nodes}, ensure_ascii=False, indent=2)) + "\n"


def _repost(report: Report) -> dict[str, Any]:
    article = report.article
    derived = [_reference(source_name(one)) for one in _sources(report)]
    node = _text(article, article.outlet)
    if derived:
        node["prov:wasDerivedFrom"] = derived
    if derived and report.verdict.originals[0].relation == "original":
        node["prov:hadPrimarySource"] = derived[0]
    return node


def _originals(report: Report) -> Iterator[dict[str, Any]]:
    found = report.verdict.status != "not-in-index"
    for original in report.verdict.originals:
        node = _text(original, original.outlet or host_name(original.url))
        node["rdfs:comment"] = (
            RELATIONS[original.relation] if found else "a candidate that was not found to be the source"
        )
        if found and original.relation == "wire-copy":
            node["prov:alternateOf"] = _reference(source_name(report.verdict.originals[0]))
        yield node


def _passages(report: Report) -> Iterator[dict[str, Any]]:
    originals = {original.id: original for original in report.verdict.originals}
    for traced in report.passages:
        original = originals.get(traced.original.id) if traced.original else None
        if original is not None and traced.status == "traced":
            yield _passage(report, traced, original)


def _passage(report: Report, traced: TracedPassage, original: OriginalArticle) -> dict[str, Any]:
    passage, beside = traced.passage, traced.original
    there = f"{text_name(original.text)}#char={beside.start},{beside.end}" if beside else text_name(original.text)
    return {
        "@id": f"{text_name(report.article.text)}#char={passage.start},{passage.end}",
        "@type": "prov:Entity",
        "dcterms:isPartOf": _reference(source_name(report.article)),
        "prov:wasDerivedFrom": {"@id": there, "dcterms:isPartOf": _reference(source_name(original))},
    }


def _agents(report: Report) -> Iterator[dict[str, Any]]:
    names = [report.article.outlet, *(one.outlet or host_name(one.url) for one in report.verdict.originals)]
    for name in dict.fromkeys(name for name in names if name):
        yield {"@id": _agent(name), "@type": ["prov:Agent", "prov:Organization"], "rdfs:label": name}


def _result(report: Report) -> Iterator[dict[str, Any]]:
    signature, check, software = report.signature, identity(report, "check"), identity(report, "software")
    deep = signature.deep
    read_along = f", read along by {deep.model} {deep.sha256}" if deep else ""
    used = [source_name(report.article), *map(source_name, report.verdict.originals)]
    yield {
        "@id": software,
        "@type": ["prov:Agent", "prov:SoftwareAgent"],
        "rdfs:label": f"translation-provenance {signature.version}",
    }
    yield {
        "@id": check,
        "@type": "prov:Activity",
        "rdfs:label": "A check of where the text came from and where its meaning moved",
        "prov:used": [_reference(name) for name in used],
        "prov:wasAssociatedWith": _reference(software),
        "rdfs:comment": f"model {signature.model_sha256}, index {signature.index_sha256 or 'none'}{read_along}",
    }
    yield {
        "@id": identity(report, "report"),
        "@type": "prov:Entity",
        "rdfs:label": f"{STATUSES[report.verdict.status]}, probability {report.verdict.probability:.3f}",
        "prov:wasGeneratedBy": _reference(check),
    }
    for number, drift in enumerate(report.drifts):
        yield {
            "@id": identity(report, "drift", str(number)),
            "@type": "prov:Entity",
            "rdfs:label": f"{drift.severity} {drift.check}, probability {drift.probability:.3f}",
            "prov:value": drift.reason,
            "prov:wasGeneratedBy": _reference(check),
        }


def _sources(report: Report) -> list[OriginalArticle]:
    if report.verdict.status == "not-in-index":
        return []
    return [original for original in report.verdict.originals if original.relation in _DRAWN_ON]


def _text(article: Article | OriginalArticle, publisher: str | None) -> dict[str, Any]:
    stated = {
        "dcterms:title": article.title,
        "dcterms:language": article.language,
        "dcterms:issued": article.published,
        "dcterms:identifier": text_name(article.text),
        "prov:wasAttributedTo": _reference(_agent(publisher)) if publisher else None,
    }
    known = {name: value for name, value in stated.items() if value is not None}
    return {"@id": source_name(article), "@type": "prov:Entity", **known}


def _agent(name: str) -> str:
    return text_name(f"outlet: {name}")


def _reference(name: str) -> dict[str, str]:
    return {"@id": name}

"""The report as W3C Web Annotations (JSON-LD), with PROV derivations between repost and originals.

Each drift annotates the span that it is about; each traced paragraph is linked to its original. Spans are
stated twice, as `TextQuoteSelector` (found again by its words) and `TextPositionSelector` (code points of
the extracted text). Sources: Web Annotation Data Model, W3C Recommendation 23 February 2017; PROV-O, W3C
Recommendation 30 April 2013; `ni` names of texts without an address, RFC 6920.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from provenance.report.naming import identity, source_name
from provenance.report.safe import encodable
from provenance.report.wording import check_name
from provenance.values import Drift, OriginalArticle, Report, TracedPassage

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"prov": "http://www.w3.org/ns/prov#"}]
#: Code points before and after a quote, by which it is found again on an edited page.
AFFIX = 32


def to_annotations(report: Report) -> str:
    """One `AnnotationCollection` with a single embedded page, as indented JSON-LD."""
    annotations = _Annotations(report)
    items = [*annotations.drifts(), *annotations.links()]
    page_id = identity(report, "page")
    collection = {
        "@context": CONTEXT,
        "id": identity(report, "collection"),
        "type": "AnnotationCollection",
        "label": "Where this text came from and where its meaning moved",
        "generator": {
            "id": f"https://pypi.org/project/translation-provenance/#{report.signature.version}",
            "type": "Software",
            "name": f"translation-provenance {report.signature.version}",
        },
        "total": len(items),
        "first": {"id": page_id, "type": "AnnotationPage", "startIndex": 0, "items": items},
        "prov:wasDerivedFrom": annotations.entities(),
    }
    return encodable(json.dumps(collection, ensure_ascii=False, indent=2)) + "\n"


class _Annotations:
    """The annotations of one report."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._originals = {original.id: original for original in report.verdict.originals}
        article = report.article
        self._repost = {
            "source": source_name(article),
            "language": article.language,
            "text": article.text,
        }

    def drifts(self) -> Iterator[dict[str, Any]]:
        """One annotation for each drift."""
        for number, drift in enumerate(self._report.drifts):
            yield self._drift(number, drift)

    def links(self) -> Iterator[dict[str, Any]]:
        """One annotation for each traced paragraph whose original is listed."""
        for traced in self._report.passages:
            original = self._originals.get(traced.original.id) if traced.original else None
            if original is not None and traced.status == "traced":
                yield self._link(traced, original)

    def entities(self) -> list[dict[str, Any]]:
        """The originals as PROV entities; only what the repost draws on, not its siblings."""
        return [
            {"id": source_name(original), "type": "prov:Entity", "label": original.title or original.id}
            for original in self._originals.values()
            if original.relation in {"original", "relay"} and self._report.verdict.status != "not-in-index"
        ]

    def _drift(self, number: int, drift: Drift) -> dict[str, Any]:
        original = self._originals.get(drift.original_id or "")
        repost_side = drift.repost and self._on_repost(drift.repost.start, drift.repost.end, drift.repost.quote)
        original_side: dict[str, Any] | None = None
        if drift.original and original:
            original_side = _resource(
                source_name(original),
                original.language,
                original.text,
                (drift.original.start, drift.original.end, drift.original.quote),
            )
        # What is only in the original is annotated there, and the repost is what it is linked with.
        target = repost_side or original_side or {"source": self._repost["source"]}
        other = original_side if repost_side else {"source": self._repost["source"]}
        linked = [{"type": "SpecificResource", "purpose": "linking", **other}] if other else []
        return {
            "id": identity(self._report, "drift", str(number)),
            "type": "Annotation",
            "motivation": "assessing",
            "body": [
                *(_words(reason, "commenting") for reason in (drift.reason, *drift.also)),
                _words(drift.check, "tagging"),
                _words(drift.severity, "classifying"),
                _words(f"{check_name(drift.check)}: {drift.probability:.3f}", "assessing"),
                *linked,
            ],
            "target": target,
        }

    def _link(self, traced: TracedPassage, original: OriginalArticle) -> dict[str, Any]:
        passage, beside = traced.passage, traced.original
        span = (beside.start, beside.end, beside.text) if beside else (0, 0, "")
        there = _resource(source_name(original), original.language, original.text, span)
        return {
            "id": identity(self._report, "passage", str(passage.index)),
            "type": "Annotation",
            "motivation": "linking",
            "body": {**there, "purpose": "linking"},
            "target": self._on_repost(passage.start, passage.end, passage.text),
            "prov:wasDerivedFrom": {"id": source_name(original)},
        }

    def _on_repost(self, start: int, end: int, quote: str) -> dict[str, Any]:
        side = self._repost
        return _resource(side["source"], side["language"], side["text"], (start, end, quote))


def _words(text: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": text, "format": "text/plain", "language": "en", "purpose": purpose}


def _resource(source: str, language: str, text: str, span: tuple[int, int, str]) -> dict[str, Any]:
    start, end, quote = span
    return {
        "type": "SpecificResource",
        "source": {"id": source, "type": "Text", "language": language},
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": quote,
                "prefix": text[max(0, start - AFFIX) : start],
                "suffix": text[end : end + AFFIX],
            },
            {"type": "TextPositionSelector", "start": start, "end": end},
        ],
    }

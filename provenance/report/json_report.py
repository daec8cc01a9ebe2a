"""The JSON report, schema `provenance.report/1`: everything that a `Report` holds, and back again.

`start` and `end` are Unicode code points into `article.text` or the original's `text`; JavaScript counts
UTF-16 units and must convert. A passage's sentences are offsets only: their text is in `article.text`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from provenance.errors import ReportError
from provenance.report.safe import encodable
from provenance.values import (
    Coverage,
    Credit,
    DeepReading,
    Drift,
    OriginalArticle,
    Report,
    Signature,
    Span,
    TracedPassage,
    Verdict,
)

SCHEMA = "provenance.report/1"
#: UTF-8 bytes; a long article with ten long originals has under one million.
LARGEST_REPORT = 32 * 1024 * 1024


def to_json(report: Report) -> str:
    """The report as indented JSON with its keys in the order of the schema.

    Raises:
        ReportError: The traced passages are not the article's passages, or a number is not finite.
    """
    if tuple(traced.passage for traced in report.passages) != report.article.passages:
        raise ReportError("The report does not cover every passage of its article, so it cannot be written as JSON.")
    try:
        text = json.dumps(as_dict(report), ensure_ascii=False, indent=2, allow_nan=False)
    except ValueError as error:
        raise ReportError("The report holds a value that is not a finite number; check the article again.") from error
    return encodable(text) + "\n"


def from_json(text: str) -> Report:
    """The `Report` that `to_json` wrote; the text may come from anyone.

    Raises:
        ReportError: The text is too large, not JSON, of another schema, or contradicts itself.
    """
    if len(text) > LARGEST_REPORT or len(data := encodable(text).encode()) > LARGEST_REPORT:
        raise ReportError(
            f"The report has more than {LARGEST_REPORT >> 20} MiB and was not read; check the page again."
        )
    # Pydantic takes longer to import than a report takes to write.
    from provenance.report.schema import read

    return read(data)


def as_dict(report: Report) -> dict[str, Any]:
    """The report as plain values: the form that the JSON has."""
    article = report.article
    return {
        "schema": SCHEMA,
        "article": {
            "title": article.title,
            "language": article.language,
            "url": article.url,
            "published": article.published,
            "text": article.text,
            "credit": _credit(article.credit),
            "id": article.id,
            "outlet": article.outlet,
        },
        "verdict": _verdict(report.verdict),
        "passages": [_passage(traced) for traced in report.passages],
        "drifts": [drift_dict(drift) for drift in report.drifts],
        "signature": _signature(report.signature),
        "notes": list(report.notes),
    }


def drift_dict(drift: Drift) -> dict[str, Any]:
    """One drift as the JSON report states it."""
    original = None if drift.original is None else {"id": drift.original_id, **_span(drift.original)}
    named = {"original_id": drift.original_id} if drift.original is None and drift.original_id is not None else {}
    return {
        "check": drift.check,
        "severity": drift.severity,
        "probability": drift.probability,
        "reason": drift.reason,
        "also": list(drift.also),
        "passage": drift.passage,
        "repost": None if drift.repost is None else _span(drift.repost),
        "original": original,
        **named,
        **({} if drift.deep is None else {"deep": deep_dict(drift.deep)}),
    }


def deep_dict(reading: DeepReading) -> dict[str, Any]:
    """What a named model says of a pair of texts."""
    return {
        "model": reading.model,
        "kind": reading.kind,
        "scores": dict(reading.scores),
        "doubt": reading.doubt,
    }


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "quote": span.quote}


def _credit(credit: Credit | None) -> dict[str, Any] | None:
    if credit is None:
        return None
    return {
        "text": credit.text,
        "outlet": credit.outlet,
        "start": credit.start,
        "end": credit.end,
        "url": credit.url,
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "status": verdict.status,
        "probability": verdict.probability,
        "credit": verdict.credit,
        "originals": [_original(original) for original in verdict.originals],
        "searched": _coverage(verdict.searched),
        "support": verdict.support,
    }


def _original(original: OriginalArticle) -> dict[str, Any]:
    return {
        "id": original.id,
        "title": original.title,
        "url": original.url,
        "outlet": original.outlet,
        "language": original.language,
        "published": original.published,
        "share": original.share,
        "text": original.text,
        "relation": original.relation,
        "probability": original.probability,
        "renders": original.renders,
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "indexes": list(coverage.indexes),
        "articles": coverage.articles,
        "outlets": list(coverage.outlets),
        "languages": list(coverage.languages),
        "from": coverage.since,
        "to": coverage.until,
    }


def _passage(traced: TracedPassage) -> dict[str, Any]:
    passage = traced.passage
    return {
        "index": passage.index,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "kind": passage.kind,
        "status": traced.status,
        "probability": traced.probability,
        "original": None if traced.original is None else asdict(traced.original),
        "others": [asdict(other) for other in traced.others],
        "language": passage.language,
        "sentences": [{"start": sentence.start, "end": sentence.end} for sentence in passage.sentences],
    }


def _signature(signature: Signature) -> dict[str, Any]:
    return {
        "version": signature.version,
        "embedder": signature.embedder,
        "model_sha256": signature.model_sha256,
        "lexicon_sha256": signature.lexicon_sha256,
        "checker_sha256": signature.checker_sha256,
        **({} if signature.deep is None else {"deep": asdict(signature.deep)}),
        "index_sha256": signature.index_sha256,
        "thresholds": dict(signature.thresholds),
        "captures": [{"id": identity, "sha256": digest} for identity, digest in signature.captures],
    }

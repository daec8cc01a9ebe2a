"""A kept report in every format, with what people said about its findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from provenance.report import render
from provenance.report.json_report import as_dict, drift_dict
from provenance.report.view import FindingView, view
from provenance.values import Report
from provenance.web.history import Review

#: The one format that is no text: made by a worker, which has the originals at hand.
BUNDLE = "bundle"
#: Format: the media type and the ending of the file's name.
MEDIA = {
    "text": ("text/plain; charset=utf-8", "txt"),
    "json": ("application/json", "json"),
    "html": ("text/html; charset=utf-8", "html"),
    "markdown": ("text/markdown; charset=utf-8", "md"),
    "annotations": ("application/ld+json", "jsonld"),
    "prov": ("application/ld+json", "prov.jsonld"),
    BUNDLE: ("application/zip", "zip"),
}
MARK_WORDS = {"confirmed": "confirmed", "not-a-problem": "not a problem"}


def numbered(report: Report) -> list[tuple[int, FindingView]]:
    """The findings in the order of the report's readers, each with its place among the report's drifts."""
    places = {id(drift): place for place, drift in enumerate(report.drifts)}
    shown = view(report)
    return [(places[id(finding.drift)], finding) for finding in (*shown.findings, *shown.cuts)]


def export(report: Report, reviews: tuple[Review, ...], format_: str) -> str:
    """The report as text of one of `MEDIA` but the bundle; what was said about findings stands among its notes.

    Raises:
        ConfigurationError: there is no such format.
    """
    said = {review.finding: review for review in reviews}
    notes = [_sentence(finding, said[place]) for place, finding in numbered(report) if place in said]
    spoken = replace(report, notes=(*report.notes, *notes))
    if format_ == "json":
        whole = as_dict(spoken) | {"reviews": [asdict(review) for review in reviews]}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    return render(spoken, format_)


def calibration_lines(report: Report, reviews: tuple[Review, ...]) -> Iterator[str]:
    """One JSON line for each finding with a mark: what was found, how sure the program was, and who was right."""
    languages = {original.id: original.language for original in report.verdict.originals}
    for review in reviews:
        if review.mark is None or review.finding >= len(report.drifts):
            continue
        drift = report.drifts[review.finding]
        line: dict[str, Any] = {
            "mark": review.mark,
            "note": review.note,
            "updated": review.updated,
            "drift": drift_dict(drift),
            "repost_language": report.article.language,
            "original_language": languages.get(drift.original_id or "", "und"),
            "version": report.signature.version,
            "model_sha256": report.signature.model_sha256,
        }
        yield json.dumps(line, ensure_ascii=True) + "\n"


def _sentence(finding: FindingView, review: Review) -> str:
    mark = MARK_WORDS.get(review.mark or "", "noted")
    said = f" “{review.note}”" if review.note else ""
    return (
        f"Finding {finding.number} ({finding.label}, paragraph {finding.paragraph}), marked by a reader: {mark}.{said}"
    )

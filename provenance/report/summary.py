"""A page over many reports: what was checked, what needs a look, and what could not be done."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from provenance.report import wording
from provenance.report.html_report import environment
from provenance.report.safe import encodable
from provenance.values import ArticleStatus, CreditStatus, Report, Severity

if TYPE_CHECKING:
    from jinja2 import Template

SCHEMA = "provenance.summary/1"
_TEMPLATE = "templates/summary.html.j2"
_SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor")


@dataclass(frozen=True, slots=True)
class Result:
    """What a report says, in short; `report` is its file, seen from the summary."""

    report: str
    title: str
    language: str
    status: ArticleStatus
    probability: float
    credit: CreditStatus
    outlet: str | None
    findings: dict[Severity, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: what it named, and what came of it or why nothing did."""

    line: int
    source: str
    result: Result | None = None
    failure: str | None = None

    @property
    def needs_a_look(self) -> bool:
        """Whether there is a critical or major finding, or a contradicted credit."""
        result = self.result
        return result is not None and (
            result.credit == "contradicted" or any(result.findings[grave] for grave in ("critical", "major"))
        )


def result_of(report: Report, file: str) -> Result:
    """The result for the summary of a report that stands in `file`."""
    verdict = report.verdict
    counted = Counter(drift.severity for drift in report.drifts)
    return Result(
        report=file,
        title=wording.title(report.article),
        language=report.article.language,
        status=verdict.status,
        probability=verdict.probability,
        credit=verdict.credit,
        outlet=wording.publisher(verdict.originals[0]).text if verdict.originals else None,
        findings={severity: counted[severity] for severity in _SEVERITIES},
    )


def tally(entries: Sequence[Entry]) -> str:
    """What came of all entries in one sentence."""
    failed = sum(entry.failure is not None for entry in entries)
    looks = sum(entry.needs_a_look for entry in entries)
    checked = f"{wording.count(len(entries) - failed, 'article')} checked"
    need = f", {looks:,} of them with a critical or major finding or a contradicted credit" if looks else ""
    return f"{checked}{need}{f'; {failed:,} could not be checked' if failed else ''}."


def to_summary_json(entries: Sequence[Entry], version: str) -> str:
    """The entries as indented JSON, schema `provenance.summary/1`."""
    listed: list[dict[str, Any]] = [{**asdict(entry), "needs_a_look": entry.needs_a_look} for entry in entries]
    whole = {"schema": SCHEMA, "version": version, "entries": listed}
    return encodable(json.dumps(whole, ensure_ascii=False, indent=2)) + "\n"


def to_summary_html(entries: Sequence[Entry], version: str) -> str:
    """The entries as a self-contained page: those that need a look first, the failures last."""
    ranked = sorted(
        (entry for entry in entries if entry.result),
        key=lambda entry: (not entry.needs_a_look, [-n for n in _counts(entry)], entry.line),
    )
    html: str = _template().render(
        ranked=ranked,
        failed=[entry for entry in entries if entry.failure is not None],
        tally=tally(entries),
        version=version,
        words=wording,
    )
    return encodable(html)


def _counts(entry: Entry) -> list[int]:
    return list(entry.result.findings.values()) if entry.result else []


@cache
def _template() -> Template:
    return environment().from_string(files(__package__).joinpath(_TEMPLATE).read_text(encoding="utf-8"))

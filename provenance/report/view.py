"""The report as its readers take it in: findings ranked and in context, paragraphs numbered, furniture in groups."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from provenance.report.context import Excerpt, excerpt
from provenance.report.wording import check_name
from provenance.values import STORY_KINDS, Article, Drift, OriginalArticle, Passage, Report, TracedPassage

_SEVERITY_RANK = {"critical": 0, "major": 1, "minor": 2}
#: Lost denials, caveats and attributions come first among findings of one severity.
_FIRST = frozenset({"negation", "hedge", "attribution"})
#: An editor's cut, told apart from distortion.
CUT = "condensing"


@dataclass(frozen=True, slots=True)
class FindingView:
    """A drift as it is shown: `number` counts from 1 in order of rank, `paragraph` in reading order."""

    number: int
    drift: Drift
    label: str
    paragraph: int
    repost: Excerpt | None
    original: Excerpt | None


@dataclass(frozen=True, slots=True)
class Row:
    """A story paragraph with its original and its findings."""

    number: int
    traced: TracedPassage
    source: OriginalArticle | None
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Neighbouring passages that were not traced: page furniture or a credit line."""

    passages: tuple[TracedPassage, ...]

    @property
    def is_credit(self) -> bool:
        """Whether this is the printed credit."""
        return all(traced.passage.kind == "credit" for traced in self.passages)


@dataclass(frozen=True, slots=True)
class View:
    """Everything a format for readers needs; `findings` and `cuts` are ranked and share one numbering."""

    report: Report
    findings: tuple[FindingView, ...]
    cuts: tuple[FindingView, ...]
    rows: tuple[Row | Skipped, ...]

    @property
    def story(self) -> tuple[Row, ...]:
        """The story paragraphs only."""
        return tuple(row for row in self.rows if isinstance(row, Row))

    @property
    def loose(self) -> tuple[FindingView, ...]:
        """The findings under no paragraph; there are some only where the article has no story."""
        return () if self.story else (*self.findings, *self.cuts)

    @property
    def furniture(self) -> tuple[TracedPassage, ...]:
        """The passages left out as page furniture."""
        groups = (row for row in self.rows if isinstance(row, Skipped) and not row.is_credit)
        return tuple(traced for group in groups for traced in group.passages)


def ranked(drifts: tuple[Drift, ...]) -> tuple[Drift, ...]:
    """Drifts in the order in which a reader should see them, editors' cuts last."""
    return tuple(
        sorted(
            drifts,
            key=lambda d: (
                d.check == CUT,
                _SEVERITY_RANK[d.severity],
                d.check not in _FIRST,
                -d.probability,
                d.passage,
            ),
        )
    )


def view(report: Report) -> View:
    """Lay a report out for its readers."""
    passages = {traced.passage.index: traced.passage for traced in report.passages}
    story = sorted(index for index, passage in passages.items() if passage.kind in STORY_KINDS)
    places = {index: number for number, index in enumerate(story, 1)}
    sources = {original.id: original for original in report.verdict.originals}
    shown = []
    homes: dict[int, list[FindingView]] = {}
    for number, drift in enumerate(ranked(report.drifts), 1):
        home = _home(drift.passage, story)
        repost, original = _excerpts(drift, report.article, passages.get(drift.passage), sources)
        finding = FindingView(number, drift, check_name(drift.check), places.get(home, 0), repost, original)
        shown.append(finding)
        homes.setdefault(home, []).append(finding)
    rows: list[Row | Skipped] = []
    for traced in report.passages:
        index = traced.passage.index
        if index in places:
            source = sources.get(traced.original.id) if traced.original else None
            rows.append(Row(places[index], traced, source, tuple(homes.get(index, ()))))
        else:
            _skip(rows, traced)
    findings = tuple(finding for finding in shown if finding.drift.check != CUT)
    return View(report, findings, tuple(finding for finding in shown if finding.drift.check == CUT), tuple(rows))


def _home(passage: int, story: list[int]) -> int:
    """The story passage under which a finding is shown: its own, else the nearest before, else the first, else -1."""
    before = bisect_right(story, passage)
    return story[max(0, before - 1)] if story else -1


def _excerpts(
    drift: Drift, article: Article, passage: Passage | None, sources: dict[str, OriginalArticle]
) -> tuple[Excerpt | None, Excerpt | None]:
    repost = excerpt(article.text, drift.repost, article.language, passage) if drift.repost else None
    if drift.original is None:
        return repost, None
    source = sources.get(drift.original_id or "")
    return repost, excerpt(source.text if source else "", drift.original, source.language if source else "und")


def _skip(rows: list[Row | Skipped], traced: TracedPassage) -> None:
    last = rows[-1] if rows else None
    if isinstance(last, Skipped) and last.is_credit == (traced.passage.kind == "credit"):
        rows[-1] = Skipped((*last.passages, traced))
    else:
        rows.append(Skipped((traced,)))

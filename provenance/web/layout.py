"""A report laid out for reading: the repost on one side, its originals whole on the other, joined by what matches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from provenance.report.html_report import marked
from provenance.report.view import CUT, FindingView, Row, Skipped, View
from provenance.values import OriginalArticle, Report, Span
from provenance.web.history import Review

if TYPE_CHECKING:
    from markupsafe import Markup

_RANK = ("critical", "major", "minor")


@dataclass(frozen=True, slots=True)
class Note:
    """A finding beside its paragraph; `place` counts the report's drifts from 0."""

    place: int
    finding: FindingView
    review: Review | None

    @property
    def is_cut(self) -> bool:
        """Whether an editor shortened here, which is no distortion."""
        return self.finding.drift.check == CUT


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the repost; `targets` are the ids of the blocks that it comes from."""

    row: Row
    text: Markup
    excerpt: Markup | None
    targets: tuple[str, ...]
    notes: tuple[Note, ...]

    @property
    def gravest(self) -> str:
        """The severity of its gravest finding that is no cut, "" where there is none."""
        found = [note.finding.drift.severity for note in self.notes if not note.is_cut]
        return min(found, key=_RANK.index, default="")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of an original; `users` are the numbers of the repost's paragraphs that come from it."""

    id: str
    text: Markup
    users: tuple[int, ...]
    shown: bool


@dataclass(frozen=True, slots=True)
class Source:
    """An original with all of its paragraphs, in runs of those to show and those to fold away."""

    original: OriginalArticle
    runs: tuple[tuple[bool, tuple[Block, ...]], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole page: its paragraphs (and what was skipped between them), its sources, the other candidates."""

    paragraphs: tuple[Paragraph | Skipped, ...]
    sources: tuple[Source, ...]
    others: tuple[OriginalArticle, ...]
    loose: tuple[Note, ...]


def lay_out(report: Report, shown: View, reviews: Sequence[Review]) -> Layout:
    """Lay a report out."""
    places = {id(drift): place for place, drift in enumerate(report.drifts)}
    said = {review.finding: review for review in reviews}

    def note(finding: FindingView) -> Note:
        place = places[id(finding.drift)]
        return Note(place, finding, said.get(place))

    traced = [row for row in shown.story if row.source and row.traced.status == "traced"]
    used = {row.source.id for row in traced if row.source}
    findings = (*shown.findings, *shown.cuts)
    numbered = {original.id: number for number, original in enumerate(report.verdict.originals, 1)}
    blocks = {
        original.id: tuple(_blocks(original, numbered[original.id], traced, findings))
        for original in report.verdict.originals
        if original.id in used
    }
    paragraphs = [
        row if isinstance(row, Skipped) else _paragraph(row, blocks, tuple(map(note, row.findings)))
        for row in shown.rows
    ]
    return Layout(
        tuple(paragraphs),
        tuple(_source(one, blocks[one.id]) for one in report.verdict.originals if one.id in blocks),
        tuple(one for one in report.verdict.originals if one.id not in blocks),
        tuple(map(note, shown.loose)),
    )


def _paragraph(row: Row, blocks: dict[str, tuple[Block, ...]], notes: tuple[Note, ...]) -> Paragraph:
    passage = row.traced.passage
    spans = [(*_inside(note.finding.drift.repost, passage.start), note.finding) for note in notes]
    beside = row.traced.original if row.traced.status == "traced" else None
    excerpt: Markup | None = None
    targets: tuple[str, ...] = ()
    if beside is not None:
        theirs = [note.finding for note in notes if note.finding.drift.original_id == beside.id]
        placed = [(*_inside(finding.drift.original, beside.start), finding) for finding in theirs]
        excerpt = marked(beside.text, placed, "excerpt")
        targets = tuple(block.id for block in blocks.get(beside.id, ()) if row.number in block.users)
    return Paragraph(row, marked(passage.text, spans, "repost"), excerpt, targets, notes)


def _blocks(
    original: OriginalArticle, number: int, traced: Sequence[Row], findings: Sequence[FindingView]
) -> Iterator[Block]:
    """The lines of an original as blocks, those between the first and the last one used included."""
    theirs = [finding for finding in findings if finding.drift.original_id == original.id and finding.drift.original]
    start = 0
    for place, line in enumerate(original.text.split("\n")):
        end = start + len(line)
        if line.strip():
            users = tuple(row.number for row in traced if _uses(row, original.id, start, end))
            spans = [(*_inside(finding.drift.original, start), finding) for finding in theirs]
            here = [span for span in spans if span[0] < len(line) and span[1] > 0]
            yield Block(f"block-{number}-{place}", marked(line, here, "original"), users, bool(users or here))
        start = end + 1


def _uses(row: Row, original_id: str, start: int, end: int) -> bool:
    beside = row.traced.original
    return beside is not None and beside.id == original_id and max(beside.start, start) < min(beside.end, end)


def _source(original: OriginalArticle, blocks: tuple[Block, ...]) -> Source:
    return Source(original, tuple((shown, tuple(run)) for shown, run in groupby(blocks, key=lambda one: one.shown)))


def _inside(span: Span | None, start: int) -> tuple[int, int]:
    return (span.start - start, span.end - start) if span else (0, 0)

"""Both sides of a report laid out: nothing lost, everything joined."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings

from provenance.report.view import Row, view
from provenance.values import Report
from provenance.web.history import Review
from provenance.web.layout import Layout, Paragraph, lay_out
from tests.report.samples import CZECH, HOSTILE, ORIGINAL, REPORT, hostile_report
from tests.report.strategies import reports

PLAIN = re.compile(r"<[^>]*>")


def laid_out(report: Report, *reviews: Review) -> Layout:
    return lay_out(report, view(report), reviews)


def story(layout: Layout) -> list[Paragraph]:
    return [item for item in layout.paragraphs if isinstance(item, Paragraph)]


def test_an_original_is_shown_whole_and_in_order() -> None:
    (source,) = laid_out(REPORT).sources
    assert source.original.id == CZECH
    blocks = [block for _, run in source.runs for block in run]
    shown = [html.unescape(PLAIN.sub("", block.text)) for block in blocks]
    assert shown == [line for line in ORIGINAL.split("\n") if line.strip()]


def test_paragraphs_know_what_they_come_from_and_blocks_who_uses_them() -> None:
    layout = laid_out(REPORT)
    blocks = {block.id: block for source in layout.sources for _, run in source.runs for block in run}
    for paragraph in story(layout):
        assert all(paragraph.row.number in blocks[target].users for target in paragraph.targets)
        assert bool(paragraph.targets) == (paragraph.row.traced.status == "traced")
    assert [blocks[one].users for one in sorted(blocks)] == [(1, 2), (3,), (4,), ()]


def test_what_the_repost_does_not_use_is_folded_unless_a_finding_is_about_it() -> None:
    (source,) = laid_out(REPORT).sources
    # The last paragraph is what an editor cut, and is marked as such.
    assert [shown for shown, _ in source.runs] == [True]
    without = Report(REPORT.article, REPORT.verdict, REPORT.passages, REPORT.drifts[:-1], REPORT.signature)
    (source,) = laid_out(without).sources
    assert [(shown, len(run)) for shown, run in source.runs] == [(True, 3), (False, 1)]


def test_other_originals_are_listed_apart() -> None:
    assert [original.relation for original in laid_out(REPORT).others] == ["sibling"]


def test_judgements_stand_with_their_findings() -> None:
    review = Review(2, "confirmed", "asked", "2026-03-01T10:00:00Z")
    notes = [note for paragraph in story(laid_out(REPORT, review)) for note in paragraph.notes]
    assert sorted(note.place for note in notes) == list(range(len(REPORT.drifts)))
    assert [(note.place, note.review) for note in notes if note.review] == [(2, review)]
    assert {note.finding.drift.check for note in notes if note.is_cut} == {"condensing"}


def test_the_gravest_finding_colours_the_tie_and_a_cut_does_not() -> None:
    assert [paragraph.gravest for paragraph in story(laid_out(REPORT))] == ["", "critical", "critical", "major", ""]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_laid_out_as_text(text: str) -> None:
    layout = laid_out(hostile_report(text))
    for paragraph in story(layout):
        assert "<script" not in paragraph.text
        assert "<img" not in paragraph.text


@settings(max_examples=60, deadline=None)
@given(reports())
def test_any_report_can_be_laid_out(report: Report) -> None:
    layout = laid_out(report)
    assert len(story(layout)) == sum(isinstance(row, Row) for row in view(report).rows)
    ids = [block.id for source in layout.sources for _, run in source.runs for block in run]
    assert len(ids) == len(set(ids))
    assert {target for paragraph in story(layout) for target in paragraph.targets} <= set(ids)

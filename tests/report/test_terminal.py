"""The terminal report: clean, within its columns, with and without colour."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from rich.cells import cell_len

from provenance.report.terminal import to_text
from provenance.values import Report
from tests.report.samples import HOSTILE, REPORT, hostile_report
from tests.report.strategies import reports

OURS = re.compile(r"\x1b\[[0-9;]*m")


def _clean(text: str) -> bool:
    return not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]", text)


def test_the_verdict_comes_first_in_one_sentence() -> None:
    first = " ".join(to_text(REPORT).split("\n\n")[0].split())
    assert first == (
        "Partly traced: 4 of 5 paragraphs come from Hlasy povodí (Czech), 10 June 2023: "
        "“Hráz u Dolní Lhoty drží, starosta popírá, že o prasklině věděl”. "
        "That this is the source is almost certain (96%)."
    )


def test_both_sentences_stand_under_a_finding_with_the_words_marked() -> None:
    text = " ".join(to_text(REPORT).split())
    assert "Original Obec přesto v pátek evakuovala >>340<< lidí." in text
    assert "Repost The village evacuated >>430<< people on Friday." in text
    assert "Repost (nothing in the repost says this)" in text
    assert "Original (nothing in the original says this)" in text


def test_findings_are_ranked_and_an_editors_cut_stands_apart() -> None:
    text = to_text(REPORT)
    order = ["Negation", "· Number", "Certainty", "Left out", "Strength", "Added", "Shortened by an editor"]
    assert [text.index(word) for word in order] == sorted(text.index(word) for word in order)


def test_paragraphs_say_where_they_come_from_or_that_nothing_was_found() -> None:
    text = to_text(REPORT)
    assert "similarity 0.83, Czech, Hlasy povodí – see finding 2" in text
    assert "  5  The region has been known" in text
    assert "     no source found" in text
    assert "Left out as page furniture (4 passages): 14 °C Riverton" in text


def test_the_signature_ends_it() -> None:
    text = " ".join(to_text(REPORT, width=120).split())
    assert text.endswith(
        "provenance 0.1.0 | embedder embedded | model 3f3f3f3f3f3f | lexicon none | checker none"
        " | index 9c9c9c9c9c9c | trace 0.5 | drift 0.5"
    )


def test_nothing_found_is_said_with_what_was_searched() -> None:
    verdict = replace(REPORT.verdict, status="not-in-index", probability=0.08)
    text = " ".join(to_text(replace(REPORT, verdict=verdict)).split())
    assert text.startswith("Not in this index: searched 12,345 articles from Hlasy povodí, صدى النهر and Uferbote in")
    assert "very unlikely (8%) to be the source" in text


def test_no_colour_unless_asked() -> None:
    plain = to_text(REPORT)
    assert "\x1b" not in plain
    coloured = to_text(REPORT, colour=True)
    assert "\x1b[1;31m" in coloured
    assert ">>" not in coloured
    assert OURS.sub("", coloured).split() == plain.replace(">>", "").replace("<<", "").split()


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"FORCE_COLOR": "1", "COLUMNS": "20", "TERM": "dumb"}])
def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    expected = to_text(REPORT), to_text(REPORT, colour=True)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert (to_text(REPORT), to_text(REPORT, colour=True)) == expected


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("outside", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_cannot_reach_the_terminal(outside: str, *, colour: bool) -> None:
    text = to_text(hostile_report(outside), colour=colour)
    assert _clean(OURS.sub("", text).replace("\n", ""))
    assert "]8;;http" not in text or "\u241b]8;;http" in text


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("outside", HOSTILE, ids=range(len(HOSTILE)))
def test_every_line_fits_in_any_script(outside: str, width: int) -> None:
    assert max(cell_len(line) for line in to_text(hostile_report(outside), width=width).splitlines()) <= width


@given(reports())
@settings(max_examples=40, deadline=None)
def test_any_report_is_clean_and_fits(report: Report) -> None:
    text = to_text(report)
    assert _clean(text.replace("\n", ""))
    assert max(map(cell_len, text.split("\n"))) <= 80

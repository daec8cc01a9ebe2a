"""The page over many reports."""

from __future__ import annotations

import json
import re

import pytest

from provenance.report.summary import Entry, result_of, tally, to_summary_html, to_summary_json
from tests.report.samples import HOSTILE, REPORT, hostile_report

GRAVE = Entry(3, "https://riverton.example/news/dam", result_of(REPORT, "reports/dam.html"))
FAILED = Entry(1, "nowhere.txt", failure="There is no file nowhere.txt.")


def test_findings_are_counted_by_severity() -> None:
    assert GRAVE.result is not None
    assert sum(GRAVE.result.findings.values()) == len(REPORT.drifts)
    assert GRAVE.needs_a_look
    assert not FAILED.needs_a_look


def test_one_sentence_says_what_came_of_all() -> None:
    assert tally([]) == "0 articles checked."
    assert tally([FAILED]) == "0 articles checked; 1 could not be checked."
    assert tally([GRAVE, FAILED]) == (
        "1 article checked, 1 of them with a critical or major finding or a contradicted credit; "
        "1 could not be checked."
    )


def test_the_page_leads_to_each_report_and_names_each_failure() -> None:
    page = to_summary_html([FAILED, GRAVE], "0.1.0")
    assert 'href="reports/dam.html"' in page
    assert page.index("reports/dam.html") < page.index("There is no file nowhere.txt.")
    assert "0.1.0" in page


def test_the_json_holds_every_entry() -> None:
    entries = json.loads(to_summary_json([FAILED, GRAVE], "0.1.0"))["entries"]
    assert [entry["needs_a_look"] for entry in entries] == [False, True]
    assert entries[0]["failure"] == FAILED.failure


@pytest.mark.parametrize("outside", HOSTILE, ids=range(len(HOSTILE)))
def test_outside_text_is_shown_as_text(outside: str) -> None:
    hostile = [
        Entry(1, outside, result_of(hostile_report(outside), "reports/a.html")),
        Entry(2, outside, failure=outside),
    ]
    page = to_summary_html(hostile, "0.1.0")
    page.encode("utf-8")
    to_summary_json(hostile, "0.1.0").encode("utf-8")
    assert set(re.findall(r"<(?!/)([a-z0-9]+)", page)) <= {
        "html", "head", "meta", "title", "style", "body", "main", "p", "h1", "h2", "table", "thead", "tbody", "tr",
        "th", "td", "a", "br", "span", "bdi",
    }  # fmt: skip
    assert len(re.findall("<a ", page)) == 1

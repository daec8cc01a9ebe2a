"""The Markdown report, read back by a CommonMark reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from provenance.report.markdown import escape, to_markdown
from provenance.values import Report
from tests.report.samples import HOSTILE, REPORT, hostile_report
from tests.report.strategies import TEXT, reports

OURS = {
    "heading_open", "heading_close", "paragraph_open", "paragraph_close", "blockquote_open", "blockquote_close",
    "inline", "text", "strong_open", "strong_close", "em_open", "em_close", "hr", "code_inline", "link_open",
    "link_close", "text_special", "softbreak",
}  # fmt: skip
INLINE_TEXT = {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}


def _tokens(text: str) -> Iterator[Token]:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for token in reader.parse(text):
        yield token
        yield from token.children or ()


def test_it_holds_the_verdict_both_quotes_and_the_signature() -> None:
    text = to_markdown(REPORT)
    assert text.startswith("**Partly traced: 4 of 5 paragraphs come from Hlasy povodí (Czech), 10 June 2023: ")
    assert "### 2. Number – critical, paragraph 2 (97%)" in text
    assert "> Original: Obec přesto v pátek evakuovala ⟦340⟧ lidí.\n>\n> Repost: The village evacuated ⟦430⟧" in text
    assert "Shortened by an editor, not counted as drift: 1 place." in text
    assert "No source was found for 1 paragraph (5)." in text
    assert text.rstrip().endswith("`")
    assert {token.type for token in _tokens(text)} <= OURS


def test_links_are_the_page_and_its_original() -> None:
    links = [token.attrs["href"] for token in _tokens(to_markdown(REPORT)) if token.type == "link_open"]
    assert links == ["https://riverton.example/news/dam?id=1&lang=en", "https://hlasy-povodi.example/clanek/4711"]


@pytest.mark.parametrize("outside", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_brings_no_markup(outside: str) -> None:
    tokens = list(_tokens(to_markdown(hostile_report(outside))))
    assert {token.type for token in tokens} <= OURS
    assert [token for token in tokens if token.type == "link_open"] == []
    headings = [token.tag for token in tokens if token.type == "heading_open"]
    assert headings == ["h2", "h3", "h3"]


@given(TEXT)
@settings(max_examples=300)
def test_escaped_text_is_read_back_as_itself(text: str) -> None:
    tokens = list(_tokens(escape(text)))
    assert {token.type for token in tokens} <= INLINE_TEXT
    assert all(token.type != "link_open" for token in tokens)


@pytest.mark.parametrize("text", ["https://evil.example", "www.evil.example", "me@evil.example", "mailto:a"])
def test_addresses_in_outside_text_are_broken_up(text: str) -> None:
    assert escape(text) != text
    assert escape(text).replace("\u2060", "") == text


@given(reports())
@settings(max_examples=40, deadline=None)
def test_any_report_holds_only_our_markup(report: Report) -> None:
    assert {token.type for token in _tokens(to_markdown(report))} <= OURS

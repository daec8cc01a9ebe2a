"""Dates of values and addresses, as precise as they are stated."""

from __future__ import annotations

import pytest

from provenance.extract import read_article
from provenance.extract.dates import address_date, iso_date


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("https://x.example/2026/04/21/most", "2026-04-21"),
        ("https://x.example/2026/4/5/most", "2026-04-05"),
        ("https://x.example/2026-04-21-most.html", "2026-04-21"),
        ("https://x.example/news/20260421/most", "2026-04-21"),
        ("https://x.example/2026/04/most", "2026-04"),
        ("https://x.example/2026/13/01/most", None),
        ("https://x.example/2026/02/30/most", None),
        ("https://x.example/article/202604", None),
        ("https://x.example/most-2026", None),
        ("http://[", None),
        (None, None),
    ],
)
def test_a_date_in_an_address(url: str | None, date: str | None) -> None:
    assert address_date(url) == date


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2026", "2026"),
        (" 2026-04 ", "2026-04"),
        ("2026-04-21", "2026-04-21"),
        ("2026-04-21T10:00:00Z", "2026-04-21T10:00Z"),
        ("20", None),
        ("2026-13", None),
    ],
)
def test_a_value_keeps_its_precision(value: str, date: str | None) -> None:
    assert iso_date(value) == date


STORY = "<p>The new bridge over the river was opened on Monday morning by the mayor.</p>" * 3
PAGE = "<html><head>{head}</head><body><article><h1>A new bridge</h1>{story}</article></body></html>"


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("", "2026-04-21"),
        ('<meta name="date" content="2026">', "2026"),
        ('<meta name="date" content="2026"><meta name="pubdate" content="2026-04-20">', "2026-04-20"),
    ],
)
def test_the_address_dates_a_page_that_does_not_date_itself(head: str, date: str) -> None:
    page = PAGE.format(head=head, story=STORY).encode()
    assert read_article(page, name="a.html", url="https://x.example/2026/04/21/bridge").published == date


def test_what_the_page_shows_beside_its_story_is_kept_for_a_second_look() -> None:
    aside = "<aside><p>Construction cost 412 million crowns, the builders say.</p></aside>"
    article = read_article(PAGE.format(head="", story=STORY + aside).encode(), name="a.html")
    beside = [*article.left_out, *(one.text for one in article.passages if one.kind == "furniture")]
    assert any("412 million" in line for line in beside)
    assert "412 million" not in " ".join(one.text for one in article.story)

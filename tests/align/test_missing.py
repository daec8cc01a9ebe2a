"""A sentence that only the reading lost is not missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provenance.align.missing import without_lost
from provenance.embed.static import open_embedded
from provenance.extract import article_from_text
from provenance.values import Link

ORIGINAL = article_from_text("Most otevřeli v pondělí dopoledne.\n\nStavba stála 412 milionů korun.", language="cs")
REPOST = article_from_text("The bridge was opened on Monday morning.", language="en")
(OPENED,), (COST,) = (passage.sentences for passage in ORIGINAL.passages)
RENDERED = Link((OPENED,), REPOST.passages[0].sentences, 0.7, "cs", "en")
LEFT_OUT = Link((COST,), (), 0.0, "cs", "en")


@pytest.mark.parametrize(
    "line", ["Construction cost 412 million crowns.", "Menu Home. Construction cost 412 million crowns."]
)
def test_a_sentence_that_stands_beside_the_story_was_not_left_out(line: str) -> None:
    page = replace(REPOST, left_out=("Share this page with friends", line))
    assert without_lost([RENDERED, LEFT_OUT], page, ORIGINAL, open_embedded()) == (RENDERED,)


@pytest.mark.parametrize("lines", [(), ("Share this page with friends", "Subscribe to our newsletter every Friday")])
def test_a_sentence_that_stands_nowhere_was_left_out(lines: tuple[str, ...]) -> None:
    page = replace(REPOST, left_out=lines)
    assert without_lost([RENDERED, LEFT_OUT], page, ORIGINAL, open_embedded()) == (RENDERED, LEFT_OUT)


def test_what_the_page_of_the_original_shows_elsewhere_was_not_added() -> None:
    added = Link((), REPOST.passages[0].sentences, 0.0, "cs", "en")
    page = replace(ORIGINAL, left_out=("Most otevřeli v pondělí dopoledne.",))
    assert without_lost([added], REPOST, page, open_embedded()) == ()

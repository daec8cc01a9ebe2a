"""The rows of an article stand for it wherever they were made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from provenance.library import open_index, rebuild
from provenance.library.prepare import Prepared, prepare
from provenance.library.rows import Rows, rows_of
from provenance.values import Article
from tests.library.samples import HashEmbedder, article, credited, many

ARTICLES = (credited("a", "The mayor closed the bridge. It had rained."), *many(3))


@pytest.mark.parametrize("one", ARTICLES, ids=lambda one: one.id)
def test_an_article_comes_back_whole(one: Article) -> None:
    assert rows_of(one).article == one
    assert Prepared(rows_of(one), ()).article == one
    assert Prepared(one, ()).rows == rows_of(one)


def test_a_credit_line_has_no_names() -> None:
    rows = rows_of(ARTICLES[0])
    assert [names is None for names in rows.names] == [False, True]
    assert rows.credit


def test_rows_that_do_not_fit_their_text_are_refused() -> None:
    rows = rows_of(article("a", "Rain fell. It stopped."))
    cut = replace(rows, text=rows.text[:-1])
    with pytest.raises(ValueError, match="outside"):
        _ = cut.article


def test_rows_are_stored_as_their_articles_are(tmp_path: Path) -> None:
    """Copies, later texts and repetitions among them."""
    story = " ".join(f"The mayor of Lhota closed bridge {number} on Monday." for number in range(9))
    sources = [
        article("a", story),
        article("copy", f"{story} Indeed."),
        article("a", story),
        article("b", "Rain fell in Lhota. It stopped."),
        article("b", "Rain fell in Lhota. It stopped at noon."),
    ]
    embedder = HashEmbedder()
    rebuild("plain", sources, home=tmp_path, embedder=embedder)
    given = [Prepared(rows_of(one), prepare(one).texts) for one in sources]
    assert all(isinstance(one.given, Rows) for one in given)
    rebuild("given", given, home=tmp_path, embedder=embedder)
    held = []
    for name in ("plain", "given"):
        with open_index(name, home=tmp_path, embedder=embedder) as index:
            found = list(index.articles(["a", "b"]))
            ids, similar = index.nearest(embedder.encode([story, "Rain fell in Lhota."]), 3)
            held.append((found, [len(index.captures(one.id)) for one in found], ids.tolist(), similar.tolist()))
    assert held[0] == held[1]
    assert held[0][1] == [1, 1]

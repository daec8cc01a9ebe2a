"""Articles on their way from one process to another: plain values, each text once."""

from __future__ import annotations

from typing import Any

from provenance.values import Article, Credit, Passage, Sentence

#: An article as tuples of plain values, which are pickled several times as fast as our own.
Flat = tuple[Any, ...]


def flattened(article: Article) -> Flat:
    """An article as plain values that `restored` reads."""
    passages = tuple(
        (one.index, one.start, one.end, one.kind, one.language, tuple((it.start, it.end) for it in one.sentences))
        for one in article.passages
    )
    credit = article.credit
    return (
        *(article.id, article.text, article.language, passages),
        *(article.title, article.url, article.outlet, article.published),
        credit and (credit.text, credit.outlet, credit.start, credit.end, credit.url),
        article.left_out,
    )


def restored(flat: Flat) -> Article:
    """The article of plain values."""
    id_, text, language, rows, title, url, outlet, published, credit, left_out = flat
    passages = tuple(
        Passage(
            index,
            start,
            text[start:end],
            kind,
            spoken,
            tuple(Sentence(text[first:last], first) for first, last in inside),
        )
        for index, start, end, kind, spoken, inside in rows
    )
    named = credit and Credit(*credit)
    return Article(id_, text, language, passages, title, url, outlet, published, named, left_out)

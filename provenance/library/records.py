"""Articles as rows of the tables, and rows as the same articles again."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import replace

from provenance.library.rows import Rows, credit_of, stored_passage
from provenance.library.schema import Tables
from provenance.library.terms import names_and_numbers
from provenance.values import STORY_KINDS, Article, Credit, Passage

_SURROGATE = re.compile("[\ud800-\udfff]")
_ARTICLE = "number, text, id, language, title, url, outlet, published, credit, first_passage, passages"


def store_rows(
    connection: sqlite3.Connection, rows: Rows, *, number: int, first_passage: int, first_seen: str, seen: str
) -> None:
    """Add an article under its number; its passages take ids from `first_passage` on."""
    connection.execute(
        "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(number, rows.id, rows.text, rows.sha256),
            *(rows.language, rows.title, rows.url, rows.outlet, rows.published),
            *(first_seen, seen, rows.credit, first_passage, len(rows.passages)),
        ),
    )
    connection.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(first_passage + place, number, *row) for place, row in enumerate(rows.passages)],
    )
    connection.executemany(
        "INSERT INTO terms (rowid, names) VALUES (?, ?)",
        [(first_passage + place, names) for place, names in enumerate(rows.names) if names is not None],
    )


def drop_article(connection: sqlite3.Connection, number: int) -> None:
    """Take an article, its passages and its captures out of the tables that hold it."""
    text, first, count = connection.execute(
        "SELECT text, first_passage, passages FROM articles WHERE number = ?", (number,)
    ).fetchone()
    inside = "WHERE id >= ? AND id < ?"
    passages = connection.execute(
        f'SELECT id, start, "end", kind FROM passages {inside}',  # noqa: S608 - a constant
        (first, first + count),
    ).fetchall()
    # A table without content of its own must be told the words that it is to forget.
    connection.executemany(
        "INSERT INTO terms (terms, rowid, names) VALUES ('delete', ?, ?)",
        (
            (passage, " ".join(names_and_numbers(text[start:end])))
            for passage, start, end, kind in passages
            if kind in STORY_KINDS
        ),
    )
    connection.execute(f"DELETE FROM passages {inside}", (first, first + count))  # noqa: S608
    connection.execute("DELETE FROM captures WHERE article = ?", (number,))
    connection.execute("DELETE FROM articles WHERE number = ?", (number,))


def load_articles(connection: Tables, numbers: Sequence[int]) -> dict[int, Article]:
    """The articles of these numbers; those that are not there are left out.

    Raises:
        ValueError: a row does not fit its article.
        struct.error: a passage's sentences were cut short.
    """
    articles = {}
    for row in connection.execute(
        f"SELECT {_ARTICLE} FROM articles WHERE number IN (SELECT value FROM json_each(?))",  # noqa: S608
        (json.dumps(list(numbers)),),
    ):
        number, text, id_, language, title, url, outlet, published, credit, first, count = row
        passages = connection.execute(
            'SELECT position, start, "end", kind, language, sentences FROM passages '
            "WHERE id >= ? AND id < ? ORDER BY id",
            (first, first + count),
        )
        found = tuple(stored_passage(text, row[:5], row[5]) for row in passages)
        if len(found) != count:
            raise ValueError("passages missing")
        articles[number] = Article(id_, text, language, found, title, url, outlet, published, credit_of(credit))
    return articles


def load_passages(connection: Tables, ids: Collection[int]) -> dict[int, tuple[str, Passage]]:
    """The passages of these ids with the ids of their articles; those that are not there are left out.

    Raises:
        ValueError: a row does not fit its article.
        struct.error: a passage's sentences were cut short.
    """
    rows = connection.execute(
        'SELECT id, article, position, start, "end", kind, language, sentences FROM passages '
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(ids)),),
    ).fetchall()
    # Each text is read once, whichever of its passages are asked for.
    articles = {
        number: (id_, text)
        for number, id_, text in connection.execute(
            "SELECT number, id, text FROM articles WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted({row[1] for row in rows})),),
        )
    }
    known = ((row[0], *articles[row[1]], row[2:]) for row in rows if row[1] in articles)
    return {number: (id_, stored_passage(text, row[:5], row[5])) for number, id_, text, row in known}


def storable(text: str) -> str:
    """A text without halves of surrogate pairs, its offsets unchanged."""
    # Half of a surrogate pair is no character and has no UTF-8; the replacement keeps every offset.
    return _SURROGATE.sub("\ufffd", text)


def storable_article(article: Article) -> Article:
    """An article that has a place in the tables; nearly always the same one."""
    known = (article.id, article.text, article.language, article.title, article.url, article.outlet, article.published)
    credit = article.credit and (article.credit.text, article.credit.outlet, article.credit.url)
    if not any(value and _SURROGATE.search(value) for value in (*known, *(credit or ()))):
        return article
    passages = tuple(
        replace(
            passage,
            text=storable(passage.text),
            sentences=tuple(replace(one, text=storable(one.text)) for one in passage.sentences),
        )
        for passage in article.passages
    )
    title, url, outlet, published = (value and storable(value) for value in known[3:])
    return Article(
        storable(article.id),
        storable(article.text),
        storable(article.language),
        passages,
        title,
        url,
        outlet,
        published,
        _storable_credit(article.credit),
    )


def _storable_credit(credit: Credit | None) -> Credit | None:
    if credit is None:
        return None
    return replace(
        credit, text=storable(credit.text), outlet=storable(credit.outlet), url=credit.url and storable(credit.url)
    )

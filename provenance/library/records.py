"""Articles as rows of the tables, and rows as the same articles again."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import struct
from collections.abc import Collection, Sequence
from dataclasses import replace

from provenance.library.schema import Tables
from provenance.library.terms import names_and_numbers
from provenance.values import STORY_KINDS, Article, Credit, Passage, Sentence

_SURROGATE = re.compile("[\ud800-\udfff]")
_PAIR = struct.Struct("<2I")
_HASH_BYTES = 16
_ARTICLE = "number, text, id, language, title, url, outlet, published, credit, first_passage, passages"


def store_article(
    connection: sqlite3.Connection, article: Article, *, number: int, first_passage: int, first_seen: str, seen: str
) -> None:
    """Add an article under its number; its passages take ids from `first_passage` on."""
    known = (article.language, article.title, article.url, article.outlet, article.published)
    connection.execute(
        "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            article.id,
            article.text,
            article.sha256,
            *known,
            first_seen,
            seen,
            credit_row(article.credit),
            first_passage,
            len(article.passages),
        ),
    )
    connection.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (first_passage + place, number, one.index, one.start, one.end, one.kind, one.language, *_binary(one))
            for place, one in enumerate(article.passages)
        ),
    )
    connection.executemany(
        "INSERT INTO terms (rowid, names) VALUES (?, ?)",
        (
            (first_passage + place, " ".join(names_and_numbers(one.text)))
            for place, one in enumerate(article.passages)
            if one.kind in STORY_KINDS
        ),
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
        found = tuple(_passage(text, *passage) for passage in passages)
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
    return {number: (id_, _passage(text, *passage)) for number, id_, text, passage in known}


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


def passage_hash(text: str) -> bytes:
    """What the tables keep of a passage's text to tell later that it is unchanged."""
    return hashlib.sha256(text.encode()).digest()[:_HASH_BYTES]


def sentence_pairs(passage: Passage) -> list[int]:
    """Starts, counted from the passage's own, and lengths of its sentences, one after the other."""
    return [number for one in passage.sentences for number in (one.start - passage.start, len(one.text))]


def passage_of(text: str, row: tuple[int, int, int, str, str], pairs: Sequence[int]) -> Passage:
    """A passage of `text` from its index, start, end, kind and language, and its sentence pairs.

    Raises:
        ValueError: it does not fit the text.
    """
    index, start, end, kind, language = row
    if not 0 <= start <= end <= len(text):
        raise ValueError("passage outside its article")
    sentences = []
    for first, length in zip(pairs[::2], pairs[1::2], strict=True):
        if first < 0 or length < 0 or start + first + length > end:
            raise ValueError("sentence outside its passage")
        sentences.append(Sentence(text[start + first : start + first + length], start + first))
    return Passage(index, start, text[start:end], kind, language, tuple(sentences))  # type: ignore[arg-type]


def credit_row(credit: Credit | None) -> str | None:
    """A credit as the tables keep it."""
    if credit is None:
        return None
    return json.dumps([credit.text, credit.outlet, credit.start, credit.end, credit.url])


def credit_of(stored: str | None) -> Credit | None:
    """A credit from the tables."""
    if stored is None:
        return None
    text, outlet, start, end, url = json.loads(stored)
    return Credit(text, outlet, start, end, url)


def _passage(text: str, index: int, start: int, end: int, kind: str, language: str, stored: bytes) -> Passage:
    pairs = [number for pair in _PAIR.iter_unpack(stored) for number in pair]
    return passage_of(text, (index, start, end, kind, language), pairs)


def _binary(passage: Passage) -> tuple[bytes, bytes]:
    pairs = sentence_pairs(passage)
    return passage_hash(passage.text), struct.pack(f"<{len(pairs)}I", *pairs)

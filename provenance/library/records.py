"""Articles as rows of the tables, and rows as the same articles again."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import struct
from collections.abc import Sequence

from provenance.library.terms import names_and_numbers
from provenance.values import STORY_KINDS, Article, Credit, Passage, Sentence

_SURROGATE = re.compile("[\ud800-\udfff]")
_PAIR = struct.Struct("<2I")
_HASH_BYTES = 16
_ARTICLE = "number, id, text, language, title, url, outlet, published, credit"


def store_article(connection: sqlite3.Connection, article: Article, first_passage: int, now: str) -> bool:
    """Add an article, whose passages take ids from `first_passage` on.

    Returns:
        Whether it replaced an earlier article of the same id.
    """
    text = storable(article.text)
    id_ = storable(article.id)
    replaced = remove_article(connection, id_)
    digest = hashlib.sha256(text.encode()).hexdigest()
    plain = (article.language, article.title, article.url, article.outlet, article.published)
    number = connection.execute(
        "INSERT INTO articles (id, text, sha256, language, title, url, outlet, published, first_seen, credit) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (id_, text, digest, *(value and storable(value) for value in plain), now, _credit_row(article.credit)),
    ).lastrowid
    connection.execute("INSERT OR IGNORE INTO captures VALUES (?, ?, ?)", (id_, digest, now))
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
            (first_passage + place, " ".join(names_and_numbers(storable(one.text))))
            for place, one in enumerate(article.passages)
            if one.kind in STORY_KINDS
        ),
    )
    return replaced


def remove_article(connection: sqlite3.Connection, id_: str) -> bool:
    """Take an article and its passages out; whether it was there."""
    row = connection.execute("SELECT number, text FROM articles WHERE id = ?", (id_,)).fetchone()
    if row is None:
        return False
    number, text = row
    passages = connection.execute('SELECT id, start, "end", kind FROM passages WHERE article = ?', (number,)).fetchall()
    # A table without content of its own must be told the words that it is to forget.
    connection.executemany(
        "INSERT INTO terms (terms, rowid, names) VALUES ('delete', ?, ?)",
        (
            (passage, " ".join(names_and_numbers(text[start:end])))
            for passage, start, end, kind in passages
            if kind in STORY_KINDS
        ),
    )
    connection.execute("DELETE FROM passages WHERE article = ?", (number,))
    connection.execute("DELETE FROM articles WHERE number = ?", (number,))
    return True


def load_articles(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Article]:
    """The articles of these ids; those that are not there are left out.

    Raises:
        ValueError: a row does not fit its article.
        struct.error: a passage's sentences were cut short.
    """
    rows = [
        row
        for id_ in dict.fromkeys(ids)
        for row in connection.execute(f"SELECT {_ARTICLE} FROM articles WHERE id = ?", (id_,))  # noqa: S608
    ]
    passages: dict[int, list[Passage]] = {row[0]: [] for row in rows}
    texts = {row[0]: row[2] for row in rows}
    for number, index, start, end, kind, language, sentences in connection.execute(
        'SELECT article, position, start, "end", kind, language, sentences FROM passages '
        "WHERE article IN (SELECT value FROM json_each(?)) ORDER BY article, position",
        (json.dumps(list(passages)),),
    ):
        text = texts.get(number)
        if text is None or not 0 <= start <= end <= len(text):
            raise ValueError("passage outside its article")
        passages[number].append(
            Passage(index, start, text[start:end], kind, language, _sentences(sentences, text, start, end))
        )
    return {
        id_: Article(id_, text, language, tuple(passages[number]), title, url, outlet, published, _credit(credit))
        for number, id_, text, language, title, url, outlet, published, credit in rows
    }


def storable(text: str) -> str:
    """A text without halves of surrogate pairs, its offsets unchanged."""
    # Half of a surrogate pair is no character and has no UTF-8; the replacement keeps every offset.
    return _SURROGATE.sub("\ufffd", text)


def _binary(passage: Passage) -> tuple[bytes, bytes]:
    pairs = [number for one in passage.sentences for number in (one.start - passage.start, len(one.text))]
    digest = hashlib.sha256(passage.text.encode("utf-8", "surrogatepass")).digest()[:_HASH_BYTES]
    return digest, struct.pack(f"<{len(pairs)}I", *pairs)


def _sentences(stored: bytes, text: str, start: int, end: int) -> tuple[Sentence, ...]:
    pairs = list(_PAIR.iter_unpack(stored))
    if any(start + first + length > end for first, length in pairs):
        raise ValueError("sentence outside its passage")
    return tuple(Sentence(text[start + first : start + first + length], start + first) for first, length in pairs)


def _credit_row(credit: Credit | None) -> str | None:
    if credit is None:
        return None
    return json.dumps([credit.text, credit.outlet, credit.start, credit.end, credit.url])


def _credit(stored: str | None) -> Credit | None:
    if stored is None:
        return None
    text, outlet, start, end, url = json.loads(stored)
    return Credit(text, outlet, start, end, url)

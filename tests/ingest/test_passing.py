"""Articles that pass between processes come out as they went in."""

from __future__ import annotations

import pickle
from dataclasses import fields

from provenance.extract import article_from_text
from provenance.ingest.passing import flattened, restored
from provenance.values import Article, Credit
from tests.library.samples import many

_TEXT = "The bridge is open. Mayor Nová cut the ribbon.\n\nMost drivers are content.\n\nSource: Deník Řeka"


def test_every_field_passes() -> None:
    known = {"id": "7", "title": "Bridge", "url": "https://a.example/7", "outlet": "A", "published": "2024-05-01"}
    article = article_from_text(_TEXT, **known)
    assert article.credit is not None
    article = Article(
        *(getattr(article, field.name) for field in fields(article) if field.name != "left_out"), ("Menu", "Weather")
    )
    again = restored(pickle.loads(pickle.dumps(flattened(article))))
    assert again == article
    assert again.left_out == article.left_out


def test_an_article_of_which_little_is_known() -> None:
    article = Article("1", "", "und", ())
    assert restored(flattened(article)) == article
    credit = Article("1", "Reuters", "und", (), credit=Credit("Reuters", "Reuters", 0, 7))
    assert restored(flattened(credit)) == credit


def test_made_up_articles() -> None:
    articles = list(many(20))
    assert [restored(flattened(one)) for one in articles] == articles

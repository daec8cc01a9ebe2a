"""Every page beside its expected reading: `NAME.html` (or .txt, .md) and `NAME.json`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provenance import errors
from provenance.extract import read_article
from provenance.values import Article

PAGES = Path(__file__).parent.parent / "pages"
CASES = sorted(path for path in PAGES.iterdir() if path.suffix != ".json")


def described(article: Article) -> dict[str, object]:
    credit = article.credit
    return {
        "title": article.title,
        "language": article.language,
        "url": article.url,
        "outlet": article.outlet,
        "published": article.published,
        "credit": {"text": credit.text, "outlet": credit.outlet, "url": credit.url} if credit else None,
        "passages": [[passage.kind, passage.text] for passage in article.passages],
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_the_page_is_read_as_expected(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    if "error" in expected:
        with pytest.raises(getattr(errors, expected["error"])) as caught:
            read_article(path.read_bytes(), name=path.name)
        assert type(caught.value).__name__ == expected["error"]
        return
    article = read_article(path.read_bytes(), name=path.name)
    assert described(article) == expected
    for passage in article.passages:
        assert article.text[passage.start : passage.end] == passage.text
        for sentence in passage.sentences:
            assert article.text[sentence.start : sentence.end] == sentence.text
    if article.credit:
        assert article.text[article.credit.start : article.credit.end] == article.credit.text


def test_every_expectation_has_its_page() -> None:
    assert {path.stem for path in PAGES.glob("*.json")} == {path.stem for path in CASES}
    assert len(CASES) >= 10

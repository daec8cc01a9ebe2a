"""What a page states about itself: JSON-LD, meta elements, its canonical address, its language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from provenance.extract.dates import iso_date
from provenance.language import plain_code

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LARGEST_SCRIPT = 1_000_000
_MOST_NODES = 5_000
_LONGEST_TITLE = 500
_DAY_LENGTH = len("2026-04-21")
_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.created", "dcterms.issued", "parsely-pub-date", "pubdate", "publish-date",
    "sailthru.date", "cxenseparse:recs:publishtime",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page states about itself; None where it states nothing.

    `declared` says that it calls itself an article; `free` is its own word on being free to read;
    `body` is the text of the article where it is given beside the markup.
    """

    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    language: str | None
    declared: bool
    free: bool | None
    body: str | None


def read_metadata(tree: HtmlElement, url: str | None) -> Metadata:
    """Read what the page states, the most specific statement first."""
    metas = _metas(tree)
    article = _article_node(tree)
    publisher = article.get("publisher")
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    times = (element.get("datetime") for element in tree.iter("time"))
    published = (article.get("datePublished"), *(metas.get(name) for name in _DATE_NAMES), *times)
    titles = (article.get("headline"), metas.get("og:title"), metas.get("twitter:title"))
    free = article.get("isAccessibleForFree")
    return Metadata(
        title=next((_text(title, _LONGEST_TITLE) for title in titles if _text(title, _LONGEST_TITLE)), None),
        outlet=_text(metas.get("og:site_name"), 200) or _text(name, 200) or _text(metas.get("application-name"), 200),
        url=_canonical(tree, metas, url),
        published=_most_telling([date for date in map(_date, published) if date]),
        language=_language(tree, article, metas),
        declared=bool(article) or metas.get("og:type", "").lower() in {"article", "news.article", "newsarticle"},
        free=None if free is None else str(free).strip().lower() not in {"false", "no", "0"},
        body=_text(article.get("articleBody"), _LARGEST_SCRIPT, lines=True),
    )


def _metas(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            key = element.get(attribute)
            if key and content:
                found.setdefault(key.strip().lower(), content.strip())
    return found


def _article_node(tree: HtmlElement) -> dict[str, Any]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        raw = (script.text or "")[: _LARGEST_SCRIPT + 1]
        if len(raw) > _LARGEST_SCRIPT:
            continue
        try:
            data = json.loads(raw, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            if any("Article" in str(kind) or kind in {"BlogPosting", "Report"} for kind in _listed(kinds)):
                return node
    return {}


def _nodes(data: object) -> Iterator[dict[str, Any]]:
    waiting, seen = [data], 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            yield node
            waiting.extend(value for value in node.values() if isinstance(value, dict | list))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _canonical(tree: HtmlElement, metas: dict[str, str], url: str | None) -> str | None:
    stated = next(
        (link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()),
        metas.get("og:url"),
    )
    absolute = web_address(stated, url)
    # A canonical address on another site says where a copy came from, not where this page is.
    if url and (absolute is None or _site(absolute) != _site(url)):
        return url
    return absolute


def web_address(href: str | None, base: str | None) -> str | None:
    """The absolute http or https address of a link, or None."""
    if not href:
        return None
    try:
        absolute = urljoin(base or "", href.strip())
        parts = urlsplit(absolute)
    except ValueError:
        return None
    return absolute if parts.scheme in {"http", "https"} and parts.netloc and len(absolute) < 2000 else None


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")


def _language(tree: HtmlElement, article: dict[str, Any], metas: dict[str, str]) -> str | None:
    spoken = article.get("inLanguage")
    stated = (
        spoken if isinstance(spoken, str) else None,
        tree.get("lang"),
        metas.get("content-language"),
        metas.get("og:locale"),
    )
    return next((code for code in map(plain_code, stated) if code), None)


def _most_telling(dates: list[str]) -> str | None:
    """The first date that names a day, else the first."""
    return next((date for date in dates if len(date) >= _DAY_LENGTH), dates[0] if dates else None)


def _date(value: object) -> str | None:
    return iso_date(value) if isinstance(value, str) else None


def _text(value: object, longest: int, *, lines: bool = False) -> str | None:
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        return None
    return value.strip() if lines else " ".join(value.split())

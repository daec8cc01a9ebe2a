"""Names for texts and for what is said of them, in reports that other programs read."""

from __future__ import annotations

import hashlib
import uuid
from base64 import urlsafe_b64encode

from provenance.report.safe import encodable, web_url
from provenance.values import Article, OriginalArticle, Report


def text_name(text: str) -> str:
    """The RFC 6920 name of a text: `ni:///sha-256;` and its hash."""
    digest = hashlib.sha256(encodable(text).encode()).digest()
    return "ni:///sha-256;" + urlsafe_b64encode(digest).decode().rstrip("=")


def source_name(article: Article | OriginalArticle) -> str:
    """The address of an article, or the name of its text where it has none."""
    return web_url(article.url) or text_name(article.text)


def identity(report: Report, *parts: str) -> str:
    """A name for something that a report states; the same report gives the same name."""
    name = "\n".join((text_name(report.article.text), report.signature.index_sha256, *parts))
    return uuid.uuid5(uuid.NAMESPACE_URL, encodable(name)).urn

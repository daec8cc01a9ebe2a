"""What is held as evidence: the report, the captured page, and the originals as they were compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from provenance.library import OpenIndex
from provenance.reading import Capture, is_address
from provenance.search import as_it_stood
from provenance.values import Article, OriginalArticle, Report


@dataclass(frozen=True, slots=True)
class HeldOriginal:
    """An original and when it first came into the index that was searched (ISO 8601, UTC; None where not known)."""

    article: Article
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a report can be checked again with.

    `page` is the repost as it was delivered; None where only the report was kept.
    """

    report: Report
    page: Capture | None
    originals: tuple[HeldOriginal, ...]


def hold(
    report: Report, page: Capture | None, *, indexes: Sequence[OpenIndex] = (), given: Iterable[Article] = ()
) -> Evidence:
    """The evidence for a report.

    Args:
        report: The result of the check.
        page: The repost as it was captured; of a file's path only the name is kept.
        indexes: What was searched, to take the originals from.
        given: Originals that were given instead.
    """
    if page is not None and not is_address(page.name):
        page = replace(page, name=PurePath(page.name).name)
    known = {article.id: HeldOriginal(article) for article in given}
    reposted = report.article.published
    originals = (known.get(one.id) or _held(one, indexes, reposted) for one in report.verdict.originals)
    return Evidence(report, page, tuple(originals))


def article_of(original: OriginalArticle) -> Article:
    """The article of an original of which a report holds the text alone: every paragraph tells the story.

    Raises:
        EmptyPage: Its text is empty.
    """
    from provenance.extract import article_from_text

    return article_from_text(
        original.text,
        title=original.title,
        url=original.url,
        outlet=original.outlet,
        published=original.published,
        language=original.language,
        id=original.id,
    )


def _held(original: OriginalArticle, indexes: Sequence[OpenIndex], reposted: str | None) -> HeldOriginal:
    for index in indexes:
        try:
            article = as_it_stood(index.article(original.id), index, reposted)
        except KeyError:
            continue
        if article.text == original.text:
            return HeldOriginal(article, index.first_seen(original.id))
    return HeldOriginal(article_of(original))

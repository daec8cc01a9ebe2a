"""What was searched: several indexes as one, and an original as it stood when the repost was published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from provenance.errors import ConfigurationError
from provenance.language import NAMES, plain_code
from provenance.library import OpenIndex, Scope
from provenance.outlet import same_outlet
from provenance.publication import published
from provenance.values import Article, Coverage


def scope_of(languages: Iterable[str], outlets: Iterable[str], since: str | None, until: str | None) -> Scope:
    """What a search is narrowed to, from what a user wrote.

    Raises:
        ConfigurationError: a language or a date is none.
    """
    for date in (since, until):
        if date is not None and published(date) is None:
            raise ConfigurationError(
                f"{date} is no date to search from or until; write it as 2024, 2024-05 or 2024-05-31."
            )
    codes = {language: plain_code(language) for language in languages}
    unknown = next((language for language, code in codes.items() if code not in NAMES), None)
    if unknown is not None:
        raise ConfigurationError(
            f"{unknown} is no language that can be searched; give a code of two letters such as cs."
        )
    return Scope(frozenset(code for code in codes.values() if code), frozenset(outlets), since, until)


def narrowed(indexes: Sequence[OpenIndex], scope: Scope) -> tuple[OpenIndex, ...]:
    """Views of the indexes that hold only what lies in the scope; its outlets may be spelled in any known way.

    Raises:
        ConfigurationError: no index holds an outlet of that name.
    """
    if not scope:
        return tuple(indexes)
    held = [index.coverage().outlets for index in indexes]
    for asked in scope.outlets:
        if not any(same_outlet(asked, outlet) for outlets in held for outlet in outlets):
            raise ConfigurationError(
                f"No article of {asked} is in what is searched; `provenance index info` lists its outlets."
            )
    return tuple(
        index.within(replace(scope, outlets=_spelled(scope.outlets, outlets)))
        for index, outlets in zip(indexes, held, strict=True)
    )


def _spelled(asked: frozenset[str], outlets: Sequence[str]) -> frozenset[str]:
    found = frozenset(outlet for outlet in outlets if any(same_outlet(one, outlet) for one in asked))
    return found or asked


def coverage_of_all(indexes: Sequence[OpenIndex]) -> Coverage:
    """What a search of these indexes together covers."""
    parts = [index.coverage() for index in indexes]
    return Coverage(
        indexes=tuple(name for part in parts for name in part.indexes),
        articles=sum(part.articles for part in parts),
        outlets=tuple(sorted({outlet for part in parts for outlet in part.outlets})),
        languages=tuple(sorted({language for part in parts for language in part.languages})),
        since=min((part.since for part in parts if part.since), default=None),
        until=max((part.until for part in parts if part.until), default=None),
    )


def as_it_stood(article: Article, index: OpenIndex, reposted: str | None) -> Article:
    """The last text of an article that was captured before it was reposted, else the first there is.

    An original may be edited after it was copied; what was changed later is no drift.

    Args:
        article: the article as the index holds it now.
        index: the index that holds its captures.
        reposted: when the repost was published, as stated; None leaves the article as it is.
    """
    when = published(reposted)
    revisions = [one for one in index.captures(article.id) if one.kind == "revision"]
    if when is None or not revisions:
        return article
    earlier = [one for one in revisions if (seen := published(one.date)) and seen.earliest <= when.latest]
    now = published(index.seen(article.id))
    if now is not None and now.earliest <= when.latest:
        return article
    return index.capture(article.id, (earlier or revisions[:1])[-1])

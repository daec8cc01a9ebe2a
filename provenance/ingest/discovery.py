"""Where an outlet lists its articles: the feeds and sitemaps that its home page and robots.txt name."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from provenance.errors import AddressRefused, FetchError
from provenance.fetch.client import DELIVERED, Answer
from provenance.fetch.crawler import Crawler
from provenance.ingest.listings import LARGEST_LISTING, read_listing
from provenance.ingest.record import Unreadable

LARGEST_HOME: Final = 5_000_000
_FEED_TYPES: Final = frozenset(["application/rss+xml", "application/atom+xml", "application/rdf+xml"])
_FEED_LINK: Final = re.compile(r"(?:^|[/._-])(?:rss|atom|feed)s?(?:[/._-]|$)", re.IGNORECASE)
#: Asked for where neither the home page nor robots.txt names anything.
_USUAL: Final = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml", "/rss", "/feed", "/rss.xml")
_MOST_LISTINGS: Final = 30
_MOST_LINKS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Site:
    """An outlet's site: the address of its home page, and of its feeds and sitemaps, the freshest first."""

    home: str
    listings: Sequence[str]


async def discover(crawler: Crawler, homes: Sequence[str]) -> Site:
    """Where a site lists its articles; its home page is the first of these addresses that can be read.

    Raises:
        FetchError: The site cannot be read.
        ExtractionError: Its home page is no page.
    """
    answer = await _home(crawler, homes)
    named = list(_feeds(answer)) + [urljoin(answer.url, address) for address in await crawler.sitemaps(answer.url)]
    if not named:
        named = [address async for address in _usual(crawler, answer.url)]
    return Site(answer.url, sorted(dict.fromkeys(named), key=_staleness)[:_MOST_LISTINGS])


async def _home(crawler: Crawler, homes: Sequence[str]) -> Answer:
    for address in homes[:-1]:
        try:
            return await crawler.get(address, largest=LARGEST_HOME)
        except AddressRefused:
            raise
        except FetchError:
            continue
    return await crawler.get(homes[-1], largest=LARGEST_HOME)


def belongs_to(url: str, home: str) -> bool:
    """Whether a page is of the site of a home page, its subdomains included."""
    page, site = (urlsplit(address).netloc.lower().removeprefix("www.") for address in (url, home))
    return page == site or page.endswith("." + site)


def _feeds(answer: Answer) -> Iterator[str]:
    from provenance.extract.decoding import decode
    from provenance.extract.walk import parse

    if answer.status not in DELIVERED:
        return
    tree = parse(decode(answer.content, answer.charset, markup=True))
    if tree is None:
        return
    for number, link in enumerate(tree.iter("link", "a")):
        if number >= _MOST_LINKS:
            return
        try:
            address = urljoin(answer.url, link.get("href", ""))
        except ValueError:
            continue
        if link.tag == "link":
            found = link.get("type", "").strip().lower() in _FEED_TYPES
        else:
            found = belongs_to(address, answer.url) and bool(_FEED_LINK.search(urlsplit(address).path))
        if found:
            yield address.partition("#")[0]


async def _usual(crawler: Crawler, home: str) -> AsyncIterator[str]:
    for path in _USUAL:
        address = urljoin(home, path)
        try:
            answer = await crawler.get(address, largest=LARGEST_LISTING)
            if answer.status in DELIVERED and read_listing(answer.content, address):
                yield address
        except (FetchError, Unreadable):
            continue


def _staleness(address: str) -> int:
    """0 for feeds, 1 for sitemaps of the news, 2 for those of the whole site."""
    path = urlsplit(address).path.lower()
    if "sitemap" not in path:
        return 0
    return 1 if "news" in path else 2

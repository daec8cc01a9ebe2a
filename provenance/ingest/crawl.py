"""The pages of feeds, sitemaps and outlets as a stream of records, all sources at the same time.

The requests advance while the next record is waited for, in the caller's own thread, so that what is
remembered (`memory`) is only ever touched there.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Final
from urllib.parse import urlsplit

import httpx

from provenance.errors import AddressRefused, FetchError, PageTooLarge, ProvenanceError, RobotsRefused, SiteFailing
from provenance.fetch.client import DELIVERED, UNCHANGED, Answer, refuse_status
from provenance.fetch.crawler import PASSING, Crawler, CrawlRules, open_crawler
from provenance.ingest.discovery import belongs_to, discover
from provenance.ingest.listings import LARGEST_LISTING, Entry, Listing, read_listing
from provenance.ingest.naming import OUTLET
from provenance.ingest.outlets import with_outlet
from provenance.ingest.published import iso_published
from provenance.ingest.record import Item, Note, Record, Unreadable, refused
from provenance.values import Article

#: No article page is larger; several are held in memory at once.
LARGEST_PAGE: Final = 8_000_000
_WAITING: Final = 8
_DEEPEST: Final = 3
_LONGEST_VALIDATOR: Final = 500
_PAGE_KEY: Final = "page:"
_LISTING_KEY: Final = "list:"
#: What an answer is asked for again with (RFC 9110, 13.1): the header of the answer, that of the request.
_VALIDATORS: Final = {"etag": "if-none-match", "last-modified": "if-modified-since"}
_CHANGED: Final = "changed"


def crawl(
    sources: Sequence[str],
    memory: Mapping[str, str],
    *,
    rules: CrawlRules | None = None,
    allow_private: Collection[str] = (),
    transport: httpx.AsyncBaseTransport | None = None,
) -> Generator[Item]:
    """The pages of sources, each with a note behind it.

    Args:
        sources: Addresses of feeds, sitemaps or pages, and outlets as `outlet:DOMAIN`.
        memory: What was noted of earlier runs; a page that has not changed since is not asked for.
        rules: How sites are treated.
        allow_private: Hosts that may have private addresses.
        transport: Replaces the network.
    """
    rules = rules or CrawlRules()
    arrived: asyncio.Queue[Item] = asyncio.Queue(_WAITING)
    with asyncio.Runner() as runner:
        crawling = runner.get_loop().create_task(_crawl(sources, memory, rules, allow_private, transport, arrived))
        try:
            while (item := runner.run(_next(arrived, crawling))) is not None:
                yield item
        finally:
            crawling.cancel()
            # Requests under way end in order only while their loop still runs.
            runner.run(asyncio.wait({crawling}))


async def _next(arrived: asyncio.Queue[Item], crawling: asyncio.Task[None]) -> Item | None:
    """The next item, or None where there is to be none."""
    getting = asyncio.ensure_future(arrived.get())
    await asyncio.wait({getting, crawling}, return_when=asyncio.FIRST_COMPLETED)
    if getting.done():
        return getting.result()
    getting.cancel()
    if not arrived.empty():
        return arrived.get_nowait()
    await crawling
    return None


async def _crawl(
    sources: Sequence[str],
    memory: Mapping[str, str],
    rules: CrawlRules,
    allow_private: Collection[str],
    transport: httpx.AsyncBaseTransport | None,
    arrived: asyncio.Queue[Item],
) -> None:
    async with open_crawler(rules, allow_private=allow_private, transport=transport) as crawler:
        seen: set[str] = set()
        async with asyncio.TaskGroup() as group:
            for source in sources:
                group.create_task(_Source(source, crawler, rules, memory, seen, arrived).read())


class _Enough(Exception):
    """A source has had its share of this run."""


class _Source:
    """One source: its listings, and the pages that they name."""

    def __init__(
        self,
        source: str,
        crawler: Crawler,
        rules: CrawlRules,
        memory: Mapping[str, str],
        seen: set[str],
        arrived: asyncio.Queue[Item],
    ) -> None:
        self._source = source
        self._crawler = crawler
        self._rules = rules
        self._memory = memory
        self._seen = seen
        self._arrived = arrived
        self._home: str | None = None
        self._pages = 0
        self._failing: set[str] = set()

    async def read(self) -> None:
        """Send on all that is new in the source, and what cannot be read of it."""
        try:
            async with asyncio.timeout(self._rules.most_seconds):
                await self._read_all()
        except TimeoutError:
            await self._leave(f"{self._rules.most_seconds / 60:.0f} minutes were over")
        except _Enough:
            await self._leave(f"{self._rules.most_pages:,} pages were read")
        except Exception as error:  # noqa: BLE001 - one hostile site must not end a night's run
            await self._refuse("source", error)

    async def _read_all(self) -> None:
        homes = _homes(self._source)
        if not homes:
            await self._listing(self._source, Entry(self._source), 0)
            return
        site = await discover(self._crawler, homes)
        self._home = site.home
        if not site.listings:
            raise Unreadable("no feed and no sitemap of the site was found; name the address of one")
        for address in site.listings:
            await self._attempt(Entry(address), 0)

    async def _attempt(self, entry: Entry, depth: int) -> bool:
        """Read a listing; whether all of it could be read."""
        try:
            return await self._listing(entry.url, entry, depth)
        except (ProvenanceError, Unreadable) as error:
            await self._refuse(entry.url, error)
            return False

    async def _listing(self, url: str, entry: Entry, depth: int) -> bool:
        key = _LISTING_KEY + url
        known = self._known(key) or self._known(_PAGE_KEY + url)
        if url in self._seen or (known and entry.changed and known.get(_CHANGED) == entry.changed):
            return True
        self._seen.add(url)
        answer = await self._crawler.get(url, largest=LARGEST_LISTING, headers=_conditions(known))
        if answer.status == UNCHANGED:
            return True
        refuse_status(answer)
        listing = read_listing(answer.content, answer.url)
        if listing is None:
            if self._home is not None or depth:
                raise Unreadable("it is no feed or sitemap")
            await self._send_page(answer, Entry(url))
            return True
        if await self._entries(listing, depth):
            await self._arrived.put(Note(key, _state(answer.headers, entry)))
            return True
        return False

    async def _entries(self, listing: Listing, depth: int) -> bool:
        whole = True
        if listing.kind == "index":
            if depth >= _DEEPEST:
                raise Unreadable("its indexes of sitemaps lead to ever more of them")
            for entry in sorted(listing.entries, key=lambda one: one.changed or "", reverse=True):
                whole = await self._attempt(entry, depth + 1) and whole
            return whole
        for entry in listing.entries:
            whole = await self._page(entry) and whole
        return whole

    async def _page(self, entry: Entry) -> bool:
        """Read a page that is new or has changed; whether it need not be tried again."""
        host = urlsplit(entry.url).netloc.lower()
        if entry.url in self._seen or (self._home and not belongs_to(entry.url, self._home)):
            return True
        if host in self._failing:
            return False
        self._seen.add(entry.url)
        known = self._known(_PAGE_KEY + entry.url)
        if known is not None and entry.changed in {None, known.get(_CHANGED)}:
            return True
        if self._pages >= self._rules.most_pages:
            raise _Enough
        try:
            answer = await self._crawler.get(entry.url, largest=LARGEST_PAGE, headers=_conditions(known))
        except FetchError as error:
            if isinstance(error, SiteFailing):
                self._failing.add(host)
            await self._refuse(entry.url, error)
            if isinstance(error, (PageTooLarge, RobotsRefused)):
                # Named once, and tried again when its listing says that it has changed.
                await self._arrived.put(Note(_PAGE_KEY + entry.url, _state({}, entry)))
            return isinstance(error, (AddressRefused, PageTooLarge, RobotsRefused))
        self._pages += 1
        await self._send_page(answer, entry)
        return answer.status not in PASSING

    async def _send_page(self, answer: Answer, entry: Entry) -> None:
        if answer.status in DELIVERED:
            read = partial(_article, answer.content, answer.url, answer.content_type, answer.charset, entry.published)
            taken, weight = datetime.now(UTC).isoformat(timespec="seconds"), len(answer.content)
            await self._arrived.put(Record(self._source, entry.url, 0, read, weight, taken, counted=False))
        elif answer.status != UNCHANGED:
            try:
                refuse_status(answer)
            except FetchError as error:
                await self._refuse(entry.url, error)
        if answer.status not in PASSING:
            await self._arrived.put(Note(_PAGE_KEY + entry.url, _state(answer.headers, entry)))

    async def _leave(self, why: str) -> None:
        await self._refuse("source", Unreadable(f"{why}, the most of one run; the rest is left for the next"))

    async def _refuse(self, place: str, error: Exception) -> None:
        await self._arrived.put(refused(self._source, place, error, counted=False))

    def _known(self, key: str) -> dict[str, str] | None:
        noted = self._memory.get(key)
        return None if noted is None else dict(json.loads(noted))


def _homes(source: str) -> Sequence[str]:
    """Where the home page of an outlet may be; none for an address that is not one of a home page."""
    if source.startswith(OUTLET):
        domain = source.removeprefix(OUTLET)
        return (f"https://{domain}/", f"http://{domain}/")
    parts = urlsplit(source)
    return (source,) if parts.path in {"", "/"} and not parts.query else ()


def _conditions(known: Mapping[str, str] | None) -> dict[str, str]:
    """The headers that let a site answer that nothing has changed."""
    return {asked: known[name] for name, asked in _VALIDATORS.items() if name in known} if known else {}


def _state(headers: Mapping[str, str], entry: Entry) -> str:
    """What is remembered of an answer, as JSON."""
    state = {name: headers[name][:_LONGEST_VALIDATOR] for name in _VALIDATORS if name in headers}
    if entry.changed is not None:
        state[_CHANGED] = entry.changed
    return json.dumps(state)


def _article(content: bytes, url: str, content_type: str, charset: str | None, published: str | None) -> Article:
    from provenance.extract import read_article

    article = with_outlet(read_article(content, url=url, content_type=content_type, charset=charset), url)
    if article.published is None:
        # A feed often states the date that its pages print in words only.
        return replace(article, published=iso_published(published, article.language))
    return article

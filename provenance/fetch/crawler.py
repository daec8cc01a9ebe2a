"""Many pages of many sites, politely: robots.txt, one request at a time for each site, retries with back-off."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count
from typing import Final
from urllib.parse import urlsplit

import httpx

from provenance.errors import AddressRefused, FetchError, PageTooLarge, RobotsRefused, SiteFailing
from provenance.fetch import TOTAL_SECONDS
from provenance.fetch.client import DELIVERED, Answer, Client, followed, open_client
from provenance.fetch.robots import LARGEST_ROBOTS, Robots, read_robots

#: What a site may answer when the same request could succeed a little later.
PASSING: Final = frozenset([408, 425, 429, 500, 502, 503, 504])
_TOO_MANY: Final = 429


@dataclass(frozen=True, slots=True)
class CrawlRules:
    """How a crawl treats a site.

    `between` seconds lie between two requests to it, more where its robots.txt asks for more. A request
    that fails for a passing reason is made up to `tries` times, after `back_off` seconds and then twice as
    many each time, or after what Retry-After says if that is at most `longest_wait`. After `most_failures`
    pages in a row that failed all the same, the site is left alone. One run reads at most `most_pages`
    pages and takes at most `most_seconds` for each source.
    """

    between: float = 1.0
    tries: int = 4
    back_off: float = 1.0
    longest_wait: float = 60.0
    most_failures: int = 3
    most_pages: int = 2_000
    most_seconds: float = 3_600.0


@dataclass(slots=True)
class _Site:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    robots: Robots | None = None
    refusal: str | None = None
    next_at: float = 0.0
    failures: int = 0


class Crawler:
    """Fetches pages for bulk reading."""

    def __init__(self, client: Client, rules: CrawlRules) -> None:
        self._client = client
        self._rules = rules
        self._sites: dict[str, _Site] = {}

    async def get(self, url: str, *, largest: int, headers: Mapping[str, str] | None = None) -> Answer:
        """The site's last word on an address, whatever its status, behind all redirects.

        Args:
            url: The address.
            largest: The most bytes of content.
            headers: Sent beside the usual ones, such as what an earlier answer says to ask again with.

        Raises:
            RobotsRefused: robots.txt asks that the page be left alone.
            SiteFailing: The site has failed too often, or its robots.txt cannot be read.
            AddressRefused: The address, or one that it redirects to, is not a public one.
            PageTooLarge: The content is larger than `largest`.
            FetchError: There is no answer.
        """

        async def ask(address: str) -> Answer:
            robots = await self._robots(address)
            if not robots.allows(address):
                raise RobotsRefused(f"The robots.txt of {_host(address)} asks that this page be left alone.")
            return await self._patiently(address, largest, headers, robots.delay)

        return await followed(url, ask)

    async def sitemaps(self, url: str) -> Sequence[str]:
        """The sitemaps that the robots.txt of an address's site names.

        Raises:
            FetchError: As `get`.
        """
        return (await self._robots(url)).sitemaps

    async def _robots(self, url: str) -> Robots:
        self._client.check(url)
        site = self._site(url)
        async with site.asking:
            if site.refusal is not None:
                raise SiteFailing(site.refusal)
            if site.robots is None:
                try:
                    site.robots = await self._ask_robots(url)
                except AddressRefused:
                    raise
                except FetchError as error:
                    site.refusal = f"The robots.txt of {_host(url)} cannot be read, so the site is left alone: {error}"
                    raise SiteFailing(site.refusal) from error
            return site.robots

    async def _ask_robots(self, url: str) -> Robots:
        async def ask(address: str) -> Answer:
            return await self._patiently(address, LARGEST_ROBOTS, None, 0.0)

        answer = await followed(_origin(url) + "/robots.txt", ask)
        if answer.status in DELIVERED:
            return read_robots(answer.content)
        if answer.status >= 500 or answer.status == _TOO_MANY:
            raise FetchError(f"it answers with HTTP {answer.status}.")
        return Robots()

    async def _patiently(self, url: str, largest: int, headers: Mapping[str, str] | None, delay: float) -> Answer:
        site = self._site(url)
        async with site.turn:
            if site.failures >= self._rules.most_failures:
                raise SiteFailing(
                    f"{_host(url)} failed {site.failures} times in a row and was left alone for this run."
                )
            for attempt in count(1):
                outcome = await self._once(site, url, largest, headers, delay)
                if isinstance(outcome, Answer) and outcome.status not in PASSING:
                    site.failures = 0
                    return outcome
                wait = self._wait(outcome, attempt)
                if wait is None:
                    break
                site.next_at = max(site.next_at, time.monotonic() + wait)
            site.failures += 1
        if isinstance(outcome, FetchError):
            raise outcome
        return outcome

    async def _once(
        self, site: _Site, url: str, largest: int, headers: Mapping[str, str] | None, delay: float
    ) -> Answer | FetchError:
        await asyncio.sleep(site.next_at - time.monotonic())
        try:
            return await self._client.request(url, largest=largest, headers=headers)
        except (AddressRefused, PageTooLarge):
            raise
        except FetchError as error:
            return error
        finally:
            site.next_at = time.monotonic() + max(self._rules.between, delay)

    def _wait(self, outcome: Answer | FetchError, attempt: int) -> float | None:
        """Seconds until the next try, or None where there is to be none."""
        asked = _retry_after(outcome.headers.get("retry-after")) if isinstance(outcome, Answer) else None
        if attempt >= self._rules.tries or (asked or 0.0) > self._rules.longest_wait:
            return None
        return self._rules.back_off * 2 ** (attempt - 1) if asked is None else asked

    def _site(self, url: str) -> _Site:
        return self._sites.setdefault(_origin(url), _Site())


@asynccontextmanager
async def open_crawler(
    rules: CrawlRules, *, allow_private: Collection[str] = (), transport: httpx.AsyncBaseTransport | None = None
) -> AsyncIterator[Crawler]:
    """A crawler; `allow_private` and `transport` are those of `provenance.fetch.fetch`."""
    async with open_client(allow_private, TOTAL_SECONDS, transport) as client:
        yield Crawler(client, rules)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


def _retry_after(value: str | None) -> float | None:
    """Seconds to wait (RFC 9110, 10.2.3): a number, or the time until a date."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds())

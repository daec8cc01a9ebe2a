"""Crawling politely: robots.txt, pauses, retries, and giving up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from provenance.errors import AddressRefused, FetchError, PageTooLarge, RobotsRefused, SiteFailing
from provenance.fetch import crawler as module
from provenance.fetch.client import Answer
from provenance.fetch.crawler import Crawler, CrawlRules, open_crawler
from provenance.fetch.robots import read_robots

Handler = Callable[[httpx.Request], httpx.Response]


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        if seconds > 0:
            self.waits.append(round(seconds, 3))
            self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module.time, "monotonic", clock.monotonic)
    monkeypatch.setattr(module.asyncio, "sleep", clock.sleep)
    return clock


def crawling(handler: Handler, use: Callable[[Crawler], Awaitable[Any]], rules: CrawlRules | None = None) -> Any:
    async def run() -> Any:
        rules_ = rules or CrawlRules()
        async with open_crawler(rules_, transport=httpx.MockTransport(handler)) as crawler:
            return await use(crawler)

    return asyncio.run(run())


def get(*urls: str, **options: Any) -> Callable[[Crawler], Awaitable[list[Answer]]]:
    async def use(crawler: Crawler) -> list[Answer]:
        return [await crawler.get(url, largest=1000, **options) for url in urls]

    return use


def answering(page: Handler, asked: list[str] | None = None) -> Handler:
    """A site without a robots.txt."""

    def answer(request: httpx.Request) -> httpx.Response:
        if asked is not None:
            asked.append(request.url.path)
        return httpx.Response(404) if request.url.path == "/robots.txt" else page(request)

    return answer


def test_requests_to_one_site_are_paced_and_those_to_another_are_not(clock: Clock) -> None:
    answers = crawling(
        answering(lambda _: httpx.Response(200, content=b"page")),
        get("http://a.test/1", "http://a.test/2", "http://b.test/1"),
    )
    assert [answer.content for answer in answers] == [b"page"] * 3
    assert clock.waits == [1.0, 1.0, 1.0]
    # robots.txt of a, then its two pages; robots.txt of b was asked for at once.


@pytest.mark.parametrize(
    ("rules", "delay"), [("Crawl-delay: 7", 7.0), ("Request-rate: 2/30s", 15.0), ("Crawl-delay: soon", 1.0)]
)
def test_robots_txt_may_ask_for_longer_pauses(rules: str, delay: float, clock: Clock) -> None:
    crawling(lambda _: httpx.Response(200, text=f"User-agent: *\n{rules}\n"), get("http://a.test/1", "http://a.test/2"))
    assert clock.waits == [1.0, delay]


def test_a_passing_fault_is_tried_again_with_growing_pauses(clock: Clock) -> None:
    left = [503, 500, 200]

    (found,) = crawling(
        answering(lambda _: httpx.Response(left.pop(0))), get("http://a.test/1"), CrawlRules(back_off=3.0)
    )
    assert found.status == 200
    assert clock.waits == [1.0, 3.0, 6.0]


@pytest.mark.usefixtures("clock")
def test_errors_of_the_network_are_tried_again() -> None:
    tries: list[str] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        tries.append(request.url.path)
        raise httpx.ConnectError("refused")

    with pytest.raises(FetchError, match="cannot be reached"):
        crawling(answering(refuse), get("http://a.test/1"))
    assert len(tries) == CrawlRules().tries


@pytest.mark.parametrize(("value", "wait"), [("30", 30.0), ("-5", 1.0), ("soon", 1.0)])
def test_retry_after_is_kept(value: str, wait: float, clock: Clock) -> None:
    left = [httpx.Response(429, headers={"Retry-After": value}), httpx.Response(200)]
    crawling(answering(lambda _: left.pop(0)), get("http://a.test/1"))
    assert clock.waits[-1] == wait


def test_retry_after_may_be_a_date(clock: Clock) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    left = [httpx.Response(503, headers={"Retry-After": later}), httpx.Response(200)]
    rules = CrawlRules(longest_wait=7200.0)
    crawling(answering(lambda _: left.pop(0)), get("http://a.test/1"), rules)
    assert 3000 < clock.waits[-1] <= 3600


def test_a_site_that_asks_for_too_long_a_wait_is_not_waited_for(clock: Clock) -> None:
    later = answering(lambda _: httpx.Response(503, headers={"Retry-After": "86400"}))
    (found,) = crawling(later, get("http://a.test/1"))
    assert found.status == 503
    assert clock.waits == [1.0]


@pytest.mark.usefixtures("clock")
def test_a_site_that_fails_again_and_again_is_given_up() -> None:
    asked: list[str] = []

    urls = [f"http://a.test/{number}" for number in range(9)]
    with pytest.raises(SiteFailing, match="3 times in a row"):
        crawling(answering(lambda _: httpx.Response(500), asked), get(*urls), CrawlRules(tries=1))
    assert asked == ["/robots.txt", "/0", "/1", "/2"]


@pytest.mark.parametrize("status", [500, 503, 429])
@pytest.mark.usefixtures("clock")
def test_a_site_whose_robots_txt_fails_is_left_alone(status: int) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(status)

    async def use(crawler: Crawler) -> None:
        for _ in range(3):
            with pytest.raises(SiteFailing, match=r"robots\.txt"):
                await crawler.get("http://a.test/1", largest=1000)

    crawling(answer, use, CrawlRules(tries=2))
    assert asked == ["/robots.txt"] * 2


@pytest.mark.usefixtures("clock")
def test_robots_txt_counts_at_every_redirect() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url == "http://b.test/robots.txt":
            return httpx.Response(200, text="User-agent: *\nDisallow: /private\n")
        assert request.url.host == "a.test"
        away = httpx.Response(301, headers={"Location": "http://b.test/private/1"})
        return httpx.Response(404) if request.url.path == "/robots.txt" else away

    with pytest.raises(RobotsRefused, match=r"b\.test"):
        crawling(answer, get("http://a.test/1"))


@pytest.mark.parametrize("target", ["http://127.0.0.1/", "http://localhost/robots.txt", "http://[::1]/"])
@pytest.mark.usefixtures("clock")
def test_redirects_to_private_addresses_are_refused(target: str) -> None:
    def away(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "a.test"
        return httpx.Response(302, headers={"Location": target})

    for handler in (away, answering(away)):
        with pytest.raises(AddressRefused):
            crawling(handler, get("http://a.test/1"))


@pytest.mark.usefixtures("clock")
def test_a_page_over_the_cap_is_not_tried_again() -> None:
    asked: list[str] = []

    with pytest.raises(PageTooLarge):
        crawling(answering(lambda _: httpx.Response(200, content=b"x" * 1001), asked), get("http://a.test/1"))
    assert asked == ["/robots.txt", "/1"]


@pytest.mark.usefixtures("clock")
def test_an_endless_robots_txt_closes_the_site() -> None:
    with pytest.raises(SiteFailing):
        crawling(lambda _: httpx.Response(200, content=b"#" * 600_000), get("http://a.test/1"))


def test_what_a_robots_txt_says() -> None:
    robots = read_robots(
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n\nUser-agent: Translation-Provenance\nAllow: /news/*.html$\n"
        b"Disallow: /news\nSitemap: https://a.test/s.xml\nCrawl-delay: 2.5\n\xff\xfe\n"
    )
    assert robots.allows("https://a.test/news/1.html")
    assert not robots.allows("https://a.test/news/1.html?print")
    assert robots.allows("https://a.test/other")
    assert robots.sitemaps == ("https://a.test/s.xml",)
    assert robots.delay == 2.5

"""Feeds, sitemaps, pages and outlets, read from a small site on loopback."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace

import pytest

from provenance.errors import ConfigurationError
from provenance.fetch.crawler import CrawlRules
from provenance.ingest import Reject, crawl, named_source, read_sources
from provenance.ingest.outlets import with_outlet
from provenance.outlet import Outlet
from provenance.values import Article
from tests.ingest.archives import story
from tests.ingest.site import HOST, Reply, Site, serving

HASTE = CrawlRules(between=0.0, tries=2, back_off=0.0)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        site.put("/robots.txt", "User-agent: *\nAllow: /\n", "text/plain")
        for number in range(1, 6):
            site.put_story(f"/{number}.html", f"Day {number}")
        yield site


def read(
    *sources: str, memory: dict[str, str] | None = None, rules: CrawlRules = HASTE, allow: str = HOST
) -> tuple[list[Article], list[Reject]]:
    rejects: list[Reject] = []
    articles = read_sources(sources, on_reject=rejects.append, memory=memory, rules=rules, allow_private=[allow])
    with articles:
        return list(articles), rejects


def titles(articles: list[Article]) -> list[str | None]:
    return [article.title for article in articles]


ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:x</id><link rel="enclosure" href="/no.mp3"/>'
    '<link href="{root}/1.html#part"/><published>2024-05-06T07:08:09Z</published></entry>'
    '<entry><link rel="alternate" href="2.html"/></entry></feed>'
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/>'
    '<item><link>{root}/1.html</link><dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2024-05-06T07:08:09Z</dc:date></item>'
    "<item><link>{root}/2.html</link></item></rdf:RDF>"
)
RSS = (
    '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://example.invalid/rss.dtd"><rss version="2.0"><channel>'
    "<image><url>{root}/logo.png</url></image>"
    "<item><guid>{root}/1.html</guid><url>{root}/x</url><pubDate>Mon, 06 May 2024 07:08:09 GMT</pubDate></item>"
    '<item><guid isPermaLink="false">17</guid><link>{root}/2.html</link></item><item><title>& broken <b></title></item>'
)
NEWS = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
    "<url><loc>{root}/1.html</loc><news:news><news:publication><news:name>N</news:name></news:publication>"
    "<news:publication_date>2024-05-06T07:08:09Z</news:publication_date></news:news></url>"
    "<url><loc>\n {root}/2.html </loc></url></urlset>"
)


@pytest.mark.parametrize("listing", [ATOM, RDF, RSS, NEWS])
def test_the_pages_of_feeds_and_sitemaps_are_read(listing: str, site: Site) -> None:
    site.put("/list", listing, "application/xml")
    articles, rejects = read(f"{site.root}/list")
    assert titles(articles) == ["Day 1", "Day 2"]
    assert rejects == []
    assert articles[0].url == f"{site.root}/1.html"
    assert (articles[0].published or "").startswith("2024-05-06")
    assert articles[1].published is None


def test_the_time_of_a_capture_is_known(site: Site) -> None:
    site.put_feed("/feed", ["/1.html"])
    articles = read_sources([f"{site.root}/feed"], on_reject=print, rules=HASTE, allow_private=[HOST])
    assert articles.captured is None
    assert next(articles).title == "Day 1"
    assert articles.captured is not None
    assert articles.captured.endswith("+00:00")
    assert articles.fraction is None
    assert articles.position == 0
    articles.close()


def test_an_index_of_sitemaps_some_of_them_packed(site: Site) -> None:
    site.put_sitemap("/old.xml", {"/1.html": None})
    site.put_sitemap("/new.xml", {"/2.html": None})
    reply = site.pages["/old.xml"]
    assert isinstance(reply, Reply)
    site.put(
        "/old.xml.gz",
        gzip.compress(reply.body if isinstance(reply.body, bytes) else reply.body.encode()),
        "application/gzip",
    )
    site.put_sitemap(
        "/all.xml", {"/old.xml.gz": "2024-01-01", "/gone.xml": "2023-01-01", "/new.xml": "2024-02-02"}, index=True
    )
    articles, rejects = read(f"{site.root}/all.xml")
    assert titles(articles) == ["Day 2", "Day 1"]
    assert [one.record for one in rejects] == [f"{site.root}/gone.xml"]


def test_an_index_that_leads_in_a_circle_or_ever_deeper(site: Site) -> None:
    site.put_sitemap("/0.xml", {"/0.xml": None, "/1.xml": None}, index=True)
    for number in range(1, 9):
        site.put_sitemap(f"/{number}.xml", {f"/{number + 1}.xml": None, "/0.xml": None}, index=True)
    articles, rejects = read(f"{site.root}/0.xml")
    assert articles == []
    assert "ever more" in rejects[0].reason
    assert all(site.asked_for(f"/{number}.xml") <= 1 for number in range(9))


def test_a_page_is_a_source_too(site: Site) -> None:
    memory: dict[str, str] = {}
    articles, rejects = read(f"{site.root}/3.html", f"{site.root}/nothing.html", memory=memory)
    assert titles(articles) == ["Day 3"]
    assert [one.source for one in rejects] == [f"{site.root}/nothing.html"]
    assert read(f"{site.root}/3.html", memory=memory) == ([], [])


def test_what_is_new_is_read_and_nothing_else(site: Site) -> None:
    site.put_feed("/feed", ["/1.html", "/2.html"], etag='"first"')
    memory: dict[str, str] = {}
    assert titles(read(f"{site.root}/feed", memory=memory)[0]) == ["Day 1", "Day 2"]
    asked = len(site.asked)
    assert read(f"{site.root}/feed", memory=memory) == ([], [])
    assert site.asked[asked:] == ["/robots.txt", "/feed"]
    site.put_feed("/feed", ["/3.html", "/2.html", "/1.html"], etag='"second"')
    assert titles(read(f"{site.root}/feed", memory=memory)[0]) == ["Day 3"]
    assert site.asked_for("/1.html") == 1


def test_a_page_that_its_sitemap_calls_changed_is_asked_for_again(site: Site) -> None:
    site.put_sitemap("/all.xml", {"/1.html": "2024-01-01", "/2.html": "2024-01-01", "/3.html": None})
    memory: dict[str, str] = {}
    assert len(read(f"{site.root}/all.xml", memory=memory)[0]) == 3
    site.put_sitemap("/all.xml", {"/1.html": "2024-02-02", "/2.html": "2024-02-02", "/3.html": None})
    site.put_story("/2.html", "Day 2, corrected")
    assert titles(read(f"{site.root}/all.xml", memory=memory)[0]) == ["Day 2, corrected"]
    assert [site.asked_for(f"/{number}.html") for number in (1, 2, 3)] == [2, 2, 1]
    assert read(f"{site.root}/all.xml", memory=memory)[0] == []


def test_sitemaps_that_their_index_calls_unchanged_are_not_asked_for(site: Site) -> None:
    site.put_sitemap("/a.xml", {"/1.html": None})
    site.put_sitemap("/all.xml", {"/a.xml": "2024-01-01"}, index=True)
    memory: dict[str, str] = {}
    read(f"{site.root}/all.xml", memory=memory)
    read(f"{site.root}/all.xml", memory=memory)
    assert (site.asked_for("/all.xml"), site.asked_for("/a.xml")) == (2, 1)


def test_a_run_that_stops_is_gone_on_with(site: Site) -> None:
    site.put_feed("/feed", [f"/{number}.html" for number in range(1, 6)], etag='"x"')
    memory: dict[str, str] = {}
    articles = read_sources([f"{site.root}/feed"], on_reject=print, memory=memory, rules=HASTE, allow_private=[HOST])
    assert [next(articles).title, next(articles).title] == ["Day 1", "Day 2"]
    articles.close()
    assert f"page:{site.root}/1.html" in memory
    assert f"page:{site.root}/2.html" not in memory
    assert not any(key.startswith("list:") for key in memory)
    assert titles(read(f"{site.root}/feed", memory=memory)[0]) == ["Day 2", "Day 3", "Day 4", "Day 5"]
    assert read(f"{site.root}/feed", memory=memory) == ([], [])


def test_a_page_that_fails_now_is_tried_in_the_next_run_and_one_that_is_gone_is_not(site: Site) -> None:
    site.put_feed("/feed", ["/1.html", "/down.html", "/gone.html"], etag='"x"')
    site.put("/down.html", "", status=503)
    memory: dict[str, str] = {}
    articles, rejects = read(f"{site.root}/feed", memory=memory)
    assert titles(articles) == ["Day 1"]
    assert [one.record.rpartition("/")[2] for one in rejects] == ["down.html", "gone.html"]
    assert ["503" in rejects[0].reason, "404" in rejects[1].reason] == [True, True]
    assert site.asked_for("/down.html") == HASTE.tries
    site.put_story("/down.html", "Day 9")
    site.put_story("/gone.html", "Day 10")
    assert titles(read(f"{site.root}/feed", memory=memory)[0]) == ["Day 9"]
    assert read(f"{site.root}/feed", memory=memory) == ([], [])


def test_pages_that_robots_txt_keeps_to_itself_are_left_alone(site: Site) -> None:
    site.put(
        "/robots.txt",
        "User-agent: *\nDisallow: /*2.html$\n\nUser-agent: translation-provenance\nDisallow: /1",
        "text/plain",
    )
    site.put_feed("/feed", ["/1.html", "/2.html"])
    memory: dict[str, str] = {}
    articles, rejects = read(f"{site.root}/feed", memory=memory)
    assert titles(articles) == ["Day 2"]
    assert "robots.txt" in rejects[0].reason
    assert site.asked_for("/1.html") == 0
    assert read(f"{site.root}/feed", memory=memory) == ([], [])


def test_a_site_whose_robots_txt_cannot_be_read_is_left_alone(site: Site) -> None:
    site.put("/robots.txt", "", status=500)
    articles, rejects = read(f"{site.root}/1.html")
    assert articles == []
    assert "robots.txt" in rejects[0].reason
    assert site.asked_for("/1.html") == 0


def test_a_site_that_is_down_is_given_up(site: Site) -> None:
    site.put_feed("/feed", [f"/down{number}.html" for number in range(20)] + ["/1.html"])
    for number in range(20):
        site.put(f"/down{number}.html", "", status=500)
    articles, rejects = read(f"{site.root}/feed")
    assert articles == []
    assert len(rejects) == HASTE.most_failures + 1
    assert "in a row" in rejects[-1].reason


def test_the_share_of_a_run_is_kept(site: Site) -> None:
    site.put_feed("/feed", [f"/{number}.html" for number in range(1, 6)], etag='"x"')
    memory: dict[str, str] = {}
    few = CrawlRules(between=0.0, most_pages=2)
    articles, rejects = read(f"{site.root}/feed", memory=memory, rules=few)
    assert titles(articles) == ["Day 1", "Day 2"]
    assert "left for the next" in rejects[0].reason
    assert titles(read(f"{site.root}/feed", memory=memory, rules=few)[0]) == ["Day 3", "Day 4"]
    short = CrawlRules(between=0.3, most_seconds=0.2)
    articles, rejects = read(f"{site.root}/feed", rules=short)
    assert articles == []
    assert "minutes" in rejects[0].reason


GROWING = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<rss><channel><item><link>&b;</link></item></channel></rss>"
)
READING = (
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    "<rss><item><link>http://news.example/&x;</link></item></rss>"
)
HOSTILE = [
    (GROWING, "entities"),
    (READING, "entities"),
    ('<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd"> %x;]><rss/>'.encode("utf-16"), "entities"),
    (b"\x1f\x8b\x08 no gzip", "gzip"),
    (gzip.compress(b"<rss>" + b" " * 60_000_000), "unpacks"),
]


@pytest.mark.parametrize(("listing", "reason"), HOSTILE)
def test_a_listing_made_to_do_harm_is_named(listing: str | bytes, reason: str, site: Site) -> None:
    site.put("/feed", listing, "application/rss+xml")
    articles, rejects = read(f"{site.root}/feed")
    assert articles == []
    assert reason in rejects[0].reason


def test_deep_and_wide_listings_are_cut(site: Site) -> None:
    site.put("/deep", "<rss>" + "<a>" * 200_000, "application/rss+xml")
    assert read(f"{site.root}/deep")[0] == []
    for many in ("<a/>" * 1_100_000, f"<item>{'<a/>' * 6_000}</item>"):
        site.put("/many", f"<rss>{many}</rss>", "application/rss+xml")
        assert "far more" in read(f"{site.root}/many")[1][0].reason
    site.put("/wide", "<urlset>" + "<url><loc>/1.html</loc></url>" * 60_000 + "<url><loc>/2.html</loc></url></urlset>")
    assert titles(read(f"{site.root}/wide")[0]) == ["Day 1"]


LINKS = [
    "http://localhost/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/",
    "http://10.0.0.1/",
    "http://2130706433/",
    "http://me:secret@news.example/",
]


def test_links_to_private_addresses_are_refused(site: Site) -> None:
    site.put("/away.html", "", status=302, headers={"Location": f"http://localhost:{site.port}/1.html"})
    site.put_feed("/feed", [*LINKS, "file:///etc/passwd", "javascript:alert(1)", "http://[", "/away.html", "/2.html"])
    articles, rejects = read(f"{site.root}/feed")
    assert titles(articles) == ["Day 2"]
    assert [one.record for one in rejects] == [*LINKS, f"{site.root}/away.html"]
    assert site.asked_for("/1.html") == 0


def test_a_private_site_needs_to_be_allowed(site: Site) -> None:
    articles, rejects = read(f"{site.root}/1.html", allow="other.example")
    assert articles == []
    assert "--allow-private" in rejects[0].reason
    assert site.asked == []


def test_a_page_that_lies_about_its_length_or_is_too_large(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawl, "LARGEST_PAGE", 100_000)
    site.put("/long.html", story("Day 1"), headers={"Content-Length": "100000"})
    site.put("/large.html", b"<p>" + b"x" * 200_000)
    site.put("/bomb.html", gzip.compress(b"x" * 90_000_000), headers={"Content-Encoding": "gzip"})
    site.put_feed("/feed", ["/long.html", "/large.html", "/bomb.html", "/2.html"])
    articles, rejects = read(f"{site.root}/feed")
    assert titles(articles) == ["Day 2"]
    assert len(rejects) == 3


def home(*links: str) -> str:
    return f"<html><head>{''.join(links)}</head><body><p>Front page</p></body></html>"


RSS_LINK = '<link rel="alternate" type="application/rss+xml" href="/feed">'


def test_an_outlet_is_found_through_its_home_page_and_robots_txt(site: Site) -> None:
    site.put("/", home(RSS_LINK))
    site.put("/robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site.root}/sitemap.xml\n", "text/plain")
    site.put_feed("/feed", ["/1.html", "http://elsewhere.example/ad.html"])
    site.put_sitemap("/sitemap.xml", {"/1.html": None, "/2.html": None})
    for source in (f"outlet:{HOST}:{site.port}", f"{site.root}/"):
        articles, rejects = read(source, rules=CrawlRules(between=0.0, tries=1))
        assert titles(articles) == ["Day 1", "Day 2"]
        assert rejects == []


@pytest.mark.parametrize("path", ["/sitemap.xml", "/rss"])
def test_an_outlet_that_names_nothing_is_asked_at_the_usual_places(path: str, site: Site) -> None:
    site.put("/", home())
    site.put_feed(path, ["/3.html"])
    assert titles(read(f"{site.root}/")[0]) == ["Day 3"]


def test_an_outlet_without_any_list_says_so(site: Site) -> None:
    site.put("/", home())
    articles, rejects = read(f"{site.root}/")
    assert articles == []
    assert "no feed and no sitemap" in rejects[0].reason


def test_several_sources_are_read_together_and_files_come_first(site: Site, tmp_path: object) -> None:
    site.put_feed("/a", ["/1.html", "/2.html"])
    site.put_feed("/b", ["/2.html", "/3.html"])
    (tmp_path / "note.txt").write_text("A few words.")  # type: ignore[operator]
    articles, rejects = read(f"{site.root}/a", f"{site.root}/b", str(tmp_path))
    assert articles[0].text.startswith("A few words")
    assert sorted(filter(None, titles(articles[1:]))) == ["Day 1", "Day 2", "Day 3"]
    assert rejects == []


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ("https://news.example/feed", "https://news.example/feed"),
        ("HTTP://news.example", "HTTP://news.example"),
        ("News.Example", "outlet:news.example"),
        ("outlet:News.example", "outlet:news.example"),
        (" outlet: новости.рф ", "outlet:новости.рф"),
        ("outlet:127.0.0.1:8000", "outlet:127.0.0.1:8000"),
    ],
)
def test_sources_have_one_name(given: str, named: str) -> None:
    assert named_source(given) == named


def test_an_outlet_may_be_named_in_any_spelling(monkeypatch: pytest.MonkeyPatch) -> None:
    daily = Outlet("Říční deník", ("Ricni denik",), ("ricni.example", "old.example"), "cs", "CZ")
    weekly = Outlet("Říční týdeník", (), ("weekly.example",), "cs", "CZ")
    known = {"Ricni denik": {daily}, "https://www.ricni.example/1": {daily}, "Říční": {daily, weekly}}
    monkeypatch.setattr("provenance.outlet.find_outlets", lambda printed: frozenset(known.get(printed, ())))
    assert named_source("outlet:Ricni denik") == "outlet:ricni.example"
    with pytest.raises(ConfigurationError, match=r"ricni\.example, weekly\.example"):
        named_source("outlet:Říční")
    page = Article("1", "Text.", "cs", ())
    assert with_outlet(page, "https://www.ricni.example/1").outlet == "Říční deník"
    assert with_outlet(page, "https://unknown.example/1").outlet is None
    assert with_outlet(replace(page, outlet="Own"), "https://www.ricni.example/1").outlet == "Own"


@pytest.mark.parametrize("given", ["ftp://news.example/", "file:///etc/passwd", "outlet:no such outlet", "outlet:"])
def test_sources_that_cannot_be(given: str) -> None:
    with pytest.raises(ConfigurationError):
        named_source(given)

"""A small news site on loopback, which behaves well or badly."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.ingest.archives import story

HOST = "127.0.0.1"


@dataclass
class Reply:
    """What the site answers; `etag` makes it answer 304 to whoever knows it."""

    body: bytes | str = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None


@dataclass
class Site:
    """The site: its pages, which may be changed while it runs, and what was asked of it."""

    pages: dict[str, Reply | list[Reply]]
    asked: list[str]
    port: int = 0

    @property
    def root(self) -> str:
        """Its address without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def put(self, path: str, body: bytes | str, kind: str = "text/html; charset=utf-8", **more: object) -> None:
        """Publish a page; `{root}` in it becomes the site's address."""
        if isinstance(body, str):
            body = body.replace("{root}", self.root)
        self.pages[path] = Reply(body, kind, **more)  # type: ignore[arg-type]

    def put_story(self, path: str, title: str) -> None:
        """Publish an article."""
        self.put(path, story(title), etag=f'"{title}"')

    def put_feed(self, path: str, links: Sequence[str], **more: object) -> None:
        """Publish an RSS feed."""
        items = "".join(
            f"<item><title>x</title><link>{link}</link><pubDate>Mon, 06 May 2024 07:08:09 GMT</pubDate></item>"
            for link in links
        )
        self.put(
            path,
            f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>',
            "application/rss+xml",
            **more,
        )

    def put_sitemap(self, path: str, links: Mapping[str, str | None], *, index: bool = False) -> None:
        """Publish a sitemap, or an index of sitemaps; the values say when each was changed."""
        outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
        entries = "".join(
            f"<{inner}><loc>{link}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</{inner}>"
            for link, changed in links.items()
        )
        self.put(
            path, f'<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{outer}>', "application/xml"
        )

    def asked_for(self, path: str) -> int:
        """How often a page was asked for."""
        return self.asked.count(path)


@contextmanager
def serving() -> Iterator[Site]:
    """Serve a site without pages until the end of the block."""
    site = Site({}, [])

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            reply = site.pages.get(self.path, Reply(status=404))
            if isinstance(reply, list):
                reply = reply.pop(0) if len(reply) > 1 else reply[0]
            unchanged = reply.etag is not None and self.headers.get("If-None-Match") == reply.etag
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            self.send_response(304 if unchanged else reply.status)
            self.send_header("Content-Type", reply.kind)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.etag:
                self.send_header("ETag", reply.etag)
            if "Content-Length" not in reply.headers:
                self.send_header("Content-Length", str(0 if unchanged else len(body)))
            self.end_headers()
            if not unchanged:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    httpd = http.server.ThreadingHTTPServer((HOST, 0), Handler)
    site.port = httpd.server_address[1]
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()

"""WARC files as crawls write them, and damaged ones."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence

STORY = (
    "<!doctype html><html lang='en'><head><title>{title}</title></head><body><article><h1>{title}</h1>"
    "<p>The river rose by two metres on {title} night, and the old bridge in the town was closed to all traffic.</p>"
    "<p>The mayor said that nobody had been hurt, and that the school would stay closed until the water had gone.</p>"
    "<p>Volunteers carried sandbags to the mill until morning, while the fire brigade pumped out the cellars.</p>"
    "</article></body></html>"
)


def story(title: str) -> bytes:
    """A page with an article."""
    return STORY.format(title=title).encode()


def http(
    body: bytes, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8", headers: Sequence[str] = ()
) -> bytes:
    """An HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(content: bytes, *, kind: str = "response", length: int | str | None = None, **header: str) -> bytes:
    """A WARC record; `length` lies about its content."""
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:00000000-0000-4000-8000-000000000000>",
        "WARC-Date": "2024-05-06T07:08:09Z",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(content) if length is None else length),
    }
    fields |= {name.replace("_", "-"): value for name, value in header.items()}
    head = "WARC/1.0\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return head.encode() + b"\r\n" + content + b"\r\n\r\n"


def page(number: int, **header: str) -> bytes:
    """The record of a page with an article."""
    return record(http(story(f"Day {number}")), WARC_Target_URI=f"https://news.example/{number}", **header)


def packed(records: Iterable[bytes]) -> bytes:
    """Each record in a gzip member of its own."""
    return b"".join(map(gzip.compress, records))

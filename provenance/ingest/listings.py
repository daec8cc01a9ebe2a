"""Feeds (RSS, RDF, Atom) and sitemaps (sitemaps.org, with Google's news extension) as lists of pages."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urljoin

from provenance.ingest.record import Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

Kind = Literal["feed", "sitemap", "index"]
#: The sitemap protocol allows 50 MB and 50,000 entries.
LARGEST_LISTING: Final = 52_428_800
MOST_ENTRIES: Final = 50_000
_LONGEST_URL: Final = 2_048
_LONGEST_VALUE: Final = 500
_ROOTS: Final[dict[str, Kind]] = {
    "rss": "feed",
    "rdf": "feed",
    "feed": "feed",
    "urlset": "sitemap",
    "sitemapindex": "index",
}
_ENTRIES: Final[dict[Kind, frozenset[str]]] = {
    "feed": frozenset(["item", "entry"]),
    "sitemap": frozenset(["url"]),
    "index": frozenset(["sitemap"]),
}
#: Twenty for each entry of the longest listing.
_MOST_ELEMENTS: Final = 1_000_000
_MOST_IN_ENTRY: Final = 5_000
_CHANGED: Final = ("updated", "lastmod", "modified", "pubdate", "published", "date")
_PUBLISHED: Final = ("publication_date", "pubdate", "published", "date", "issued")
_GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a listing names, or a listing that an index of them names.

    `changed` and `published` are dates as the listing writes them.
    """

    url: str
    changed: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A feed, a sitemap or an index of sitemaps."""

    kind: Kind
    entries: tuple[Entry, ...]


def read_listing(content: bytes, url: str) -> Listing | None:
    """The pages that a feed or sitemap names, or None where the content is neither.

    Args:
        content: As delivered; it may be a gzip file.
        url: Where it was found, for addresses that are relative.

    Raises:
        Unreadable: it is damaged, too large, or built to grow in its reader.
    """
    from lxml import etree

    content = _unpacked(content)
    if not content.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t").startswith(b"<"):
        return None
    if b"<!ENTITY" in content.replace(b"\x00", b"").upper():
        raise Unreadable("it defines entities of its own, which no feed needs and attacks use")
    # Many feeds are not well-formed; what can be read of them is read, and nothing outside of them.
    events = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        _, root = next(events)
        kind = _ROOTS.get(_name(root))
        if kind is None:
            return None
        return Listing(kind, tuple(_entries(events, kind, url)))
    except StopIteration:
        return None
    except etree.XMLSyntaxError as error:
        raise Unreadable("it is no readable feed or sitemap") from error


def _entries(events: Iterator[tuple[str, _Element]], kind: Kind, base: str) -> Iterator[Entry]:
    names = _ENTRIES[kind]
    found = elements = began = 0
    inside = False
    for event, element in events:
        opens = event == "start"
        elements += opens
        if opens and not inside and _name(element) in names:
            inside, began = True, elements
        if elements > _MOST_ELEMENTS or (inside and elements - began > _MOST_IN_ENTRY):
            raise Unreadable("it has far more elements than a feed or sitemap needs")
        if opens or (inside and _name(element) not in names):
            continue
        entry = _entry(element, base) if inside else None
        inside = False
        # What was read would otherwise be kept until the end of the file.
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
        if entry is not None:
            found += 1
            yield entry
        if found >= MOST_ENTRIES:
            return


def _entry(element: _Element, base: str) -> Entry | None:
    fields: dict[str, str] = {}
    for child in element.iter():
        name = _name(child)
        if child is element or not name:
            continue
        if name == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            fields.setdefault("link", child.get("href", "").strip())
        text = (child.text or "").strip()
        # An identifier is an address only where nothing better is there, and where it says so.
        if text and not (name == "guid" and child.get("isPermaLink", "true").lower() != "true"):
            fields.setdefault(name, text[:_LONGEST_URL])
    link = fields.get("link") or fields.get("loc") or fields.get("guid") or ""
    try:
        url = urljoin(base, link)
    except ValueError:
        return None
    if not link or len(url) > _LONGEST_URL or not url.lower().startswith(("http://", "https://")):
        return None
    return Entry(url.partition("#")[0], _first(fields, _CHANGED), _first(fields, _PUBLISHED))


def _first(fields: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((fields[name][:_LONGEST_VALUE] for name in names if name in fields), None)


def _name(element: _Element) -> str:
    """The name without its namespace, in lower case; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(_GZIP):
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            plain = file.read(LARGEST_LISTING + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable("it is a damaged gzip file") from error
    if len(plain) > LARGEST_LISTING:
        raise Unreadable(f"it unpacks to more than {LARGEST_LISTING // 2**20} MB")
    return plain

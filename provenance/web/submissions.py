"""From what a client sends to what the desk checks."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from provenance.reading import Capture, is_address, now

PASTED, HANDED_OVER = "pasted text", "page handed over"
#: Characters of a description in the history.
_LONGEST_SOURCE = 300
_LONE_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)


def from_text(text: str) -> str | Capture:
    """What was pasted: an address where it is nothing but one, else a text."""
    stripped = text.strip()
    if _LONE_ADDRESS.fullmatch(stripped):
        return stripped if is_address(stripped) else f"https://{stripped}"
    return Capture(PASTED, text.encode("utf-8", "replace"), now(), charset="utf-8")


def from_page(html: str, address: str | None) -> Capture:
    """A page as a browser showed it; the address is what the browser says."""
    url = address if address and is_address(address) else None
    return Capture(HANDED_OVER, html.encode("utf-8", "replace"), now(), url, "text/html", "utf-8")


def from_file(name: str, content: bytes) -> Capture:
    """A file that was dropped or chosen; only the end of its name says anything, and is believed with care."""
    return Capture(name.replace("\\", "/").rpartition("/")[2][:_LONGEST_SOURCE] or PASTED, content, now())


def described(given: str | Capture) -> str:
    """Where an article came from, for the history."""
    if isinstance(given, str):
        return given[:_LONGEST_SOURCE]
    if given.url:
        return f"{given.name}: {urlsplit(given.url).hostname or given.url}"[:_LONGEST_SOURCE]
    return given.name[:_LONGEST_SOURCE]

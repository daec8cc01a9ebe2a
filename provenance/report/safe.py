"""Outside text made harmless to show: a page may carry control characters, and any address it likes."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

#: Embeddings, overrides and isolates: they reorder what follows them (Unicode UAX #9; "Trojan Source").
BIDI_CONTROLS = "\u202a-\u202e\u2066-\u2069"
LONGEST_URL = 2000

_SURROGATES = re.compile("[\ud800-\udfff]")
_UNSAFE_IN_URL = re.compile(r"[\s\x00-\x20\x7f-\xa0<>\"'`\\^{|}]")
_Table = dict[int, str | None]
_SURROGATE_CODES = range(0xD800, 0xE000)
_SPACES: _Table = dict.fromkeys((*range(0x09, 0x0E), 0x85, 0x2028, 0x2029), " ")
_VISIBLE: _Table = {0x7F: "\u2421", **{code: chr(0x2400 + code) for code in range(0x20)}}
_REPLACED: _Table = dict.fromkeys((*range(0x80, 0xA0), *_SURROGATE_CODES), "\ufffd")
_DROPPED: _Table = dict.fromkeys(
    (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080), 0xFEFF)
)
_PLAIN = _DROPPED | _VISIBLE | _REPLACED | _SPACES
_HTML = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0), *_SURROGATE_CODES} - {0x09, 0x0A}, "\ufffd")


def encodable(text: str) -> str:
    """The text with each lone surrogate replaced, so that it can be written as UTF-8; offsets stay true."""
    return _SURROGATES.sub("\ufffd", text)


def plain(text: str) -> str:
    """The text on one line, with nothing that moves a cursor, sets a colour or turns the reading direction.

    Control characters become their visible pictures (U+2400 …), so that an attempt stays in sight.
    """
    return " ".join(text.translate(_PLAIN).split())


def printable(text: str) -> str:
    """The text with the characters that HTML forbids replaced one for one, so that offsets stay true."""
    return text.translate(_HTML)


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters: the beginning, up to a space where there is one near, and an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    space = head.rfind(" ")
    return (head[:space] if space > limit * 2 // 3 else head).rstrip() + "…"


def shorten_middle(text: str, limit: int) -> str:
    """At most about `limit` characters: the beginning and the end, with an ellipsis between them."""
    if len(text) <= limit:
        return text
    return f"{text[: limit * 2 // 3].rstrip()} … {text[-(limit // 3) :].lstrip()}"


def web_url(url: str | None) -> str | None:
    """The address if it is one that a link may lead to (http or https, with a host), else None."""
    if not url or len(url) > LONGEST_URL or _UNSAFE_IN_URL.search(url) or _SURROGATES.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and host and "@" not in parts.netloc else None


def host_name(url: str | None) -> str | None:
    """The host of a web address without "www.", or None."""
    address = web_url(url)
    return (urlsplit(address).hostname or "").removeprefix("www.") if address else None

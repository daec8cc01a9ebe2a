"""Outlet names: whether two spellings, or a name and a web address, mean the same outlet."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

#: Names this alike after folding are one outlet: an inflected ending or another romanisation.
LEAST_ALIKE = 0.84
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_GENERIC = re.compile(r"^(?:the|a|la|le|el|il|die|der|das|agency|news|agentura)\b\s*", re.IGNORECASE)
_TOP_LEVELS = frozenset(["com", "co", "org", "net", "gov", "ac", "edu", "info", "news"])


def fold_outlet(name: str) -> str:
    """The name in plain lower-case Latin letters and digits: "Seznam Zprávy" gives "seznamzpravy"."""
    from anyascii import anyascii

    return _NOT_LETTERS.sub("", anyascii(_GENERIC.sub("", name.strip())).lower())


def site_of(url: str | None) -> str:
    """The part of a web address that names the site: "https://www.example.co.uk/a" gives "example"."""
    if not url:
        return ""
    host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    labels = [label for label in host.split(".") if label]
    while len(labels) > 1 and (labels[-1] in _TOP_LEVELS or len(labels[-1]) == 2):
        labels.pop()
    if len(labels) > 1 and labels[-1] in ("example", "test"):
        labels.pop()
    return _NOT_LETTERS.sub("", labels[-1]) if labels else ""


def same_host(a: str | None, b: str | None) -> bool:
    """Whether two addresses lie on the same site, by their host names without "www"."""
    hosts = [(urlsplit(url).hostname or "").lower().removeprefix("www.") if url else "" for url in (a, b)]
    return bool(hosts[0]) and hosts[0] == hosts[1]


def same_outlet(printed: str, outlet: str | None, url: str | None = None) -> bool:
    """Whether a printed name means `outlet`, or the site of `url`.

    Diacritics, case, spaces, other scripts and inflected endings are looked through.
    """
    from rapidfuzz import fuzz

    asked = fold_outlet(printed)
    names = {fold_outlet(outlet) if outlet else "", site_of(url)}
    if "." in printed and " " not in printed.strip():
        asked = site_of(printed)
    return any(name and asked and fuzz.ratio(asked, name) / 100 >= LEAST_ALIKE for name in names)

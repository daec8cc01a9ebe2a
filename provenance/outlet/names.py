"""Spellings of outlet names: in plain letters, with their endings bent, or as a site's address."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

#: Names this alike after folding are one outlet: another romanisation or a slip of the pen.
LEAST_ALIKE = 0.84
#: A bent word keeps its beginning, but for so many letters at its end.
LONGEST_ENDING = 3
#: A shorter beginning is shared by chance.
SHORTEST_STEM = 3
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_GENERIC = re.compile(r"^(?:the|a|la|le|el|il|die|der|das|agency|news|agentura)\b\s*", re.IGNORECASE)
#: What stands between two outlets in one credit.
_BETWEEN = re.compile(
    r"\s*[,;/+&|·、，،]\s*|\s+[–—-]\s+|\s+(?:and|und|et|y|e|i|a|și|och|og|en|ja|ve|и|і|та|й|және|و)\s+"
)
_TOP_LEVELS = frozenset(["com", "co", "org", "net", "gov", "ac", "edu", "info", "news"])


def fold_outlet(name: str) -> str:
    """The name in plain lower-case Latin letters and digits: "Seznam Zprávy" gives "seznamzpravy"."""
    return "".join(fold_words(name))


@cache
def fold_words(name: str) -> tuple[str, ...]:
    """The folded words of a name, without an article or "agency" before it."""
    from anyascii import anyascii

    words = anyascii(_GENERIC.sub("", name.strip())).split()
    return tuple(folded for word in words if (folded := _NOT_LETTERS.sub("", word.lower())))


def names_in(printed: str) -> tuple[str, ...]:
    """The names that one credit may hold: all of it first, then its parts, as in "ČTK, Reuters"."""
    whole = printed.strip()
    parts = [part for part in _BETWEEN.split(whole) if part]
    return tuple(dict.fromkeys((whole, *parts)))


def site_of(url: str | None) -> str:
    """The part of a web address that names the site: "https://www.example.co.uk/a" gives "example"."""
    labels = [label for label in host_of(url).split(".") if label]
    while len(labels) > 1 and (labels[-1] in _TOP_LEVELS or len(labels[-1]) == 2):
        labels.pop()
    if len(labels) > 1 and labels[-1] in ("example", "test"):
        labels.pop()
    return _NOT_LETTERS.sub("", labels[-1]) if labels else ""


def host_of(url: str | None) -> str:
    """The host of an address in lower case without "www"; "" where there is none."""
    if not url:
        return ""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:
        return ""
    return (host or "").lower().removeprefix("www.")


def same_host(a: str | None, b: str | None) -> bool:
    """Whether two addresses lie on the same site, by their host names without "www"."""
    return bool(host_of(a)) and host_of(a) == host_of(b)


def is_address(name: str) -> bool:
    """Whether a printed name is the address of a site."""
    return "." in name and " " not in name.strip()


def alike(name: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How alike two folded names are whose words differ in their endings at most, 0..1; 0 for other names."""
    if len(name) != len(other):
        return 0.0
    shared = [_shared(a, b) for a, b in zip(name, other, strict=True)]
    if not all(map(_is_bent, name, other, shared)):
        return 0.0
    return sum(shared) / sum(max(len(a), len(b)) for a, b in zip(name, other, strict=True))


def _shared(word: str, other: str) -> int:
    pairs = enumerate(zip(word, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(word), len(other)))


def _is_bent(word: str, other: str, shared: int) -> bool:
    longest = max(len(word), len(other))
    return shared == longest or (
        shared >= max(SHORTEST_STEM, (longest + 1) // 2) and longest - shared <= LONGEST_ENDING
    )

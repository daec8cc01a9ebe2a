"""What a site's robots.txt allows, by the Robots Exclusion Protocol (RFC 9309)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from protego import Protego

from provenance.fetch.client import user_agent

#: A robots.txt is read up to this many bytes; RFC 9309 asks for 500 KiB at least.
LARGEST_ROBOTS = 512 * 1024


@dataclass(frozen=True, slots=True)
class Robots:
    """A robots.txt. `delay` is how many seconds it wants between two requests."""

    delay: float = 0.0
    sitemaps: Sequence[str] = ()
    _rules: Protego | None = field(default=None, repr=False)

    def allows(self, url: str) -> bool:
        """Whether the page may be read."""
        return self._rules is None or bool(self._rules.can_fetch(url, user_agent()))


def read_robots(content: bytes) -> Robots:
    """The rules of a robots.txt; what in it cannot be understood allows everything, as the protocol says."""
    rules = Protego.parse(content.decode("utf-8-sig", "replace"))
    delay = float(rules.crawl_delay(user_agent()) or 0.0)
    rate = rules.request_rate(user_agent())
    if rate is not None:
        delay = max(delay, rate.seconds / rate.requests)
    return Robots(delay, tuple(rules.sitemaps), rules)

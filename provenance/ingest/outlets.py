"""From an outlet's name to its site, and from a page's address to its outlet, by the table of outlets."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from provenance.errors import ConfigurationError
from provenance.values import Article

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN: Final = re.compile(rf"(?:{_LABEL}\.)+(?:{_LABEL}|\d+)(?::\d{{1,5}})?")


def is_domain(text: str) -> bool:
    """Whether a text is written as the domain of a site, perhaps with a port."""
    return bool(_DOMAIN.fullmatch(text))


def domain_of(outlet: str) -> str:
    """The domain of an outlet's site.

    Args:
        outlet: Its domain already, or its name in any spelling that the table knows.

    Raises:
        ConfigurationError: No outlet of that name is known, or several are.
    """
    from provenance.outlet import find_outlets

    if is_domain(outlet):
        return outlet.lower()
    domains = sorted(one.domains[0] for one in find_outlets(outlet) if one.domains)
    if not domains:
        raise ConfigurationError(f"No outlet is known by the name {outlet!r}; give the domain of its site.")
    if len(domains) > 1:
        raise ConfigurationError(f"{outlet!r} may be any of {', '.join(domains)}; give the domain of its site.")
    return domains[0]


def with_outlet(article: Article, url: str | None) -> Article:
    """The article with the outlet whose site the address belongs to, where the page itself names none."""
    from provenance.outlet import find_outlets

    if article.outlet is not None or url is None:
        return article
    known = find_outlets(url)
    return replace(article, outlet=next(iter(known)).name) if len(known) == 1 else article

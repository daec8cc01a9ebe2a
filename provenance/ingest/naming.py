"""How sources are named: files and folders by their paths, the web by addresses, outlets by domain or name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from provenance.errors import ConfigurationError
from provenance.ingest.kinds import reader_of
from provenance.ingest.outlets import domain_of, is_domain

#: Stands before the domain of an outlet among the remembered sources.
OUTLET: Final = "outlet:"
_WEB: Final = ("http://", "https://")
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def is_web_source(source: str) -> bool:
    """Whether a named source is read from the web."""
    return source.startswith((*_WEB, OUTLET))


def named_source(text: str) -> str:
    """A source as it is remembered: an absolute path, an address, or an outlet's domain.

    Args:
        text: What the user gave: a path, an address, a domain, or `outlet:` and a domain or name.

    Raises:
        ConfigurationError: it is an address that is not of the web, or the outlet is not known.
    """
    text = text.strip()
    if text.startswith(OUTLET):
        return OUTLET + domain_of(text.removeprefix(OUTLET).strip())
    if text.lower().startswith(_WEB):
        return text
    if _SCHEME.match(text):
        raise ConfigurationError(f"{text} is no address of the web; it must start with http:// or https://.")
    path = Path(text)
    if not path.exists() and is_domain(text) and reader_of(path) is None:
        return OUTLET + text.lower()
    return str(path.absolute())

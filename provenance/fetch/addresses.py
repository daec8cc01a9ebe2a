"""Which addresses may be fetched: public ones, written plainly.

The rules follow the OWASP cheat sheet on server-side request forgery and the IANA special-purpose
address registries (through `ipaddress`).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import urlsplit

from provenance.errors import AddressRefused, FetchError

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LONGEST_URL = 8192
#: The WHATWG URL standard reads a host whose last label is a number as an IPv4 address.
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)$", re.IGNORECASE)
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".localdomain")


def check_url(url: str, allowed: Collection[str]) -> None:
    """Refuse what can be told to be unfit from the URL alone.

    Args:
        url: The address, as typed or as a redirect gives it.
        allowed: Hosts in lower case that may be private.

    Raises:
        AddressRefused: The host is private or an unusual spelling of an address.
        FetchError: The URL is not one of a web page.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise FetchError("The address cannot be read; check it for typing errors.") from error
    if parts.scheme.lower() not in {"http", "https"} or not host or port == 0 or len(url) > _LONGEST_URL:
        raise FetchError("The address is not one of a web page; it must start with http:// or https://.")
    if parts.username is not None or parts.password is not None:
        raise FetchError("The address contains a user name or password; remove everything before the @ sign.")
    if host in allowed:
        return
    if host == "localhost" or host.endswith(_LOCAL_NAMES):
        raise AddressRefused(_refusal(host))
    if ":" in host:
        check_address(host, host)
    elif _ENDS_IN_NUMBER.search(host):
        if not _is_plain_ipv4(host):
            raise AddressRefused(f"{host} is an unusual spelling of a numeric address; give the site's name instead.")
        check_address(host, host)


def check_address(address: str, host: str) -> None:
    """Refuse an IP address that is not a public one.

    Args:
        address: The address, as the resolver or the URL gives it.
        host: The name that it was found under, for the message.

    Raises:
        AddressRefused: The address is not a public one.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError as error:
        raise AddressRefused(_refusal(host)) from error
    if not _is_public(parsed):
        raise AddressRefused(_refusal(host))


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return _is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        # Addresses that carry another one inside could lead to a private host through a relay.
        if address.ipv4_mapped or address.sixtofour or address.teredo or address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _is_plain_ipv4(host: str) -> bool:
    try:
        return str(ipaddress.IPv4Address(host)) == host
    except ValueError:
        return False


def _refusal(host: str) -> str:
    return (
        f"{host} is not a public address, so it is not fetched; "
        "if it is your own server, allow it with --allow-private HOST."
    )

"""Pages from the web: one request at a time, capped, and never to a private address."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from provenance import __version__
from provenance.errors import FetchError, PageTooLarge
from provenance.fetch.addresses import check_url

if TYPE_CHECKING:
    import httpx

LARGEST_PAGE = 20_000_000
TOTAL_SECONDS = 20.0
MOST_REDIRECTS = 5

#: Encodings that the reader unpacks; each alone, since stacked ones multiply what a small body grows to.
_ENCODINGS = frozenset(["", "identity", "gzip", "x-gzip", "deflate"])

_ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5"

_STATUS_SENTENCES = {
    401: "wants a login; save the page in your browser and give the file instead",
    402: "wants payment; save the page in your browser and give the file instead",
    403: "refuses automated visitors; save the page in your browser and give the file instead",
    404: "has no page at this address; check it for typing errors",
    410: "has removed this page; look for an archived copy",
    429: "asks for fewer requests; wait a few minutes and try again",
    451: "withholds this page for legal reasons; look for an archived copy",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it was delivered.

    `url` is the address after redirects, without its fragment; `content_type` is lower case without
    parameters ("" where none was sent); `charset` is the declared one.
    """

    url: str
    content: bytes
    content_type: str
    charset: str | None


def user_agent() -> str:
    """How the fetcher names itself to sites and looks for itself in robots.txt."""
    return f"translation-provenance/{__version__}"


def fetch(url: str, *, allow_private: Collection[str] = (), transport: httpx.BaseTransport | None = None) -> Fetched:
    """Fetch one page over http or https.

    Every address that a host's name resolves to is checked, at every redirect, and the connection is
    made to the very address that was checked, so that a name which changes its answer gains nothing.

    Args:
        url: The page's address.
        allow_private: Host names or addresses that may be private, as written in the URL.
        transport: Replaces the network, name resolution and the check of resolved addresses included;
            addresses written in a URL are checked all the same.

    Raises:
        AddressRefused: The address is private, loopback, link-local or written in an unusual way.
        PageTooLarge: The body is larger than `LARGEST_PAGE` bytes, unpacked.
        FetchError: The page cannot be had for another reason.
    """
    import httpx

    from provenance.fetch.network import CheckedTransport

    deadline = time.monotonic() + TOTAL_SECONDS
    allowed = frozenset(host.lower().strip("[]").rstrip(".") for host in allow_private)
    check_url(url, allowed)
    with (
        _translated(urlsplit(url).hostname or url),
        httpx.Client(
            transport=transport or CheckedTransport(allowed, deadline),
            trust_env=False,
            timeout=TOTAL_SECONDS,
            headers={"user-agent": user_agent(), "accept": _ACCEPT, "accept-encoding": "gzip, deflate"},
        ) as client,
    ):
        request = client.build_request("GET", httpx.URL(url).copy_with(fragment=None))
        for _ in range(MOST_REDIRECTS + 1):
            check_url(str(request.url), allowed)
            response = client.send(request, stream=True)
            try:
                if response.next_request is None:
                    return _delivered(response, deadline)
                request = response.next_request
            finally:
                response.close()
    raise FetchError(
        f"{request.url.host} redirects more than {MOST_REDIRECTS} times; "
        "open the page in a browser and copy its final address."
    )


@contextmanager
def _translated(host: str) -> Iterator[None]:
    import httpcore
    import httpx

    try:
        yield
    except (httpx.TimeoutException, httpcore.TimeoutException) as error:
        raise FetchError(f"{host} did not answer within {TOTAL_SECONDS:.0f} seconds; try again later.") from error
    except (httpx.DecodingError, httpx.ProtocolError, httpcore.ProtocolError) as error:
        raise FetchError(f"{host} sent an answer that cannot be read as a web page; try it in a browser.") from error
    except (httpx.TransportError, httpcore.NetworkError) as error:
        raise FetchError(_unreachable(host, str(error))) from error
    except (httpx.InvalidURL, httpx.CookieConflict, UnicodeError) as error:
        raise FetchError(f"{host} leads to an address that cannot be read; check it for typing errors.") from error


def _delivered(response: httpx.Response, deadline: float) -> Fetched:
    host = response.url.host
    if response.status_code not in {200, 203}:
        raise FetchError(_status_sentence(host, response.status_code))
    if response.headers.get("content-encoding", "").strip().lower() not in _ENCODINGS:
        raise FetchError(
            f"{host} packs its page in a way that is not supported; save it in a browser and give the file."
        )
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > LARGEST_PAGE:
            raise PageTooLarge(
                f"The page at {host} is larger than {LARGEST_PAGE // 1_000_000} MB; give its text as a file instead."
            )
        if time.monotonic() > deadline:
            raise FetchError(f"{host} did not deliver the page within {TOTAL_SECONDS:.0f} seconds; try again later.")
    content_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    final = str(response.url.copy_with(fragment=None))
    return Fetched(final, bytes(content), content_type, response.charset_encoding)


def _status_sentence(host: str, status: int) -> str:
    if status in _STATUS_SENTENCES:
        return f"{host} {_STATUS_SENTENCES[status]} (HTTP {status})."
    if status >= 500:
        return f"{host} has a fault of its own just now; try again later (HTTP {status})."
    if status < 300:
        return f"{host} delivered no page; try it in a browser (HTTP {status})."
    return f"{host} does not deliver this page; try it in a browser and give the saved file (HTTP {status})."


def _unreachable(host: str, detail: str) -> str:
    if detail == "unknown name":
        return f"No site is known by the name {host}; check the address for typing errors and your connection."
    if "CERTIFICATE" in detail.upper() or "SSL" in detail.upper() or "TLS" in detail.upper():
        return f"The secure connection to {host} cannot be trusted; check the address or give the page as a saved file."
    return f"{host} cannot be reached; check the address and your connection."

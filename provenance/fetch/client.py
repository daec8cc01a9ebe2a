"""One request to a public address, capped in bytes and time, and what the site answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpcore
import httpx

from provenance import __version__
from provenance.errors import ConfigurationError, FetchError, PageTooLarge
from provenance.fetch.addresses import check_url
from provenance.fetch.network import UNKNOWN_NAME, CheckedTransport

MOST_REDIRECTS = 5
UNCHANGED = 304
DELIVERED = frozenset([200, 203])

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
class Answer:
    """What a site answered to one request; the content is there only if a page was delivered.

    `redirect` is the address that the site sends the visitor to; `headers` are in lower case.
    """

    url: str
    status: int
    redirect: str | None
    content: bytes
    charset: str | None
    headers: Mapping[str, str]

    @property
    def content_type(self) -> str:
        """The media type in lower case without parameters, "" where none was sent."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


class Client:
    """Sends requests, never to a private address that is not among the `allowed` hosts."""

    def __init__(self, http: httpx.AsyncClient, allowed: frozenset[str], seconds: float) -> None:
        self._http = http
        self._allowed = allowed
        self._seconds = seconds

    def check(self, url: str) -> None:
        """Refuse an address that can be told to be unfit without asking for it.

        Raises:
            AddressRefused: The host is private or an unusual spelling of an address.
            FetchError: The URL is not one of a web page.
        """
        check_url(url, self._allowed)

    async def request(self, url: str, *, largest: int, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for one address, without following redirects.

        Args:
            url: The address.
            largest: The most bytes of content, unpacked.
            headers: Sent beside the usual ones.

        Raises:
            AddressRefused: The address is private, loopback, link-local or written in an unusual way.
            PageTooLarge: The content is larger than `largest`.
            FetchError: There is no answer that can be read.
        """
        self.check(url)
        with _translated(urlsplit(url).hostname or url, self._seconds):
            async with asyncio.timeout(self._seconds):
                request = self._http.build_request("GET", httpx.URL(url).copy_with(fragment=None), headers=headers)
                response = await self._http.send(request, stream=True)
                try:
                    return await _answer(response, largest)
                finally:
                    await response.aclose()


@asynccontextmanager
async def open_client(
    allow_private: Collection[str], seconds: float, transport: httpx.AsyncBaseTransport | None = None
) -> AsyncIterator[Client]:
    """A client whose requests may take `seconds` each; `transport` replaces the network and its checks."""
    allowed = frozenset(host.lower().strip("[]").rstrip(".") for host in allow_private)
    async with httpx.AsyncClient(
        transport=transport or CheckedTransport(allowed),
        trust_env=False,
        timeout=seconds,
        headers={"user-agent": user_agent(), "accept": _ACCEPT, "accept-encoding": "gzip, deflate"},
    ) as http:
        yield Client(http, allowed, seconds)


def proxied(address: str) -> httpx.AsyncBaseTransport:
    """A transport that goes through a proxy.

    Raises:
        ConfigurationError: The proxy's address cannot be used.
    """
    try:
        return httpx.AsyncHTTPTransport(proxy=address, trust_env=False)
    except (ValueError, ImportError, httpx.InvalidURL) as error:
        raise ConfigurationError(
            "The proxy's address cannot be used; give one that starts with http:// or https://."
        ) from error


def user_agent() -> str:
    """How the fetcher names itself to sites and looks for itself in robots.txt."""
    return f"translation-provenance/{__version__}"


async def followed(url: str, ask: Callable[[str], Awaitable[Answer]]) -> Answer:
    """The answer behind all redirects, each of which is asked for with `ask`.

    Raises:
        FetchError: There are more than `MOST_REDIRECTS`.
    """
    for _ in range(MOST_REDIRECTS + 1):
        answer = await ask(url)
        if answer.redirect is None:
            return answer
        url = answer.redirect
    raise FetchError(
        f"{httpx.URL(url).host} redirects more than {MOST_REDIRECTS} times; "
        "open the page in a browser and copy its final address."
    )


def refuse_status(answer: Answer) -> None:
    """Say why an answer without a page has none.

    Raises:
        FetchError: The site delivered no page.
    """
    host, status = httpx.URL(answer.url).host, answer.status
    if status in DELIVERED:
        return
    if status in _STATUS_SENTENCES:
        raise FetchError(f"{host} {_STATUS_SENTENCES[status]} (HTTP {status}).")
    if status >= 500:
        raise FetchError(f"{host} has a fault of its own just now; try again later (HTTP {status}).")
    if status < 300:
        raise FetchError(f"{host} delivered no page; try it in a browser (HTTP {status}).")
    raise FetchError(f"{host} does not deliver this page; try it in a browser and give the saved file (HTTP {status}).")


async def _answer(response: httpx.Response, largest: int) -> Answer:
    redirect = None
    content = bytearray()
    if response.next_request is not None:
        redirect = str(response.next_request.url)
    elif response.status_code in DELIVERED:
        if response.headers.get("content-encoding", "").strip().lower() not in _ENCODINGS:
            raise FetchError(
                f"{response.url.host} packs its page in a way that is not supported; "
                "save it in a browser and give the file."
            )
        async for chunk in response.aiter_bytes():
            content += chunk
            if len(content) > largest:
                raise PageTooLarge(
                    f"The page at {response.url.host} is larger than {largest // 1_000_000} MB; "
                    "give its text as a file instead."
                )
    url = str(response.url.copy_with(fragment=None))
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(url, response.status_code, redirect, bytes(content), response.charset_encoding, headers)


@contextmanager
def _translated(host: str, seconds: float) -> Iterator[None]:
    try:
        yield
    except (TimeoutError, httpx.TimeoutException, httpcore.TimeoutException) as error:
        raise FetchError(f"{host} did not deliver the page within {seconds:.0f} seconds; try again later.") from error
    except (httpx.DecodingError, httpx.ProtocolError, httpcore.ProtocolError) as error:
        raise FetchError(f"{host} sent an answer that cannot be read as a web page; try it in a browser.") from error
    except (httpx.TransportError, httpcore.NetworkError) as error:
        raise FetchError(_unreachable(host, str(error))) from error
    except (httpx.InvalidURL, httpx.CookieConflict, UnicodeError) as error:
        raise FetchError(f"{host} leads to an address that cannot be read; check it for typing errors.") from error


def _unreachable(host: str, detail: str) -> str:
    if detail == UNKNOWN_NAME:
        return f"No site is known by the name {host}; check the address for typing errors and your connection."
    if "CERTIFICATE" in detail.upper() or "SSL" in detail.upper() or "TLS" in detail.upper():
        return f"The secure connection to {host} cannot be trusted; check the address or give the page as a saved file."
    return f"{host} cannot be reached; check the address and your connection."

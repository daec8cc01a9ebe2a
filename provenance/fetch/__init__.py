"""Pages from the web: one request at a time, capped, and never to a private address."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

LARGEST_PAGE = 20_000_000
TOTAL_SECONDS = 20.0


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


def fetch(
    url: str, *, allow_private: Collection[str] = (), transport: httpx.AsyncBaseTransport | None = None
) -> Fetched:
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
    page = fetch_async(url, allow_private=allow_private, transport=transport)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(page)
    # A notebook has a loop of its own, in which no other can be started.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, page).result()


async def fetch_async(
    url: str,
    *,
    allow_private: Collection[str] = (),
    transport: httpx.AsyncBaseTransport | None = None,
    proxy: str | None = None,
) -> Fetched:
    """The same within a running loop; cancelling it closes the connection.

    Args:
        url: The page's address.
        allow_private: Host names or addresses that may be private, as written in the URL.
        transport: Replaces the network, as in `fetch`.
        proxy: The address of a proxy that fetches the page: it resolves the names, so it has to refuse private
            addresses behind them; addresses written in a URL are checked here all the same.

    Raises:
        FetchError: The page cannot be had, as in `fetch`.
    """
    from provenance.errors import FetchError
    from provenance.fetch.client import Answer, followed, open_client, proxied, refuse_status

    through = proxied(proxy) if proxy else transport
    async with open_client(allow_private, TOTAL_SECONDS, through) as client:

        async def ask(address: str) -> Answer:
            return await client.request(address, largest=LARGEST_PAGE)

        try:
            async with asyncio.timeout(TOTAL_SECONDS):
                answer = await followed(url, ask)
        except TimeoutError as error:
            raise FetchError(
                f"{url} did not deliver a page within {TOTAL_SECONDS:.0f} seconds; try again later."
            ) from error
    refuse_status(answer)
    return Fetched(answer.url, answer.content, answer.content_type, answer.charset)

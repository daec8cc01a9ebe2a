"""The connection itself: resolves a name, checks every answer, and connects to a checked address only.

TLS still verifies the certificate against the name, since only the address of the socket is replaced.
"""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterable
from typing import Any

import httpcore
import httpx

from provenance.fetch.addresses import check_address

#: What the error of a name that does not resolve says.
UNKNOWN_NAME = "unknown name"
_MOST_CONNECTIONS = 100
_IDLE_SECONDS = 30.0


class CheckedTransport(httpx.AsyncBaseTransport):
    """An httpx transport that connects to public addresses and to the `allowed` hosts only."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=_MOST_CONNECTIONS,
            keepalive_expiry=_IDLE_SECONDS,
            network_backend=_CheckedBackend(allowed),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        response = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=await request.aread(),
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response), extensions=response.extensions
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._response.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._response.aclose()


class _CheckedBackend(httpcore.AsyncNetworkBackend):
    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        name = host.lower().strip("[]").rstrip(".")
        addresses = await _resolve(name, port)
        if name not in self._allowed:
            for address in addresses:
                check_address(address, name)
        deadline = None if timeout is None else time.monotonic() + timeout
        for left in range(len(addresses), 0, -1):
            # One address that does not answer must not use up the time of the others.
            wait = None if deadline is None else max(0.0, deadline - time.monotonic()) / left
            try:
                return await self._backend.connect_tcp(addresses[-left], port, wait, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if left == 1:
                    raise
        raise httpcore.ConnectError(UNKNOWN_NAME)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def _resolve(host: str, port: int) -> list[str]:
    # The system's resolver knows no timeout, and asyncio waits at its end for the threads that it lent;
    # one that hangs must keep neither the fetch nor the program waiting.
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(found: list[str] | None) -> None:
        if answer.done():
            return
        if found is None:
            answer.set_exception(httpcore.ConnectError(UNKNOWN_NAME))
        else:
            answer.set_result(found)

    def ask() -> None:
        found: list[str] | None = None
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
        except (OSError, UnicodeError):
            pass
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, found)

    threading.Thread(target=ask, daemon=True).start()
    return await answer

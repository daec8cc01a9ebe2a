"""Listening: one process for all connections, which waits for no slow client."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from provenance.errors import ConfigurationError
from provenance.web.app import create_app
from provenance.web.desk import Desk
from provenance.web.settings import Settings

#: Seconds for the head of a request to arrive, for the next request on a connection, and for work at the end.
HEAD_SECONDS, KEEP_ALIVE_SECONDS, ENDING_SECONDS = 10.0, 15, 3
MOST_CONNECTIONS = 512
LONGEST_HEAD = 65_536


async def serve(settings: Settings, opened: Callable[[str], None] = lambda _: None) -> None:
    """Open a desk and serve it until the process is told to end.

    Args:
        settings: What it is started with.
        opened: Told the address when it can be used.

    Raises:
        ConfigurationError: the address cannot be listened to, or a setting cannot be used.
        ProvenanceError: a model or an index cannot be used.
    """
    with contextlib.closing(_listen(settings)) as listening:
        async with Desk(settings) as desk:
            config = uvicorn.Config(
                create_app(desk),
                http=PatientProtocol,
                ws="none",
                lifespan="off",
                access_log=False,
                log_config=None,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=MOST_CONNECTIONS,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=ENDING_SECONDS,
                h11_max_incomplete_event_size=LONGEST_HEAD,
            )
            await _Server(config, lambda: opened(address_of(settings, listening))).serve(sockets=[listening])


def address_of(settings: Settings, listening: socket.socket) -> str:
    """Where a browser finds the desk."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{listening.getsockname()[1]}"


def _listen(settings: Settings) -> socket.socket:
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((settings.host, settings.port), family=family, backlog=MOST_CONNECTIONS)
    except OSError as error:
        raise ConfigurationError(
            f"The desk cannot listen on {settings.host}, port {settings.port} ({error.strerror or error}); "
            "choose another with --port."
        ) from error


class _Server(uvicorn.Server):
    """Ends in order on a signal, and leaves it at that: what is open is closed by those who opened it."""

    def __init__(self, config: uvicorn.Config, opened: Callable[[], None]) -> None:
        """Call `opened` once connections are taken and signals are heard."""
        super().__init__(config)
        self._opened = opened

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to take connections."""
        await super().startup(sockets)
        self._opened()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that gives the head of a request a time limit, so that slow clients hold no connection."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has connected, and now has to say what it wants."""
        super().connection_made(transport)
        self._expect_head()

    def data_received(self, data: bytes) -> None:
        """Something arrived: the rest of a head, or the beginning of the next."""
        super().data_received(data)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._expect_nothing()
        super().connection_lost(exc)

    def _expect_head(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._expect_nothing()
        elif self._waiting is None:
            self._waiting = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _expect_nothing(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()

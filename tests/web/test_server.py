"""The server's own side of slow and silent clients, its port, and its end."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from provenance.errors import ConfigurationError
from provenance.web import server
from provenance.web.server import PatientProtocol, serve
from provenance.web.settings import Settings
from tests.web.conftest import started

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def answer(scope: Any, receive: Any, send: Any) -> None:
    assert scope["type"] == "http"
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


def talk_to_server(talk: Talk) -> None:
    async def run() -> None:
        config = uvicorn.Config(answer, log_config=None, lifespan="off", timeout_keep_alive=30)
        config.load()
        loop = asyncio.get_running_loop()
        made = lambda: PatientProtocol(config, ServerState(), {})  # noqa: E731
        listening = await loop.create_server(made, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            await talk(reader, writer)
        finally:
            writer.close()
            listening.close()

    asyncio.run(run())


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.1)


def test_a_client_that_says_nothing_is_hung_up_on() -> None:
    async def talk(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        assert await reader.read() == b""

    talk_to_server(talk)


def test_a_client_that_never_ends_its_head_is_hung_up_on() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"GET / HTTP/1.1\r\nhost: localhost\r\n")
        ended = asyncio.create_task(reader.read())
        for number in range(1000):
            if ended.done():
                break
            writer.write(f"x-{number}: y\r\n".encode())
            await asyncio.sleep(0.02)
        assert await ended == b""

    talk_to_server(talk)


def test_a_client_that_thinks_between_two_requests_is_not() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(2):
            writer.write(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")
            assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
            await asyncio.sleep(0.3)

    talk_to_server(talk)


def test_a_head_without_end_is_refused() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"GET / HTTP/1.1\r\nx: " + b"y" * 200_000)
        try:
            assert (await reader.read()).startswith(b"HTTP/1.1 400")
        except ConnectionResetError:
            # Hung up on while it was still talking.
            return

    talk_to_server(talk)


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(home=tmp_path, history=tmp_path / "h.sqlite", port=taken.getsockname()[1])
        with pytest.raises(ConfigurationError, match="--port"):
            asyncio.run(serve(settings))


def test_the_desk_opens_says_where_and_closes_in_order(tmp_path: Path) -> None:
    with started(tmp_path) as (address, process):
        assert address.startswith("http://127.0.0.1:")
        process.terminate()
        out, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        assert out.endswith("The desk is closed.\n")
    assert (tmp_path / "log").read_text(encoding="utf-8") == ""

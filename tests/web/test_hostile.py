"""What the desk is attacked with, as one table; none may get through.

Foreign hosts, origins and tokens are in `test_guard.py`, texts that pose as markup in `test_pages.py` and
`test_browser.py`.
"""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import httpx
import pytest

from provenance.web.desk import Desk
from tests.web.stub import StubPool, keep, on_desk

#: Addresses that lead to this computer, its network or its cloud, in whatever spelling.
ADDRESSES = (
    "http://127.0.0.1/", "http://127.1/", "http://127.0.0.1.:80/", "http://2130706433/", "http://0x7f000001/",
    "http://0177.0.0.1/", "http://0x7f.1/", "http://0/", "http://0.0.0.0/", "http://localhost/", "http://localhost./",
    "http://LOCALHOST:8765/api/v1/reports", "http://desk.localhost/", "http://printer.local/", "http://db.internal/",
    "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.0.1/", "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/", "http://224.0.0.1/", "http://255.255.255.255/", "http://[::1]/",
    "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/", "http://[fe80::1]/", "http://[fc00::1]/", "http://[fec0::1]/", "http://①②⑦.⓪.⓪.①/",
    "http://user:secret@public.example/", "http://public.example@127.0.0.1/", "http://public.example:0/",
    "file:///etc/passwd", "ftp://public.example/", "gopher://127.0.0.1/", "javascript://public.example/%0aalert(1)",
    "data://text/html,x", "http://", "http:///etc/passwd", "http://public.example:99999/", "http://[::1",
    "http://rebinding.example/", "http://redirects.example/",
)  # fmt: skip
#: Names that would lead out of the folder of indexes.
INDEXES = (
    "..", "../demo", "..\\demo", "/etc", "demo/../../etc", "demo/", "demo\x00", "C:\\", ".", " demo", "DEMO", "de%6do",
    "demo\n", "ｄｅｍｏ",
)  # fmt: skip
#: Paths that would lead out of their folder, or to a report without knowing its id.
PATHS = (
    "/static/../desk.py", "/static/%2e%2e/desk.py", "/static/..%2fdesk.py", "/static/....//desk.py",
    "/static//etc/passwd", "/static/%00", "/static/desk.css%00.html", "/static/", "/reports/..%2f..%2f",
    "/reports/%2e%2e%2f",
    "/reports/' OR 1=1", "/reports/____________", "/reports/%25%25%25%25", "/reports/{id}/exports/..%2f",
    "/reports/{id}/exports/..%2f..%2f..", "/reports/{id}/exports/html%0d%0aset-cookie:a=b", "/reports/{id}x",
    "/reports/{id}/exports/__class__", "/api/v1/reports/{id}/exports/%00", "/api/v1/jobs/..%2f",
    "/api/v1/jobs/xxxxxxxxxxxxxxxx",
    "/docs", "/redoc", "/openapi.json",
)  # fmt: skip


class Site(httpx.AsyncBaseTransport):
    """The web as the attacker lays it out."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.host)
        return httpx.Response(302, headers={"location": "http://169.254.169.254/latest/"})


@pytest.mark.parametrize("url", ADDRESSES)
def test_no_address_leads_into_the_network_of_the_desk(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = Site()
    if "redirects" in url:
        monkeypatch.setattr("provenance.fetch.client.CheckedTransport", lambda _: web)
    connected: list[Any] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: connected.append(address))
    # The name server answers for the attacker, with a private address.
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)

    async def work(desk: Desk, client: httpx.AsyncClient) -> tuple[httpx.Response, httpx.Response, int]:
        checked = await client.post("/api/v1/check", json={"url": url})
        against = await client.post("/api/v1/check", json={"text": "The dam.", "against": {"url": url}})
        assert isinstance(desk.pool, StubPool)
        return checked, against, len(desk.pool.tasks)

    checked, against, tasks = on_desk(tmp_path, work)
    assert (checked.status_code, against.status_code, tasks) == (422, 422, 0)
    assert checked.json()["title"] in {"AddressRefused", "FetchError"}
    assert connected == []
    assert set(web.asked) <= {"redirects.example"}


@pytest.mark.parametrize("name", INDEXES)
def test_no_name_leads_out_of_the_indexes(tmp_path: Path, name: str) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> list[int]:
        answers = [
            await client.post("/api/v1/check", json={"text": "The dam.", "index": [name]}),
            await client.post("/api/v1/search", json={"text": "The dam.", "index": [name]}),
            await client.post("/api/v1/jobs", json={"articles": [{"text": "The dam."}], "index": [name]}),
            await client.post("/check", data={"article": "The dam.", "index": name}),
        ]
        assert isinstance(desk.pool, StubPool)
        assert desk.pool.tasks == []
        return [answer.status_code for answer in answers]

    assert set(on_desk(tmp_path, work)) == {404}


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_to_what_was_not_meant(tmp_path: Path, path: str) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> httpx.Response:
        url = httpx.URL("http://127.0.0.1:8765").copy_with(raw_path=path.replace("{id}", keep(desk)).encode())
        return await client.send(client.build_request("GET", url))

    answer = on_desk(tmp_path, work)
    assert answer.status_code in {303, 307, 400, 404, 405, 422}
    assert "set-cookie" not in answer.headers
    assert "root:" not in answer.text
    assert "import" not in answer.text


def test_the_table_is_long_enough() -> None:
    assert len(ADDRESSES) + len(INDEXES) + len(PATHS) >= 60


def test_many_bad_requests_leave_the_desk_as_it_was(tmp_path: Path) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> tuple[set[int], int]:
        bad = [client.post("/api/v1/check", json={"url": one}) for one in ADDRESSES[:20]]
        answers = await asyncio.gather(*bad)
        good = await client.post("/api/v1/check", json={"text": "The dam holds."})
        assert desk.pool.waiting == 0
        return {answer.status_code for answer in answers}, good.status_code

    codes, good = on_desk(tmp_path, work)
    assert codes <= {422, 429}
    assert good == 200

"""The desk with its workers, from a paragraph to evidence that verifies."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from provenance.web.desk import Desk
from tests.web.conftest import REPOSTS, ROOT
from tests.web.stub import StubPool, on_desk


def test_a_repost_is_traced_and_its_evidence_verifies(client: httpx.Client, tmp_path: Path) -> None:
    html = (REPOSTS / "flood-repost.html").read_text(encoding="utf-8")
    checked = client.post("/api/v1/check", json={"html": html, "address": "https://a.example/flood", "keep": True})
    report = checked.json()
    assert report["verdict"]["status"] == "traced"
    assert report["article"]["url"]
    bundle = client.get(f"{checked.headers['location']}/exports/bundle")
    assert bundle.headers["content-type"] == "application/zip"
    (tmp_path / "evidence.zip").write_bytes(bundle.content)
    here = ["verify", str(tmp_path / "evidence.zip"), "--indexes", str(tmp_path)]
    command = [sys.executable, str(ROOT / "cli.py"), *here]
    verified = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert (verified.returncode, verified.stderr) == (0, "")


def test_a_sentence_is_found_in_its_original(client: httpx.Client) -> None:
    sentence = "Kyiv has not reacted to the accusation so far."
    places = client.post("/api/v1/search", json={"text": sentence, "limit": 3}).json()["places"]
    assert 1 <= len(places) <= 3
    assert places[0]["original"]["outlet"] == "Seznam Zprávy"
    assert places[0]["sentence"]["text"] in places[0]["passage"]["text"]
    assert [one["similarity"] for one in places] == sorted((one["similarity"] for one in places), reverse=True)


def test_pairs_are_compared(client: httpx.Client) -> None:
    pairs = [
        {"original": "Hasiči evakuovali 340 lidí.", "repost": "Firefighters evacuated 430 people."},
        {"original": "Hasiči evakuovali 340 lidí.", "repost": "Firefighters evacuated 340 people."},
    ]
    rows = client.post("/api/v1/compare", json={"pairs": pairs}).json()["rows"]
    assert [row["row"] for row in rows] == [0, 1]
    assert "number" in {drift["check"] for drift in rows[0]["drifts"]}
    assert rows[0]["drift_probability"] > rows[1]["drift_probability"]


def test_the_index_says_what_it_covers(client: httpx.Client) -> None:
    (index,) = client.get("/api/v1/indexes").json()["indexes"]
    assert (index["name"], index["problem"]) == ("demo", None)
    assert index["articles"] > 40
    assert {"cs", "de", "uk"} <= set(index["languages"])


def test_an_article_that_is_not_there_is_answered_plainly(client: httpx.Client) -> None:
    text = (REPOSTS / "ice-storm-unknown.txt").read_text(encoding="utf-8")
    sent = client.post("/check", data={"article": text})
    page = client.get(sent.headers["location"])
    assert "Not in this index" in page.text
    assert "no proof that there is no original" in page.text


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[bytes]]]:
    """A proxy that answers every request itself, and what it was asked for."""
    asked: list[bytes] = []
    page = b"<title>Dam</title><p>The dam at Dolni Lhota holds.</p>"
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(65_536).split(b"\r\n")[0])
                    head = f"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {len(page)}\r\n\r\n"
                    connection.sendall(head.encode() + page)

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
        listening.shutdown(socket.SHUT_RDWR)


def test_pages_are_fetched_through_the_proxy(tmp_path: Path, proxy: tuple[str, list[bytes]]) -> None:
    address, asked = proxy

    async def work(desk: Desk, client: httpx.AsyncClient) -> tuple[int, int, bytes]:
        fetched = await client.post("/api/v1/check", json={"url": "http://news.example/dam"})
        private = await client.post("/api/v1/check", json={"url": "http://10.0.0.1/"})
        assert isinstance(desk.pool, StubPool)
        return fetched.status_code, private.status_code, desk.pool.tasks[0][1][0]

    fetched, private, content = on_desk(tmp_path, work, proxy=address)
    assert (fetched, private) == (200, 422)
    assert asked == [b"GET http://news.example/dam HTTP/1.1"]
    assert b"The dam at Dolni Lhota" in content


def test_a_proxy_that_cannot_be_one_is_said(tmp_path: Path) -> None:
    async def work(_: Desk, client: httpx.AsyncClient) -> str:
        answer = await client.post("/api/v1/check", json={"url": "http://news.example/dam"})
        return str(json.loads(answer.text)["detail"])

    assert "proxy" in on_desk(tmp_path, work, proxy="nonsense://x")

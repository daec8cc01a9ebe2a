"""The door of the desk: who may ask, how much, and what an answer says to the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from provenance.errors import ConfigurationError
from provenance.web import guard
from provenance.web.desk import Desk
from provenance.web.settings import Settings
from tests.web.stub import ADDRESS, keep, on_desk

TOKEN = "a-long-enough-secret"
FORM = {"article": "The dam holds."}


def ask(tmp_path: Path, method: str, path: str, settings: dict[str, Any] | None = None, **options: Any) -> Any:
    async def work(_: Desk, client: httpx.AsyncClient) -> httpx.Response:
        return await client.request(method, path, **options)

    return on_desk(tmp_path, work, **(settings or {}))


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "LOCALHOST", "[::1]:8765", "127.0.0.1."])
def test_the_desk_answers_to_its_own_names(tmp_path: Path, host: str) -> None:
    assert ask(tmp_path, "GET", "/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "rebind.example:8765", "127.0.0.1.rebind.example", "localhost.rebind.example", "0.0.0.0:8765", "192.168.1.9",
        "a@localhost", "localhost@rebind.example", "localhost:80'x", "localhost/..", "[::1", "", "2130706433", "127.1",
    ],
)  # fmt: skip
def test_another_name_is_turned_away(tmp_path: Path, host: str) -> None:
    answer = ask(tmp_path, "GET", "/", headers={"host": host})
    assert answer.status_code == 421
    assert answer.json()["title"] == "UnknownHost"


def test_further_names_can_be_allowed(tmp_path: Path) -> None:
    settings = {"hosts": ("desk.newsroom.example",)}
    assert ask(tmp_path, "GET", "/", settings, headers={"host": "desk.newsroom.example"}).status_code == 200


def test_a_desk_for_a_network_answers_to_numbers_but_to_no_strange_names(tmp_path: Path) -> None:
    settings = {"host": "0.0.0.0", "token": TOKEN}
    login = "/login"
    assert ask(tmp_path, "GET", login, settings, headers={"host": "192.168.1.9:8765"}).status_code == 200
    assert ask(tmp_path, "GET", login, settings, headers={"host": "rebind.example"}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://localhost:8765"},
        {"origin": "http://127.0.0.1:8765.evil.example"},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/check"), ("POST", "/reports/delete"), ("DELETE", "/api/v1/reports")]
)
def test_other_sites_cannot_act(tmp_path: Path, method: str, path: str, headers: dict[str, str]) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> tuple[httpx.Response, int]:
        keep(desk)
        return await client.request(method, path, headers=headers, data=FORM), len(desk.history.latest(5))

    answer, kept = on_desk(tmp_path, work)
    assert answer.status_code == 403
    assert kept == 1


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": ADDRESS}, {"origin": ADDRESS, "sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}],
)
def test_the_own_page_and_programs_can(tmp_path: Path, headers: dict[str, str]) -> None:
    assert ask(tmp_path, "POST", "/check", headers=headers, data=FORM).status_code == 303


@pytest.mark.parametrize("path", ["/", "/reports", "/reports/abcdefghijkl", "/receive"])
def test_without_the_token_a_person_is_asked_for_it(tmp_path: Path, path: str) -> None:
    answer = ask(tmp_path, "GET", path, {"token": TOKEN})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/login?to={path}")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": TOKEN},
        {"authorization": "Bearer"},
        {"authorization": f"Bearer {TOKEN}x"},
        {"authorization": f"Bearer {TOKEN[:-1]}"},
        {"authorization": f"Basic {TOKEN}"},
        {"cookie": f"provenance_desk={TOKEN}"},
        {"cookie": "provenance_desk="},
        {"cookie": '"; =;,provenance_desk'},
    ],
)
def test_without_the_token_a_program_gets_nothing(tmp_path: Path, headers: dict[str, str]) -> None:
    for path in ("/api/v1/reports", "/api/v1/metrics", "/api/v1/openapi.json"):
        assert ask(tmp_path, "GET", path, {"token": TOKEN}, headers=headers).status_code == 401


def test_the_token_opens_as_bearer_and_through_the_login(tmp_path: Path) -> None:
    bearer = {"authorization": f"bearer {TOKEN}"}
    assert ask(tmp_path, "GET", "/api/v1/reports", {"token": TOKEN}, headers=bearer).status_code == 200

    async def work(_: Desk, client: httpx.AsyncClient) -> tuple[httpx.Response, httpx.Response]:
        return await client.post("/login", data={"token": TOKEN, "to": "/reports"}), await client.get("/reports")

    entered, page = on_desk(tmp_path, work, token=TOKEN)
    assert (entered.status_code, entered.headers["location"], page.status_code) == (303, "/reports", 200)
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert TOKEN not in cookie


def test_a_wrong_token_enters_nowhere_and_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("provenance.web.pages.asyncio.sleep", sleep)
    answer = ask(tmp_path, "POST", "/login", {"token": TOKEN}, data={"token": "guess"})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert waited


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", ""]
)
def test_the_login_leads_nowhere_else(tmp_path: Path, to: str) -> None:
    answer = ask(tmp_path, "POST", "/login", {"token": TOKEN}, data={"token": TOKEN, "to": to})
    there = httpx.URL(f"{ADDRESS}/login").join(answer.headers["location"])
    assert (there.scheme, there.host) == ("http", "127.0.0.1")


def test_health_tells_everyone_whether_the_desk_is_alive(tmp_path: Path) -> None:
    assert ask(tmp_path, "GET", "/api/v1/health", {"token": TOKEN}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/api/v1/health", "/nowhere", "/static/desk.css", "/api/v1/nowhere"])
def test_every_answer_keeps_the_browser_in_bounds(tmp_path: Path, path: str) -> None:
    headers = ask(tmp_path, "GET", path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in headers


def test_an_announced_flood_is_refused_unread(tmp_path: Path) -> None:
    headers = {"content-length": str(guard.LARGEST_BODY + 1)}
    assert ask(tmp_path, "POST", "/api/v1/check", headers=headers, content=b"{").status_code == 413


@pytest.mark.parametrize("path", ["/api/v1/check", "/check"])
def test_a_flood_that_is_not_announced_is_cut_off(tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LARGEST_BODY", 100_000)
    taken = 0

    async def flood() -> Any:
        nonlocal taken
        for _ in range(1000):
            taken += 10_000
            yield b" " * 10_000

    kind = "application/json" if path.startswith("/api") else "application/x-www-form-urlencoded"
    assert ask(tmp_path, "POST", path, content=flood(), headers={"content-type": kind}).status_code == 413
    assert taken < 300_000


def test_a_body_that_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    monkeypatch.setattr(guard, "BODY_SECONDS", 0.05)

    async def drip() -> Any:
        while True:
            yield b" "
            await asyncio.sleep(0.02)

    headers = {"content-type": "application/json"}
    assert ask(tmp_path, "POST", "/api/v1/check", content=drip(), headers=headers).status_code == 408


@pytest.mark.parametrize(
    "settings",
    [
        {"host": "0.0.0.0"},
        {"host": "192.168.1.9"},
        {"token": "short"},
        {"token": "töken" * 4},
        {"port": 70_000},
        {"indexes": ()},
        {"seconds": 0},
        {"keep_days": -1},
    ],
)
def test_a_desk_that_cannot_be_meant_is_not_opened(tmp_path: Path, settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        Settings(home=tmp_path, history=tmp_path / "desk.sqlite", **settings)


def test_the_token_is_shown_nowhere(tmp_path: Path) -> None:
    assert TOKEN not in repr(Settings(home=tmp_path, history=tmp_path, token=TOKEN))

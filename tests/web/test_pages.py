"""The pages as a browser without a script meets them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest

from provenance.errors import FetchError, TookTooLong
from provenance.web.desk import Desk
from provenance.web.history import LONGEST_NOTE
from provenance.web.pages import LISTED
from tests.report.samples import DRIFTS, HOSTILE, hostile_report
from tests.web.stub import StubPool, keep, on_desk

TAGS = {
    "html", "head", "meta", "title", "link", "script", "body", "a", "header", "svg", "path", "nav", "main", "h1", "h2",
    "h3", "p", "bdi", "span", "section", "dl", "dt", "dd", "div", "button", "label", "select", "option", "b", "small",
    "details", "summary", "ul", "ol", "li", "q", "mark", "form", "input", "textarea", "dialog", "kbd", "time",
    "fieldset", "legend",
}  # fmt: skip
BARE_OPENINGS = re.compile(r"(?i)(?:href|src|action)=\"\s*(?:javascript|data|vbscript):")


class Reader(HTMLParser):
    """What a page holds: its tags, its attributes, its addresses, its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.scripts: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attributes)
        self.attributes |= found.keys()
        self.links += [value for key in ("href", "action", "src") if (value := found.get(key)) is not None]
        if tag == "script":
            self.scripts.append(found.get("src") or "inline")

    def handle_data(self, data: str) -> None:
        self.text += data


def get(tmp_path: Path, *paths: str, **settings: Any) -> list[httpx.Response]:
    async def work(desk: Desk, client: httpx.AsyncClient) -> list[httpx.Response]:
        identity = keep(desk)
        return [await client.get(path.format(id=identity)) for path in paths]

    return on_desk(tmp_path, work, **settings)


def test_the_first_page_asks_for_an_article_and_lists_the_latest(tmp_path: Path) -> None:
    page = get(tmp_path, "/")[0]
    assert page.status_code == 200
    assert "Where does this article come from?" in page.text
    assert "Dam near Dolni Lhota holds" in page.text
    assert '<form id="check"' in page.text


def test_an_address_can_be_filled_in_but_is_not_fetched_by_a_link(tmp_path: Path) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> tuple[str, int]:
        page = await client.get("/", params={"url": 'https://a.example/"><script>alert(1)</script>'})
        assert isinstance(desk.pool, StubPool)
        return page.text, len(desk.pool.tasks)

    text, tasks = on_desk(tmp_path, work)
    assert "https://a.example/&#34;&gt;&lt;script&gt;" in text
    assert tasks == 0


@pytest.mark.parametrize(
    ("data", "files", "captured"),
    [
        ({"article": "The dam holds.\n\nIt rained."}, None, b"The dam holds.\n\nIt rained."),
        ({"article": ""}, {"file": ("C:\\a\\dam.txt", b"The dam holds.")}, b"The dam holds."),
        ({"html": "<p>The dam holds.</p>", "address": "https://a.example/"}, None, b"<p>The dam holds.</p>"),
    ],
)
def test_a_form_leads_to_its_report(tmp_path: Path, data: dict[str, str], files: Any, captured: bytes) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> tuple[httpx.Response, httpx.Response, bytes]:
        sent = await client.post("/check", data=data, files=files)
        assert isinstance(desk.pool, StubPool)
        return sent, await client.get(sent.headers["location"]), desk.pool.tasks[0][1][0]

    sent, report, content = on_desk(tmp_path, work)
    assert sent.status_code == 303
    assert report.status_code == 200
    assert content == captured


def test_a_known_original_is_compared(tmp_path: Path) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> tuple[bytes, ...]:
        await client.post("/check", data={"article": "The dam holds.", "against": "Hráz drží."})
        assert isinstance(desk.pool, StubPool)
        return desk.pool.tasks[0][1]

    assert on_desk(tmp_path, work) == (b"The dam holds.", "Hráz drží.".encode())


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        ({"article": "  "}, 422, "There is nothing to check yet"),
        ({"article": "x", "index": "../../etc"}, 404, "This desk has no index of that name"),
        ({"article": "http://127.0.0.1:8765/"}, 422, "is not a public address"),
    ],
)
def test_what_cannot_be_checked_is_said_in_a_sentence(
    tmp_path: Path, data: dict[str, str], status: int, sentence: str
) -> None:
    async def work(_: Desk, client: httpx.AsyncClient) -> list[httpx.Response]:
        json = {"accept": "application/json"}
        return [await client.post("/check", data=data), await client.post("/check", data=data, headers=json)]

    page, program = on_desk(tmp_path, work)
    assert page.status_code == status
    assert sentence in page.text
    assert 'href="/"' in page.text
    # An address is only fetched once the job is under way.
    assert program.status_code in {status, 202}


@pytest.mark.parametrize(("error", "status"), [(FetchError("No site <b>."), 422), (TookTooLong("Stopped."), 504)])
def test_what_fails_on_the_way_is_said_in_a_sentence(tmp_path: Path, error: Exception, status: int) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> httpx.Response:
        async def fail() -> None:
            raise error

        assert isinstance(desk.pool, StubPool)
        desk.pool.gate = fail
        return await client.post("/check", data={"article": "The dam holds."})

    page = on_desk(tmp_path, work)
    assert page.status_code == status
    assert "This could not be done" in page.text
    assert "<b>." not in page.text


def test_a_report_can_be_read_without_a_script(tmp_path: Path) -> None:
    page = Reader(get(tmp_path, "/reports/{id}")[0].text)
    for drift in DRIFTS:
        assert drift.reason in page.text
    for words in ("Mayor Petr Vodák", "Starosta Petr Vodák", "Page furniture, left out: 2 passages", "Partly traced"):
        assert words in page.text
    inside = [link for link in page.links if link.startswith("#")]
    assert len(inside) > 10


def test_a_report_links_only_to_what_is_there(tmp_path: Path) -> None:
    html = get(tmp_path, "/reports/{id}")[0].text
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    missing = {link[1:] for link in Reader(html).links if link.startswith("#")} - set(ids)
    assert missing == set()


def test_a_finding_is_judged_without_a_script(tmp_path: Path) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> tuple[httpx.Response, str, Any]:
        path = f"/reports/{keep(desk)}"
        said = await client.post(f"{path}/reviews/1", data={"mark": "confirmed", "note": "called <him>", "number": 2})
        return said, (await client.get(path)).text, desk.history.latest(1)[0].reviewed

    said, html, reviewed = on_desk(tmp_path, work)
    assert said.status_code == 303
    assert said.headers["location"].endswith("#finding-2")
    assert "called &lt;him&gt;</textarea>" in html
    pressed = re.findall(r'data-mark="([^"]+)" aria-pressed="true"', html)
    assert pressed == ["confirmed"]
    assert reviewed == 1


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        ("reviews/7", {"mark": "confirmed"}, 404),
        ("reviews/-1", {"mark": "confirmed"}, 422),
        ("reviews/x", {"mark": "confirmed"}, 422),
        ("reviews/0", {"mark": "perhaps"}, 422),
        ("reviews/0", {"note": "x" * (LONGEST_NOTE + 1)}, 422),
    ],
)
def test_a_judgement_that_cannot_be_meant_is_refused(
    tmp_path: Path, path: str, data: dict[str, str], status: int
) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> tuple[int, int]:
        identity = keep(desk)
        answer = await client.post(f"/reports/{identity}/{path}", data=data)
        return answer.status_code, len(desk.history.reviews(identity))

    assert on_desk(tmp_path, work) == (status, 0)


def test_reports_are_listed_and_deleted(tmp_path: Path) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> list[httpx.Response]:
        first, _ = keep(desk), keep(desk)
        before = await client.get("/reports")
        gone = await client.post(f"/reports/{first}/delete")
        missing = await client.get(f"/reports/{first}")
        everything = await client.post("/reports/delete")
        return [before, gone, missing, everything, await client.get("/reports")]

    before, gone, missing, everything, after = on_desk(tmp_path, work)
    assert before.text.count("<time") == 2
    assert (gone.status_code, missing.status_code, everything.status_code) == (303, 404, 303)
    assert "may have been deleted" in missing.text
    assert "Nothing has been checked yet" in after.text


def test_a_long_history_has_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.web.pages.LISTED", 2)
    assert LISTED > 100

    async def work(desk: Desk, client: httpx.AsyncClient) -> list[int]:
        for day in range(3):
            identity = keep(desk)
            desk.history._tables.execute(
                "UPDATE reports SET created = ? WHERE id = ?", (f"2026-01-0{day + 1}T00:00:00Z", identity)
            )
        first = await client.get("/reports")
        older = re.search(r'href="(/reports\?before=[^"]+)"', first.text)
        assert older
        second = await client.get(older[1])
        return [first.text.count("<time"), second.text.count("<time")]

    assert on_desk(tmp_path, work) == [2, 1]


@pytest.mark.parametrize("format_name", ["html", "json", "markdown", "annotations", "text"])
def test_judgements_go_along_with_every_export(tmp_path: Path, format_name: str) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> httpx.Response:
        identity = keep(desk)
        desk.history.review(identity, 0, "confirmed", "asked the mayor")
        return await client.get(f"/reports/{identity}/exports/{format_name}")

    export = on_desk(tmp_path, work)
    assert export.headers["content-disposition"].startswith('attachment; filename="provenance-')
    if format_name != "annotations":
        assert "asked the mayor" in " ".join(export.text.split())
        assert "confirmed" in export.text
    if format_name == "json":
        assert export.json()["reviews"][0] | {"updated": ""} == {
            "finding": 0,
            "mark": "confirmed",
            "note": "asked the mayor",
            "updated": "",
        }


@pytest.mark.parametrize("path", ["/", "/reports", "/reports/{id}", "/receive", "/login", "/nowhere"])
def test_no_page_asks_anyone_else_for_anything(tmp_path: Path, path: str) -> None:
    page = Reader(get(tmp_path, path)[0].text)
    assert "inline" not in page.scripts
    assert "style" not in page.attributes | page.tags
    assert not [name for name in page.attributes if name.startswith("on")]
    assert all(script.startswith("/static/") for script in page.scripts)


@pytest.mark.parametrize("path", ["/", "/reports/{id}"])
def test_the_first_paint_is_small(tmp_path: Path, path: str) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> int:
        identity = keep(desk)
        page = await client.get(path.format(id=identity))
        parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
        whole = len(page.content)
        for part in parts:
            answer = await client.get(part)
            assert "immutable" in answer.headers["cache-control"]
            whole += len(answer.content)
        return whole

    # Before compression.
    assert on_desk(tmp_path, work) < 100_000


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_page_says_is_shown_as_text(tmp_path: Path, text: str) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> list[str]:
        identity = keep(desk, hostile_report(text))
        desk.history._tables.execute("UPDATE reports SET source = ?", (text.encode("utf-8", "replace").decode(),))
        desk.history.review(identity, 0, "confirmed", text.encode("utf-8", "replace").decode())
        return [(await client.get(path)).text for path in (f"/reports/{identity}", "/reports", "/")]

    for html in on_desk(tmp_path, work):
        page = Reader(html)
        assert page.tags <= TAGS
        assert not [name for name in page.attributes if name.startswith("on")]
        assert [script for script in page.scripts if not script.startswith("/static/")] == []
        assert len(BARE_OPENINGS.findall(html)) <= html.count('class="bookmarklet"')
        assert "\x1b" not in html
        assert "\x00" not in html

"""The API, with workers that are not there: what it takes, what it gives, what it says when it cannot."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from provenance.errors import (
    EmbedderError,
    EmptyPage,
    IndexBroken,
    ProvenanceError,
    ServiceBusy,
    StorageFull,
    TookTooLong,
    WorkerLost,
)
from provenance.web.api.common import ERRORS
from provenance.web.desk import Desk
from tests.report.samples import DRIFTS
from tests.web.stub import StubPool, keep, on_desk

TEXT = {"text": "The dam holds."}


def stub(desk: Desk) -> StubPool:
    assert isinstance(desk.pool, StubPool)
    return desk.pool


def post(tmp_path: Path, path: str, body: Any, **settings: Any) -> httpx.Response:
    async def work(_: Desk, client: httpx.AsyncClient) -> httpx.Response:
        return await client.post(path, json=body)

    return on_desk(tmp_path, work, **settings)


def test_a_check_gives_the_report_and_keeps_nothing(tmp_path: Path) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> tuple[httpx.Response, int]:
        return await client.post("/api/v1/check", json=TEXT), len(desk.history.latest(5))

    answer, kept = on_desk(tmp_path, work)
    assert answer.status_code == 200
    assert answer.json()["schema"] == "provenance.report/1"
    assert "location" not in answer.headers
    assert kept == 0


def test_a_check_can_be_kept(tmp_path: Path) -> None:
    async def work(_: Desk, client: httpx.AsyncClient) -> tuple[Any, Any, Any]:
        answer = await client.post("/api/v1/check", json=TEXT | {"keep": True})
        there = await client.get(answer.headers["location"])
        listed = await client.get("/api/v1/reports")
        return answer.json(), there.json(), listed.json()["reports"][0]

    report, kept, entry = on_desk(tmp_path, work)
    assert kept == report | {"reviews": []}
    assert (entry["source"], entry["summary"]["status"]) == ("pasted text", "traced")


@pytest.mark.parametrize(
    ("body", "captures", "contents"),
    [
        ({"text": "ž"}, [("pasted text", None, None)], ["ž".encode()]),
        (
            {"html": "<p>a", "address": "https://a.example/x"},
            [("page handed over", "https://a.example/x", "text/html")],
            [b"<p>a"],
        ),
        ({"html": "<p>a", "address": "javascript:1"}, [("page handed over", None, "text/html")], [b"<p>a"]),
        (
            {"text": "a", "against": {"text": "b"}},
            [("pasted text", None, None), ("pasted text", None, None)],
            [b"a", b"b"],
        ),
        (
            {"text": "https://a.example/ says"},
            [("pasted text", None, None)],
            [b"https://a.example/ says"],
        ),
    ],
)
def test_what_is_sent_reaches_the_worker_as_it_is(
    tmp_path: Path, body: Any, captures: list[tuple[str, str | None, str | None]], contents: list[bytes]
) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> tuple[Any, tuple[bytes, ...]]:
        await client.post("/api/v1/check", json=body)
        return stub(desk).tasks[0]

    task, parts = on_desk(tmp_path, work)
    assert [(one["name"], one["url"], one["content_type"]) for one in task["captures"]] == captures
    assert list(parts) == contents


def test_only_the_indexes_of_the_desk_are_searched(tmp_path: Path) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> tuple[list[int], list[list[str]]]:
        asked = ([], ["news"], ["news", "demo", "news"], ["other"])
        codes = [(await client.post("/api/v1/check", json=TEXT | {"index": one})).status_code for one in asked]
        return codes, [task["indexes"] for task, _ in stub(desk).tasks]

    codes, searched = on_desk(tmp_path, work, indexes=("demo", "news"))
    assert codes == [200, 200, 200, 404]
    assert searched == [["demo"], ["news"], ["news", "demo"]]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (EmptyPage("There is no text."), 422),
        (ServiceBusy("Come back.", 7), 429),
        (WorkerLost("It ended."), 500),
        (IndexBroken("Damaged."), 503),
        (EmbedderError("No model."), 503),
        (TookTooLong("Too long."), 504),
        (StorageFull("No room."), 507),
    ],
)
def test_an_error_is_one_sentence_of_its_kind(tmp_path: Path, error: ProvenanceError, status: int) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> httpx.Response:
        async def fail() -> None:
            raise error

        stub(desk).gate = fail
        return await client.post("/api/v1/check", json=TEXT)

    answer = on_desk(tmp_path, work)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": type(error).__name__,
        "status": status,
        "detail": str(error),
    }
    assert answer.headers.get("retry-after") == ("7" if status == 429 else None)
    assert status in ERRORS


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("check", {}),
        ("check", {"text": ""}),
        ("check", {"text": "a", "url": "https://a.example/"}),
        ("check", {"text": "a", "unknown": 1}),
        ("check", {"text": 7}),
        ("check", {"text": "a", "index": "demo"}),
        ("check", {"text": "a", "index": ["x" * 101]}),
        ("check", {"text": "a", "against": {}}),
        ("check", []),
        ("check", None),
        ("jobs", {"articles": []}),
        ("jobs", {"articles": [TEXT] * 201}),
        ("compare", {"pairs": []}),
        ("compare", {"pairs": [{"original": "a"}]}),
        ("compare", {"pairs": [{"original": "a", "repost": "b", "repost_language": "en\tde"}]}),
        ("compare", {"pairs": [{"original": "a" * 20_001, "repost": "b"}]}),
        ("search", {"text": ""}),
        ("search", {"text": "a", "limit": 0}),
        ("search", {"text": "a", "limit": 51}),
        ("search", {"text": "a" * 2001}),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(tmp_path: Path, path: str, body: Any) -> None:
    answer = post(tmp_path, f"/api/v1/{path}", body)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("The request cannot be used: body")


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 200_000, b'{"text": "\xff"}', b"\x00", b"1e999", b"NaN"])
def test_broken_json_is_refused(tmp_path: Path, content: bytes) -> None:
    async def work(_: Desk, client: httpx.AsyncClient) -> httpx.Response:
        headers = {"content-type": "application/json"}
        return await client.post("/api/v1/check", content=content, headers=headers)

    answer = on_desk(tmp_path, work)
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def follow(lines: str) -> list[tuple[str, str, dict[str, Any]]]:
    events = []
    for block in lines.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        events.append((fields["id"], fields["event"], json.loads(fields["data"])))
    return events


def test_a_job_tells_its_progress_and_keeps_its_reports(tmp_path: Path) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> tuple[Any, ...]:
        first = await client.post("/api/v1/jobs", json={"articles": [TEXT, {"url": "http://10.0.0.1/"}, TEXT]})
        job = first.json()
        events = await client.get(job["events"])
        again = await client.get(job["events"], headers={"last-event-id": "3"})
        state = await client.get(f"/api/v1/jobs/{job['id']}")
        return first.status_code, events, again, state.json(), len(desk.history.latest(9))

    status, events, again, state, kept = on_desk(tmp_path, work)
    assert status == 202
    assert events.headers["content-type"].startswith("text/event-stream")
    told = follow(events.text)
    assert [int(number) for number, _, _ in told] == list(range(1, len(told) + 1))
    assert [event for _, event, _ in told if event != "progress"] == ["done", "failed", "done", "end"]
    assert {"item": 0, "stage": "Searching"} in [data for _, _, data in told]
    assert told[-1][2] == {"done": 2, "of": 3}
    assert follow(again.text) == told[3:]
    assert state["ended"] is True
    assert [one["state"] for one in state["articles"]] == ["done", "failed", "done"]
    assert "not a public address" in state["articles"][1]["error"]
    assert kept == 2


def test_a_job_can_be_stopped(tmp_path: Path) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> tuple[Any, int]:
        stub(desk).gate = asyncio.Event().wait  # type: ignore[assignment]
        job = (await client.post("/api/v1/jobs", json={"articles": [TEXT, TEXT]})).json()
        await asyncio.sleep(0.01)
        await client.delete(f"/api/v1/jobs/{job['id']}")
        events = await client.get(job["events"])
        return follow(events.text), stub(desk).cancelled

    events, cancelled = on_desk(tmp_path, work)
    assert [(event, data.get("item")) for _, event, data in events[-3:]] == [
        ("cancelled", 0),
        ("cancelled", 1),
        ("end", None),
    ]
    assert cancelled == 1


def test_there_are_not_more_jobs_than_the_desk_can_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.web.jobs.MOST_JOBS", 2)

    async def work(desk: Desk, client: httpx.AsyncClient) -> list[httpx.Response]:
        stub(desk).gate = asyncio.Event().wait  # type: ignore[assignment]
        return [await client.post("/api/v1/jobs", json={"articles": [TEXT]}) for _ in range(3)]

    answers = on_desk(tmp_path, work)
    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert int(answers[2].headers["retry-after"]) > 0


def test_jobs_that_ended_long_ago_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.web.jobs.AFTERLIFE", -1.0)

    async def work(_: Desk, client: httpx.AsyncClient) -> list[int]:
        job = (await client.post("/api/v1/jobs", json={"articles": [TEXT]})).json()
        await client.get(job["events"])
        before = await client.get(f"/api/v1/jobs/{job['id']}")
        await client.post("/api/v1/jobs", json={"articles": [TEXT]})
        return [before.status_code, (await client.get(f"/api/v1/jobs/{job['id']}")).status_code]

    assert on_desk(tmp_path, work) == [200, 404]


def test_a_client_that_leaves_stops_its_check(tmp_path: Path) -> None:
    async def work(desk: Desk, _: httpx.AsyncClient) -> int:
        from provenance.web.api.common import unless_gone

        stub(desk).gate = asyncio.Event().wait  # type: ignore[assignment]

        class Leaving:
            async def receive(self) -> dict[str, str]:
                await asyncio.sleep(0.01)
                return {"type": "http.disconnect"}

        with pytest.raises(asyncio.CancelledError):
            await unless_gone(Leaving(), stub(desk).run({"task": "check"}))  # type: ignore[arg-type]
        return stub(desk).cancelled

    assert on_desk(tmp_path, work) == 1


def test_findings_are_judged_and_collected(tmp_path: Path) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> tuple[Any, ...]:
        path = f"/api/v1/reports/{keep(desk)}"
        codes = [
            (await client.put(f"{path}/reviews/{number}", json=body)).status_code
            for number, body in ((0, {"mark": "confirmed", "note": " ž\n"}), (3, {"note": "hm"}), (7, {"mark": None}))
        ]
        reviews = (await client.get(f"{path}/reviews")).json()["reviews"]
        lines = (await client.get("/api/v1/reviews")).text.splitlines()
        return codes, reviews, [json.loads(line) for line in lines]

    codes, reviews, lines = on_desk(tmp_path, work)
    assert codes == [204, 204, 404]
    assert [(one["finding"], one["mark"], one["note"]) for one in reviews] == [(0, "confirmed", "ž"), (3, None, "hm")]
    assert len(lines) == 1
    line = lines[0]
    assert (line["mark"], line["drift"]["check"], line["drift"]["probability"]) == (
        "confirmed",
        DRIFTS[0].check,
        DRIFTS[0].probability,
    )
    assert (line["repost_language"], line["original_language"]) == ("en", "cs")


def test_the_history_is_deleted_through_the_api(tmp_path: Path) -> None:
    async def work(desk: Desk, client: httpx.AsyncClient) -> list[Any]:
        first, _ = keep(desk), keep(desk)
        return [
            (await client.delete(f"/api/v1/reports/{first}")).status_code,
            (await client.delete(f"/api/v1/reports/{first}")).status_code,
            (await client.delete("/api/v1/reports")).json(),
        ]

    assert on_desk(tmp_path, work) == [204, 404, {"deleted": 1}]


def test_figures_count_routes_and_not_what_clients_make_up(tmp_path: Path) -> None:
    async def work(_: Desk, client: httpx.AsyncClient) -> str:
        await client.post("/api/v1/check", json=TEXT)
        await client.post("/api/v1/check", json={"url": "http://10.0.0.1/"})
        for name in ("made-up", "another", "reports/abcdefghijkl"):
            await client.get(f"/{name}")
        return (await client.get("/api/v1/metrics")).text

    text = on_desk(tmp_path, work)
    assert 'provenance_checks_total{status="traced"} 1.0' in text
    assert 'provenance_errors_total{reason="AddressRefused"} 1.0' in text
    assert 'provenance_findings_total{severity="critical"} 2.0' in text
    assert "made-up" not in text
    assert "abcdefghijkl" not in text
    assert "provenance_check_seconds_bucket" in text


def test_the_document_of_the_api_names_every_error(tmp_path: Path) -> None:
    async def work(_: Desk, client: httpx.AsyncClient) -> Any:
        return (await client.get("/api/v1/openapi.json")).json()

    document = on_desk(tmp_path, work)
    assert all(path.startswith("/api/v1/") for path in document["paths"])
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert {"401", "422", "429"} <= set(operation["responses"]), (path, method)
            assert operation.get("description"), (path, method)

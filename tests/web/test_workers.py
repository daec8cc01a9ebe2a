"""Worker processes as they are: progress, cancelling, time limits, death, a new index without a restart."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from provenance.embed.static import open_embedded
from provenance.errors import EmptyPage, IndexMissing, ServiceBusy, TookTooLong, WorkerLost
from provenance.extract import article_from_text
from provenance.library import rebuild
from provenance.reading import Capture, now
from provenance.web.desk import Desk, Submission
from provenance.web.settings import Settings
from provenance.web.workers.handle import Worker
from provenance.web.workers.pool import WorkerPool
from tests.web.conftest import REPOSTS

PRISONERS = (REPOSTS / "prisoners-repost.txt").read_bytes()


def task(text: bytes) -> tuple[dict[str, Any], bytes]:
    return {"task": "check", "captures": [{"name": "a.txt", "taken": now()}], "indexes": ["demo"]}, text


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workers") / "indexes"


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    """One loop for all of these tests, so that they can share their workers."""
    with asyncio.Runner() as found:
        yield found


@pytest.fixture(scope="module")
def pool(runner: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerPool]:
    """One worker, and a place in the queue for two tasks."""
    folder = tmp_path_factory.mktemp("workers")
    found = WorkerPool(Settings(home=folder / "indexes", history=folder / "h.sqlite", workers=1, queue=2, seconds=300))
    runner.run(found.start())
    yield found
    runner.run(found.close())


def process_of(pool: WorkerPool) -> int:
    (worker,) = pool._workers
    return worker._process.pid


def test_a_worker_tells_its_stages_and_outlives_what_it_cannot_do(pool: WorkerPool, runner: asyncio.Runner) -> None:
    async def work() -> None:
        stages: list[str] = []
        answer = await pool.run(*task(PRISONERS), progress=stages.append)
        assert stages[:3] == ["Reading", "Searching", "Aligning"]
        assert answer.header["summary"]["status"] == "traced"
        assert json.loads(answer.parts[0])["schema"] == "provenance.report/1"
        before = process_of(pool)
        with pytest.raises(EmptyPage):
            await pool.run(*task(b"  "))
        again = await pool.run(*task(PRISONERS))
        assert again.parts == answer.parts
        assert process_of(pool) == before

    runner.run(work())


def test_a_task_that_is_called_off_frees_its_worker(pool: WorkerPool, runner: asyncio.Runner) -> None:
    async def work() -> None:
        before = process_of(pool)
        reached = asyncio.Event()
        running = asyncio.create_task(pool.run(*task(PRISONERS), progress=lambda _: reached.set()))
        waiting = asyncio.create_task(pool.run(*task(PRISONERS)))
        gone = asyncio.create_task(pool.run(*task(PRISONERS)))
        await reached.wait()
        assert pool.waiting == 2
        gone.cancel()
        running.cancel()
        await asyncio.gather(running, gone, return_exceptions=True)
        assert running.cancelled()
        assert (await waiting).header["summary"]["status"] == "traced"
        assert (process_of(pool), pool.waiting) == (before, 0)

    # However slow the computer is, the task stops at its next stage.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("provenance.web.workers.pool.GRACE", 60.0)
        runner.run(work())


def test_a_task_that_takes_too_long_is_ended_and_its_worker_replaced(pool: WorkerPool, runner: asyncio.Runner) -> None:
    async def work() -> None:
        before, replaced = process_of(pool), pool.replaced
        os.kill(before, signal.SIGSTOP)
        pool._seconds = 0.2
        with pytest.raises(TookTooLong, match="--timeout"):
            await pool.run(*task(PRISONERS))
        pool._seconds = 300.0
        assert (await pool.run(*task(PRISONERS))).header["summary"]["status"] == "traced"
        assert process_of(pool) != before
        assert pool.replaced == replaced + 1

    runner.run(work())


def test_a_worker_that_dies_is_replaced(pool: WorkerPool, runner: asyncio.Runner) -> None:
    async def work() -> None:
        before = process_of(pool)
        reached = asyncio.Event()
        running = asyncio.create_task(pool.run(*task(PRISONERS), progress=lambda _: reached.set()))
        await reached.wait()
        os.kill(before, signal.SIGKILL)
        with pytest.raises(WorkerLost):
            await running
        assert (await pool.run(*task(PRISONERS))).header["summary"]["status"] == "traced"
        assert process_of(pool) != before

    runner.run(work())


def test_a_full_queue_turns_away_with_a_time_to_come_back(pool: WorkerPool, runner: asyncio.Runner) -> None:
    async def work() -> None:
        os.kill(process_of(pool), signal.SIGSTOP)
        running = [asyncio.create_task(pool.run(*task(PRISONERS))) for _ in range(3)]
        await asyncio.sleep(0)
        assert pool.waiting == 2
        with pytest.raises(ServiceBusy) as refusal:
            await pool.run(*task(PRISONERS))
        assert refusal.value.retry_after >= 1
        patient = asyncio.create_task(pool.run(*task(PRISONERS), patient=True))
        os.kill(process_of(pool), signal.SIGCONT)
        done = await asyncio.gather(*running, patient)
        assert len({answer.parts for answer in done}) == 1

    runner.run(work())


def test_an_index_that_is_not_there_is_said_before_the_desk_opens(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, history=tmp_path / "h.sqlite", indexes=("nowhere",), workers=1)
    with pytest.raises(IndexMissing, match="nowhere"):
        asyncio.run(WorkerPool(settings).start())


def test_no_worker_outlives_its_desk(tmp_path: Path) -> None:
    async def run() -> int:
        opening = {"embedder": "embedded", "home": str(tmp_path), "indexes": []}
        worker = await Worker.start(opening, 1)
        stream = worker._process.stdin
        assert stream is not None
        stream.close()
        return await worker._process.wait()

    assert asyncio.run(run()) == 0


def test_a_rebuilt_index_is_searched_without_a_restart(tmp_path: Path) -> None:
    text = "Hráz u Dolní Lhoty podle inženýrů zatím drží, obec přesto v pátek evakuovala 340 lidí."
    other = "V neděli se na náměstí konal trh, na kterém prodávali med, svíčky a keramiku z okolních vesnic."

    def build(*texts: str) -> None:
        articles = [article_from_text(one, id=str(number), language="cs") for number, one in enumerate(texts)]
        rebuild("news", articles, home=tmp_path, embedder=open_embedded())

    async def run() -> list[str]:
        async with Desk(Settings(home=tmp_path, history=tmp_path / "h.sqlite", indexes=("news",), workers=1)) as desk:
            found = []
            for texts in ((), (text,)):
                if texts:
                    build(other, *texts)
                places = await desk.search("Engineers say that the dam at Dolní Lhota still holds.", (), 1)
                found.append(places[0]["passage"]["text"])
            given = Submission(Capture("a.txt", b"The dam at Dolni Lhota holds, engineers say.", now()))
            checked = await desk.check(given)
            assert json.loads(checked.report)["verdict"]["searched"]["articles"] == 2
            return found

    build(other)
    assert asyncio.run(run()) == [other, text]

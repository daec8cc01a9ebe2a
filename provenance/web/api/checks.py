"""Checking, comparing and searching, and how the desk is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from fastapi import Path as PathPart
from fastapi.responses import StreamingResponse

from provenance import __version__
from provenance.reading import Capture, now
from provenance.values import Coverage
from provenance.web.answers import API
from provenance.web.api import models
from provenance.web.api.common import REPORT, DeskOf, unless_gone
from provenance.web.desk import Desk, Submission
from provenance.web.jobs import Job
from provenance.web.metrics import Metrics
from provenance.web.submissions import PASTED, described, from_page

EVENTS = "text/event-stream"
JobId = Annotated[str, PathPart(pattern=r"^[A-Za-z0-9_-]{16}$", description="The id of a job.")]

router = APIRouter()


@router.post("/check", tags=["check"], responses={200: REPORT})
async def check(asked: models.CheckRequest, request: Request, desk: DeskOf) -> Response:
    """Check one article and wait for its report; a client that leaves stops the check."""
    against = _given(asked.against) if asked.against else None
    given = _given(asked)
    checked = await unless_gone(request, desk.check(Submission(given, tuple(asked.index), against, described(given))))
    headers = {"location": f"{API}/reports/{await desk.keep(checked)}"} if asked.keep else None
    return Response(checked.report, headers=headers, media_type="application/json")


@router.post("/jobs", tags=["check"], status_code=202)
async def start_job(asked: models.JobRequest, desk: DeskOf) -> models.JobState:
    """Check many articles one after the other; follow the events, or ask for the state."""
    given = [_given(one) for one in asked.articles]
    desk.choose(tuple(asked.index))
    return job_state(desk.jobs.start([Submission(one, tuple(asked.index), None, described(one)) for one in given]))


@router.get("/jobs/{job}", tags=["check"])
async def read_job(job: JobId, desk: DeskOf) -> models.JobState:
    """How far a job is."""
    return job_state(desk.jobs.find(job))


@router.delete("/jobs/{job}", tags=["check"])
async def cancel_job(job: JobId, desk: DeskOf) -> models.JobState:
    """Stop a job; reports that are finished stay."""
    return job_state(desk.jobs.cancel(job))


@router.get(
    "/jobs/{job}/events",
    tags=["check"],
    response_class=StreamingResponse,
    responses={200: {"description": "Server-sent events.", "content": {"text/event-stream": {}}}},
)
async def follow_job(
    job: JobId, desk: DeskOf, last_event_id: Annotated[int, Header(ge=0, le=1_000_000)] = 0
) -> StreamingResponse:
    """Follow a job: events `progress`, `done`, `failed`, `cancelled` and at last `end`, from the first one on."""
    return StreamingResponse(_stream(desk.jobs.find(job), last_event_id), media_type="text/event-stream")


@router.post("/compare", tags=["compare"])
async def compare(asked: models.CompareRequest, request: Request, desk: DeskOf) -> models.CompareAnswer:
    """Find the drift in pairs of texts that should say the same."""
    pairs = [(one.original, one.repost, one.original_language, one.repost_language) for one in asked.pairs]
    rows = await unless_gone(request, desk.compare(pairs))
    return models.CompareAnswer.model_validate({"rows": rows})


@router.post("/search", tags=["search"])
async def search(asked: models.SearchRequest, request: Request, desk: DeskOf) -> models.SearchAnswer:
    """Where does this sentence come from? The nearest sentences, the best of each original."""
    places = await unless_gone(request, desk.search(asked.text, tuple(asked.index), asked.limit))
    return models.SearchAnswer.model_validate({"places": places})


@router.get("/indexes", tags=["desk"])
async def indexes(desk: DeskOf) -> models.IndexList:
    """The indexes that this desk searches, and what they cover."""
    return models.IndexList(indexes=await asyncio.to_thread(index_infos, desk))


@router.get("/health", tags=["desk"])
async def health(desk: DeskOf) -> models.Health:
    """Whether the desk can work."""
    return models.Health(
        status="ok" if desk.pool.alive else "starting",
        version=__version__,
        workers=desk.pool.alive,
        waiting=desk.pool.waiting,
    )


@router.get(
    "/metrics",
    tags=["desk"],
    response_class=Response,
    responses={200: {"description": "Figures for Prometheus.", "content": {"text/plain": {}}}},
)
async def metrics(desk: DeskOf) -> Response:
    """Figures for Prometheus."""
    return Response(desk.metrics.text(), media_type=Metrics.CONTENT_TYPE)


def job_state(job: Job) -> models.JobState:
    """How far a job is, for a client."""
    articles = [models.JobItem.model_validate(item, from_attributes=True) for item in job.items]
    return models.JobState(
        id=job.id, events=f"{API}/jobs/{job.id}/events", ended=job.ended is not None, articles=articles
    )


def index_infos(desk: Desk) -> list[models.IndexInfo]:
    """The indexes of a desk, for a client."""
    infos = []
    for state in desk.indexes():
        manifest, coverage = state.manifest, state.coverage or Coverage()
        infos.append(
            models.IndexInfo(
                name=state.name,
                articles=manifest.articles if manifest else None,
                passages=manifest.passages if manifest else None,
                created=manifest.created if manifest else None,
                outlets=list(coverage.outlets),
                languages=list(coverage.languages),
                since=coverage.since,
                until=coverage.until,
                problem=state.problem,
            )
        )
    return infos


def _given(source: models.Source) -> str | Capture:
    if source.url is not None:
        return source.url
    if source.html is not None:
        return from_page(source.html, source.address)
    return Capture(PASTED, (source.text or "").encode("utf-8", "replace"), now(), charset="utf-8")


async def _stream(job: Job, after: int) -> AsyncIterator[str]:
    async for news in job.follow(after):
        if news is None:
            yield ": still at work\n\n"
        else:
            number, event, data = news
            yield f"id: {number}\nevent: {event}\ndata: {json.dumps(data)}\n\n"

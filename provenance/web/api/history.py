"""The history: kept reports, what was said about their findings, and exports."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi import Path as PathPart
from fastapi.responses import StreamingResponse

from provenance.errors import NotFound
from provenance.web.api import models
from provenance.web.api.common import REPORT, DeskOf
from provenance.web.desk import Desk
from provenance.web.exports import BUNDLE, MEDIA, calibration_lines, export

ReportId = Annotated[str, PathPart(pattern=r"^[A-Za-z0-9_-]{12}$", description="The id of a report.")]

FindingPlace = Annotated[int, PathPart(ge=0, le=10_000, description="A drift of the report, counted from 0.")]

router = APIRouter(tags=["history"])


@router.get("/reports")
async def reports(desk: DeskOf, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> models.ReportList:
    """The history, newest first."""
    entries = await asyncio.to_thread(desk.history.latest, limit)
    return models.ReportList.model_validate({"reports": entries}, from_attributes=True)


@router.delete("/reports")
async def delete_reports(desk: DeskOf) -> models.Deleted:
    """Delete the whole history."""
    return models.Deleted(deleted=await asyncio.to_thread(desk.history.delete_all))


@router.get("/reports/{report}", responses={200: REPORT})
async def read_report(report: ReportId, desk: DeskOf) -> Response:
    """A kept report as JSON, with what was said about its findings in `reviews`."""
    response = await exported(desk, report, "json")
    del response.headers["content-disposition"]
    return response


@router.delete("/reports/{report}", status_code=204, response_class=Response)
async def delete_report(report: ReportId, desk: DeskOf) -> Response:
    """Delete a report with its captures and notes."""
    await asyncio.to_thread(desk.history.delete, report)
    return Response(status_code=204)


@router.get(
    "/reports/{report}/exports/{format_name}",
    response_class=Response,
    responses={200: {"description": "The report as a file.", "content": {kind: {} for kind, _ in MEDIA.values()}}},
)
async def export_report(report: ReportId, format_name: str, desk: DeskOf) -> Response:
    """A kept report as a file: html, json, markdown, annotations, prov, text or bundle."""
    return await exported(desk, report, format_name)


@router.get("/reports/{report}/reviews")
async def read_reviews(report: ReportId, desk: DeskOf) -> models.ReviewList:
    """What was said about the findings of a report."""
    await asyncio.to_thread(desk.history.created, report)
    found = await asyncio.to_thread(desk.history.reviews, report)
    return models.ReviewList.model_validate({"reviews": found}, from_attributes=True)


@router.put("/reports/{report}/reviews/{finding}", status_code=204, response_class=Response)
async def review(report: ReportId, finding: FindingPlace, said: models.ReviewRequest, desk: DeskOf) -> Response:
    """Mark a finding as confirmed or as not a problem, or write a note; `finding` counts the drifts from 0."""
    await say(desk, report, finding, said)
    return Response(status_code=204)


@router.get(
    "/reviews",
    tags=["history"],
    response_class=StreamingResponse,
    responses={200: {"description": "JSON lines.", "content": {"application/jsonl": {}}}},
)
async def calibration(desk: DeskOf) -> StreamingResponse:
    """Every marked finding of the history, one JSON line each: data to calibrate with."""
    return StreamingResponse(_calibration(desk), media_type="application/jsonl")


async def exported(desk: Desk, identity: str, format_: str) -> Response:
    """A kept report as a file of one format.

    Raises:
        NotFound: there is no such report, or no such format.
    """
    if format_ not in MEDIA:
        raise NotFound(f"There is no format of that name; choose one of {', '.join(MEDIA)}.")
    if format_ == BUNDLE:
        content: str | bytes = await desk.bundle(identity)
    else:
        report = await desk.report(identity)
        said = await asyncio.to_thread(desk.history.reviews, identity)
        content = await asyncio.to_thread(export, report, said, format_)
    media, ending = MEDIA[format_]
    name = f'attachment; filename="provenance-{identity}.{ending}"'
    return Response(content, media_type=media, headers={"content-disposition": name})


async def say(desk: Desk, identity: str, finding: int, said: models.ReviewRequest) -> None:
    """Keep what someone says about a finding.

    Raises:
        NotFound: there is no such report or finding.
    """
    report = await desk.report(identity)
    if finding >= len(report.drifts):
        raise NotFound(f"The report has no finding {finding}; it has {len(report.drifts)}, counted from 0.")
    await asyncio.to_thread(desk.history.review, identity, finding, said.mark, said.note.strip())


async def _calibration(desk: Desk) -> AsyncIterator[str]:
    for identity in await asyncio.to_thread(desk.history.reviewed):
        try:
            report = await desk.report(identity)
        except NotFound:
            # Deleted in the meantime.
            continue
        for line in calibration_lines(report, await asyncio.to_thread(desk.history.reviews, identity)):
            yield line

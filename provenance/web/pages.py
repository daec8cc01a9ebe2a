"""What a browser sees. Every page can be read, and an article checked, without a script."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from provenance.errors import ConfigurationError
from provenance.reading import Capture
from provenance.report import wording
from provenance.report.json_report import from_json
from provenance.report.view import view
from provenance.web.api import models
from provenance.web.api.checks import job_state
from provenance.web.api.common import DeskOf, unless_gone
from provenance.web.api.history import FindingPlace, ReportId, exported, say
from provenance.web.desk import Desk, Submission
from provenance.web.exports import MEDIA
from provenance.web.guard import COOKIE, cookie_value, same_secret
from provenance.web.history import LONGEST_NOTE, Mark
from provenance.web.layout import lay_out
from provenance.web.rendering import page
from provenance.web.submissions import described, from_file, from_page, from_text

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

LATEST, LISTED = 6, 200
#: Seconds to wait after a wrong token, so that guessing is slow.
_WRONG_TOKEN = 1.0
#: Characters of a form's field, and how many fields there may be.
_LONGEST_FIELD, _MOST_FIELDS = 12_000_000, 40


@router.get("/")
async def home(request: Request, desk: DeskOf, url: Annotated[str, Query(max_length=8192)] = "") -> Response:
    """The page on which an article is handed in; `url` fills in an address."""
    entries = await asyncio.to_thread(desk.history.latest, LATEST)
    return page(
        "home.html.j2",
        entries=entries,
        indexes=await asyncio.to_thread(desk.indexes),
        url=url,
        origin=f"{request.url.scheme}://{request.url.netloc}",
        locked=desk.settings.token is not None,
    )


@router.get("/receive")
async def receive(url: Annotated[str, Query(max_length=8192)] = "") -> Response:
    """The page that the bookmarklet opens, which the other page hands itself over to."""
    # The window that opened this one must stay in reach for the handing over.
    return page("receive.html.j2", url=url)


@router.post("/check")
async def check(request: Request, desk: DeskOf) -> Response:
    """Check what the form holds: as a job that a script follows, else at once."""
    submission = await _submission(request, desk)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(job_state(desk.jobs.start([submission])).model_dump(), 202)
    checked = await unless_gone(request, desk.check(submission))
    return RedirectResponse(f"/reports/{await desk.keep(checked)}", 303)


@router.get("/reports")
async def history(desk: DeskOf, before: Annotated[str, Query(max_length=40)] = "") -> Response:
    """All kept reports."""
    entries = await asyncio.to_thread(desk.history.latest, LISTED, before or None)
    older = entries[-1].created if len(entries) == LISTED else None
    return page("history.html.j2", entries=entries, older=older, keep_days=desk.settings.keep_days)


@router.post("/reports/delete")
async def delete_all(desk: DeskOf) -> Response:
    """Delete every report."""
    await asyncio.to_thread(desk.history.delete_all)
    return RedirectResponse("/reports", 303)


@router.get("/reports/{report}")
async def read(report: ReportId, desk: DeskOf) -> Response:
    """One report, to read and to judge."""
    content = await asyncio.to_thread(desk.history.report, report)
    reviews = await asyncio.to_thread(desk.history.reviews, report)
    created = await asyncio.to_thread(desk.history.created, report)

    def laid_out() -> Response:
        found = from_json(content.decode())
        shown = view(found)
        return page(
            "report.html.j2",
            id=report,
            created=created,
            report=found,
            article=found.article,
            verdict=found.verdict,
            shown=shown,
            layout=lay_out(found, shown, reviews),
            tally=wording.tally(finding.drift for finding in shown.findings),
            formats=MEDIA,
            longest_note=LONGEST_NOTE,
        )

    return await asyncio.to_thread(laid_out)


@router.get("/reports/{report}/exports/{format_name}")
async def export(report: ReportId, format_name: str, desk: DeskOf) -> Response:
    """A report as a file."""
    return await exported(desk, report, format_name)


@router.post("/reports/{report}/delete")
async def delete(report: ReportId, desk: DeskOf) -> Response:
    """Delete one report."""
    await asyncio.to_thread(desk.history.delete, report)
    return RedirectResponse("/reports", 303)


@router.post("/reports/{report}/reviews/{finding}")
async def review(
    report: ReportId,
    finding: FindingPlace,
    desk: DeskOf,
    mark: Annotated[Mark | Literal[""], Form()] = "",
    note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
    number: Annotated[int, Form()] = 0,
) -> Response:
    """Mark a finding, without a script."""
    said = models.ReviewRequest.model_validate({"mark": mark or None, "note": note})
    await say(desk, report, finding, said)
    return RedirectResponse(f"/reports/{report}#finding-{number}", 303)


@router.get("/login")
async def login_page(to: Annotated[str, Query(max_length=300)] = "/") -> Response:
    """Where the token is asked for."""
    return page("login.html.j2", to=to, wrong=False)


@router.post("/login")
async def login(
    desk: DeskOf, token: Annotated[str, Form(max_length=300)] = "", to: Annotated[str, Form(max_length=300)] = "/"
) -> Response:
    """Let someone in who knows the token."""
    secret = desk.settings.token
    if secret is None or not same_secret(token, secret):
        await asyncio.sleep(_WRONG_TOKEN)
        return page("login.html.j2", status=401, to=to, wrong=True)
    # Only a path of this desk: "//host" and "/\host" would lead elsewhere.
    there = to if to.startswith("/") and to[1:2] not in {"/", "\\"} else "/"
    response = RedirectResponse(there, 303)
    response.set_cookie(COOKIE, cookie_value(secret), max_age=30 * 86_400, httponly=True, samesite="lax")
    return response


async def _submission(request: Request, desk: Desk) -> Submission:
    """What the form of the page holds.

    Raises:
        ConfigurationError: there is nothing to check.
        IndexMissing: an index is not one of the desk's.
    """
    async with request.form(max_files=1, max_fields=_MOST_FIELDS, max_part_size=_LONGEST_FIELD) as form:
        fields: dict[str, str] = {key: value for key, value in form.items() if isinstance(value, str)}
        indexes = tuple(value for value in form.getlist("index") if isinstance(value, str))
        upload: Any = form.get("file")
        repost: str | Capture
        if upload is not None and not isinstance(upload, str) and upload.filename:
            repost = from_file(upload.filename, await upload.read())
        elif fields.get("html"):
            repost = from_page(fields["html"], fields.get("address"))
        elif fields.get("article", "").strip():
            repost = from_text(fields["article"])
        else:
            raise ConfigurationError("There is nothing to check yet; paste an address or a text, or choose a file.")
    against = from_text(fields["against"]) if fields.get("against", "").strip() else None
    desk.choose(indexes)
    return Submission(repost, indexes, against, described(repost))

"""What all routes of the API share: the desk, the errors, a client that may leave."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request

from provenance.web.answers import PROBLEM
from provenance.web.desk import Desk

T = TypeVar("T")
_PROBLEM_SCHEMA = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "The kind of error."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "One sentence with the remedy."},
    },
}
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"description": words, "content": {PROBLEM: {"schema": _PROBLEM_SCHEMA}}}
    for status, words in {
        400: "The request cannot be read.",
        401: "The token is missing.",
        403: "The request came from a page of another site.",
        404: "There is nothing under that name.",
        408: "The request did not arrive in time.",
        413: "The request is too large.",
        421: "The desk is not known by that name.",
        422: "What was given cannot be used.",
        429: "Too many requests; `Retry-After` says when to come back.",
        500: "A fault of the program.",
        503: "An index or a model cannot be used now.",
        504: "The work took too long.",
        507: "The disk has no room left.",
    }.items()
}
REPORT: dict[str, Any] = {
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "title": "Report",
                "description": "A report of the schema provenance.report/1.",
                "required": ["schema", "article", "verdict", "passages", "drifts", "signature"],
            }
        }
    }
}


def desk_of(request: Request) -> Desk:
    """The desk behind a request."""
    desk: Desk = request.app.state.desk
    return desk


DeskOf = Annotated[Desk, Depends(desk_of)]


async def unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """The result of some work, which is stopped when the client leaves before it is done."""
    task = asyncio.create_task(work)
    leaving = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            task.cancel()
        return await task
    finally:
        leaving.cancel()
        task.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass

"""The application: routes, looks, errors, and the guard before them."""

from __future__ import annotations

import logging
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from provenance import __version__
from provenance.errors import ProvenanceError
from provenance.web import api, pages
from provenance.web.answers import API, headers_of, problem, status_of
from provenance.web.desk import Desk
from provenance.web.guard import Guard
from provenance.web.rendering import page

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG = logging.getLogger(__name__)
_SMALLEST_PACKED = 1_000
_FOR_EVER = "public, max-age=31536000, immutable"
_FAULT = "A fault of this program ended the work; its details are in the log of the desk."


def create_app(desk: Desk) -> ASGIApp:
    """The application of a desk that is open."""
    app = FastAPI(
        title="Translation provenance",
        version=__version__,
        summary="Finds the original-language reporting behind an article, and where its meaning moved.",
        openapi_url=f"{API}/openapi.json",
        # Their pages load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
    )
    app.state.desk = desk
    # The guard looks at the token; this says in the OpenAPI document how to send it.
    wanted = [Depends(HTTPBearer(auto_error=False))] if desk.settings.token else []
    app.include_router(api.router, dependencies=wanted)
    app.include_router(pages.router)
    app.mount("/static", _Static(directory=str(files(__package__).joinpath("static"))))
    app.add_exception_handler(ProvenanceError, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _unanswered)
    app.add_exception_handler(Exception, _faulty)
    return Guard(GZipMiddleware(_Counting(app, desk), minimum_size=_SMALLEST_PACKED), desk.settings)


class _Static(StaticFiles):
    """The page's own looks; their addresses change with their content."""

    def file_response(self, *arguments: object, **options: object) -> Response:
        response: Response = super().file_response(*arguments, **options)  # type: ignore[arg-type]
        response.headers["cache-control"] = _FOR_EVER
        return response


class _Counting:
    """Counts the answers by route."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                # Only patterns: what a client makes up must not become a figure of its own.
                route = getattr(scope.get("route"), "path", "none")
                method = scope["method"] if scope["method"] in {"GET", "HEAD", "POST", "PUT", "DELETE"} else "other"
                self._desk.metrics.answered(method, route, message["status"])
            await send(message)

        await self._app(scope, receive, counted if scope["type"] == "http" else send)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProvenanceError)  # noqa: S101 - registered for it alone
    return _answer(request, status_of(error), type(error).__name__, str(error), headers_of(error))


async def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it alone
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"] if isinstance(part, int) or str(part).isidentifier())[:100]
    return _answer(request, 422, "NotUnderstood", f"The request cannot be used: {place}: {first['msg'][:200]}.")


async def _unanswered(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    sentence = "There is no page under this address." if error.status_code == 404 else str(error.detail)
    return _answer(request, error.status_code, "NotAnswered", sentence, dict(error.headers or {}))


async def _faulty(request: Request, error: Exception) -> Response:
    _LOG.error("A request to %s failed.", request.scope.get("route"), exc_info=error)
    return _answer(request, 500, "Fault", _FAULT)


def _answer(request: Request, status: int, kind: str, sentence: str, headers: dict[str, str] | None = None) -> Response:
    """An error as the client reads it: a program a problem, a person a page."""
    if request.url.path.startswith(API) or "application/json" in request.headers.get("accept", ""):
        return problem(status, kind, sentence, headers)
    response = page("message.html.j2", status=status, sentence=sentence)
    response.headers.update(headers or {})
    return response

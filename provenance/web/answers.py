"""How errors are answered: a status, and one sentence with the remedy (RFC 9457 "problem details" for programs)."""

from __future__ import annotations

from fastapi.responses import JSONResponse

from provenance.errors import (
    ConfigurationError,
    EmbedderError,
    ExtractionError,
    FetchError,
    IndexMissing,
    IndexProblem,
    NotFound,
    ProvenanceError,
    ServiceBusy,
    StorageFull,
    TookTooLong,
)

API = "/api/v1"
PROBLEM = "application/problem+json"
#: The first that fits counts.
_STATUSES: tuple[tuple[type[ProvenanceError], int], ...] = (
    (NotFound, 404),
    (IndexMissing, 404),
    (ServiceBusy, 429),
    (TookTooLong, 504),
    (StorageFull, 507),
    (IndexProblem, 503),
    (EmbedderError, 503),
    (FetchError, 422),
    (ExtractionError, 422),
    (ConfigurationError, 422),
    (ProvenanceError, 500),
)


def status_of(error: ProvenanceError) -> int:
    """The HTTP status that fits an error."""
    return next(status for kind, status in _STATUSES if isinstance(error, kind))


def headers_of(error: ProvenanceError) -> dict[str, str]:
    """When to come back, where that is known."""
    return {"retry-after": str(error.retry_after)} if isinstance(error, ServiceBusy) else {}


def problem(status: int, title: str, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """An error for a program: `title` is the kind of error, `detail` the sentence."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(body, status, headers, media_type=PROBLEM)

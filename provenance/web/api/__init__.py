"""The HTTP API, version 1."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from fastapi.security import HTTPBearer

from provenance.web.answers import API
from provenance.web.api import checks, history
from provenance.web.api.common import ERRORS

# The guard has looked at the token already; this says in the OpenAPI document how to send it.
router = APIRouter(prefix=API, responses=ERRORS, dependencies=[Depends(HTTPBearer(auto_error=False))])
router.include_router(checks.router)
router.include_router(history.router)

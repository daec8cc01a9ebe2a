"""The HTTP API, version 1."""

from __future__ import annotations

from fastapi import APIRouter

from provenance.web.answers import API
from provenance.web.api import checks, history
from provenance.web.api.common import ERRORS

router = APIRouter(prefix=API, responses=ERRORS)
router.include_router(checks.router)
router.include_router(history.router)

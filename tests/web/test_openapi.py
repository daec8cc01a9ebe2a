"""The API against its own document: made-up requests, and answers that must be as documented."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.web.conftest import Site

schemathesis = pytest.importorskip("schemathesis", reason="Schemathesis is not installed")
#: Made-up requests for each operation.
REQUESTS = 8


def test_every_answer_is_as_documented(site: Site) -> None:
    document = schemathesis.openapi.from_url(f"{site.address}/api/v1/openapi.json")
    tried = []
    for found in document.get_all_operations():
        operation = found.ok()

        @settings(max_examples=REQUESTS, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy())
        def conforms(case: Any) -> None:
            # Whether a text is an article, no schema can tell.
            case.call_and_validate(timeout=300, excluded_checks=[schemathesis.checks.positive_data_acceptance])

        conforms()
        tried.append(operation.label)
    assert len(tried) >= 15

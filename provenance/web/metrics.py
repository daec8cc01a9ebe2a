"""Figures for Prometheus: requests, checks, the queue, the workers."""

from __future__ import annotations

from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from provenance.errors import ProvenanceError
from provenance.web.workers.pool import WorkerPool

_SECONDS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 6, 12, 30, 60)


class Metrics:
    """The figures of one desk."""

    CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

    def __init__(self, pool: WorkerPool) -> None:
        """Count from zero."""
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "provenance_requests",
            "Requests by route and status.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._checks = Counter("provenance_checks", "Finished checks by verdict.", ["status"], registry=self._registry)
        self._findings = Counter("provenance_findings", "Findings by severity.", ["severity"], registry=self._registry)
        self._errors = Counter(
            "provenance_errors", "Checks that could not be done, by reason.", ["reason"], registry=self._registry
        )
        self._seconds = Histogram(
            "provenance_check_seconds", "Time of a check, queue included.", buckets=_SECONDS, registry=self._registry
        )
        for name, help_, read in (
            ("provenance_queue_length", "Tasks that wait for a worker.", lambda: pool.waiting),
            ("provenance_workers", "Worker processes alive.", lambda: pool.alive),
            ("provenance_workers_idle", "Worker processes with nothing to do.", lambda: pool.idle),
            ("provenance_workers_replaced", "Worker processes replaced since the start.", lambda: pool.replaced),
        ):
            Gauge(name, help_, registry=self._registry).set_function(read)

    def answered(self, method: str, route: str, status: int) -> None:
        """Count a request; `route` is the pattern that it matched, so that there are few."""
        self._requests.labels(method, route, str(status)).inc()

    def checked(self, summary: dict[str, Any], seconds: float) -> None:
        """Count a finished check."""
        self._checks.labels(summary["status"]).inc()
        self._seconds.observe(seconds)
        for severity, number in summary["findings"].items():
            self._findings.labels(severity).inc(number)

    def failed(self, error: ProvenanceError) -> None:
        """Count a check that could not be done."""
        self._errors.labels(type(error).__name__).inc()

    def text(self) -> bytes:
        """All figures in the text format of Prometheus."""
        return generate_latest(self._registry)

"""Counts for the people who run the server; no patient, person or session is in them."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """One server's counters, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter(
            "monitor_requests", "Requests answered.", labels, registry=self.registry
        )
        self.seconds = Histogram(
            "monitor_request_seconds",
            "Seconds until a request was answered.",
            ("route",),
            buckets=BUCKETS,
            registry=self.registry,
        )

        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Take one answered request into account."""
        requests, took = self._of(method, route, status)
        requests.inc()
        took.observe(seconds)

    def _of(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        key = (method, route, status)
        if key not in self._known:  # looking a label up costs more than counting
            self._known[key] = (
                self.requests.labels(method, route, str(status)),
                self.seconds.labels(route),
            )
        return self._known[key]

    def text(self) -> bytes:
        """The counters as Prometheus reads them."""
        return generate_latest(self.registry)

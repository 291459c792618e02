"""One line a request (method, route template, status, milliseconds), and no traceback outside."""

from __future__ import annotations

import logging
import sys
from time import perf_counter

import structlog

from monitor.api.metrics import Metrics
from monitor.api.problems import fault_response, problem_response
from monitor.errors import MonitorError
from monitor.server.asgi import ASGIApp, Message, Receive, Scope, Send
from monitor.settings import Settings

KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
FILES = ("/assets/", "/_dash-component-suites/")
log = structlog.get_logger("monitor.request")


def set_up_logging(settings: Settings) -> None:
    """Send log lines to standard error, as text or as JSON."""
    level = getattr(logging, settings.log_level.upper())
    last = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])
    )
    when = structlog.processors.TimeStamper(fmt="iso", utc=True)
    structlog.configure(
        processors=[structlog.processors.add_log_level, when, last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    other = logging.StreamHandler(sys.stderr)  # of the rules and of libraries, in the same form
    other.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.stdlib.ExtraAdder(), when],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[other])


class RequestLog:
    """Logs and counts each request, and answers what nobody caught without saying why."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = perf_counter()
        status = 0

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            _note_fault(scope, error)
            if not status:
                await _answer(error)(scope, receive, watch)
        finally:
            self._note(scope, status, perf_counter() - begun)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in KNOWN_METHODS else "other"
        route = _template(scope)
        self.metrics.count(method, route, status, seconds)
        ms = round(seconds * 1000, 1)
        log.info("request", method=method, route=route, status=status, ms=ms)


def _answer(error: Exception) -> ASGIApp:
    return problem_response(error) if isinstance(error, MonitorError) else fault_response()


def _note_fault(scope: Scope, error: Exception) -> None:
    """Say where the fault is; its message may hold what a nurse typed, so it stays out."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    log.error("fault", route=_template(scope), kind=type(error).__name__, place=place)


def _template(scope: Scope) -> str:
    """The route as declared: never the path itself, which may name a patient's session."""
    if scope["path"].startswith(FILES):
        return "files"
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else "unmatched"

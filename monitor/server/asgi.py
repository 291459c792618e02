"""The few words that everything before the application has in common."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.api.problems import problem_response
from monitor.errors import MonitorError

__all__ = [
    "ASGIApp",
    "Message",
    "Receive",
    "Scope",
    "Send",
    "header",
    "is_api",
    "refuse",
    "told_again",
]


def header(scope: Scope, name: bytes) -> str:
    """The first header of that lower-case name, or the empty string."""
    for key, value in scope["headers"]:
        if key == name:
            return str(value.decode("latin-1"))
    return ""


def is_api(path: str) -> bool:
    """Whether a path belongs to machines, which get JSON whatever happens."""
    return path == "/api" or path.startswith("/api/")


async def refuse(error: MonitorError, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with ``error`` in the shape that machines get."""
    await problem_response(error, {"Cache-Control": "no-store"})(scope, receive, send)


def told_again(message: Message, receive: Receive) -> Receive:
    """Say what was read already once more, then go on with what comes."""
    told = False

    async def once() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return message

    return once

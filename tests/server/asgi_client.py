"""One request to an ASGI application, told in plain bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def scope_of(method: str, path: str, headers: Headers = (), **more: Any) -> Scope:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        "client": ("203.0.113.9", 40000),
        "server": ("monitor.test", 80),
        **more,
    }


def ask(app: ASGIApp, scope: Scope, parts: Iterable[bytes] = (b"",)) -> Answer:
    """Send the body in these parts, as a chunked client does, and gather the answer."""
    waiting = list(parts)
    got: list[Message] = []

    async def receive() -> Message:
        if not waiting:
            return {"type": "http.disconnect"}
        part = waiting.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        got.append(message)

    anyio.run(app, scope, receive, send)
    assert got, "the application did not answer"
    headers = {name.decode(): value.decode() for name, value in got[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in got[1:])
    return Answer(got[0]["status"], headers, body)


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the body received, and with what the scope says of the sender."""
    message = await receive()
    told = {"client": scope["client"][0], "scheme": scope["scheme"]}
    body = message.get("body", b"") or json.dumps(told).encode()
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})

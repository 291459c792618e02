"""Nothing here speaks WebSocket: whoever knocks by it is turned away."""

from __future__ import annotations

import anyio
import pytest
from starlette.types import Message, Receive, Scope, Send

from monitor.server.headers import RefuseWebSocket


@pytest.mark.parametrize("path", ["/", "/_dash-ws-callback", "/api/v1/board", "/nope"])
def test_whatever_knocks_by_websocket_is_turned_away_before_it_is_accepted(path: str) -> None:
    reached: list[Scope] = []
    sent: list[Message] = []

    async def inside(scope: Scope, _receive: Receive, _send: Send) -> None:
        reached.append(scope)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"origin", b"http://monitor.test"), (b"cookie", b"monitor_sign_in=x")]
    scope = {"type": "websocket", "path": path, "headers": headers, "subprotocols": []}
    anyio.run(RefuseWebSocket(inside), scope, receive, send)

    assert reached == []
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_everything_else_is_let_through() -> None:
    reached: list[str] = []

    async def inside(scope: Scope, _receive: Receive, _send: Send) -> None:
        reached.append(scope["type"])

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(_message: Message) -> None:
        return

    for kind in ("http", "lifespan"):
        anyio.run(RefuseWebSocket(inside), {"type": kind}, receive, send)

    assert reached == ["http", "lifespan"]

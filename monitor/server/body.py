"""No request body larger than the settings allow, however it is sent."""

from __future__ import annotations

from monitor.errors import BadInput, TooLarge
from monitor.language.said import say
from monitor.server.asgi import ASGIApp, Receive, Scope, Send, header, refuse, told_again

BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})
# A client that is still sending hears nothing, so a little more than the limit is read and dropped.
MOST_BYTES_DROPPED = 64 * 1024 * 1024


class BodyLimit:
    """Reads the whole body, at most ``limit`` bytes, before anything else sees the request."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in BODILESS:
            await self.app(scope, receive, send)
            return
        body = await self._read(receive, _announced(scope))
        if isinstance(body, bytes):
            whole = {"type": "http.request", "body": body, "more_body": False}
            await self.app(scope, told_again(whole, receive), send)
        elif body is not None:
            await refuse(body, scope, receive, send)

    async def _read(self, receive: Receive, announced: int) -> bytes | TooLarge | BadInput | None:
        """Return the body, an error to answer with, or None when the client is gone."""
        parts: list[bytes] = []
        size, more = 0, True
        while more and size <= MOST_BYTES_DROPPED:
            message = await receive()
            if message["type"] != "http.request":
                return None
            part = message.get("body", b"")
            size += len(part)
            more = message.get("more_body", False)
            if max(size, announced) <= self.limit:
                parts.append(part)
            else:
                parts.clear()
        return b"".join(parts) if max(size, announced) <= self.limit else self._too_large()

    def _too_large(self) -> TooLarge:
        return TooLarge(
            say("the body is too large; nothing was saved"),
            allowed=say("at most {limit} bytes", limit=self.limit),
        )


def _announced(scope: Scope) -> int:
    length = header(scope, b"content-length")
    return int(length) if length.isascii() and length.isdigit() else 0

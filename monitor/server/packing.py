"""Pages and answers, compressed; the same content is compressed once."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from hashlib import blake2b

from anyio import to_thread

from monitor.server.asgi import ASGIApp, Message, Receive, Scope, Send, header

SMALLEST = 1200
LARGEST_AT_ONCE = 16_384
KEPT = 64
LEVEL = 1
PACKABLE = (b"text/html", b"application/json", b"text/javascript", b"text/plain")


class Packing:
    """Compresses whole answers of text; a streamed one passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: OrderedDict[bytes, bytes] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "gzip" not in header(scope, b"accept-encoding"):
            await self.app(scope, receive, send)
            return
        begun: Message | None = None

        async def squeeze(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = message
                return
            start, begun = begun, None
            if start is not None:
                message = await self._pack(start, message)
                await send(start)
            await send(message)

        await self.app(scope, receive, squeeze)

    async def _pack(self, start: Message, message: Message) -> Message:
        body = message.get("body", b"")
        if message.get("more_body") or len(body) < SMALLEST or not _is_packable(start):
            return message
        packed = await self._packed(body)
        gone = {b"content-length", b"content-encoding", b"vary"}
        kept = [(name, value) for name, value in start["headers"] if name.lower() not in gone]
        start["headers"] = [
            *kept,
            (b"content-length", str(len(packed)).encode()),
            (b"content-encoding", b"gzip"),
            (b"vary", b"accept-encoding"),
        ]
        return {**message, "body": packed}

    async def _packed(self, body: bytes) -> bytes:
        key = blake2b(body, digest_size=16).digest()
        found = self.kept.get(key)
        if found is None:
            if len(body) > LARGEST_AT_ONCE:
                found = await to_thread.run_sync(gzip.compress, body, LEVEL)
            else:
                found = gzip.compress(body, LEVEL)
        self.kept[key] = found
        self.kept.move_to_end(key)
        while len(self.kept) > KEPT:
            self.kept.popitem(last=False)
        return found


def _is_packable(start: Message) -> bool:
    headers = {name.lower(): value for name, value in start.get("headers", [])}
    return b"content-encoding" not in headers and headers.get(b"content-type", b"").startswith(
        PACKABLE
    )

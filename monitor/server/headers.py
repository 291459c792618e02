"""What every answer tells the browser about what it may do with it."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.server.asgi import ASGIApp, Message, Receive, Scope, Send

ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
)
STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
NOT_KEPT = (b"cache-control", b"no-store")


def content_security_policy(script_hashes: Sequence[str], *, inline_styles: bool) -> str:
    """Allow our own files and the scripts with these hashes, nothing from another host.

    Mantine and Plotly set style attributes and elements, so the Dash pages need inline styles.
    """
    styles = "style-src 'self' 'unsafe-inline'" if inline_styles else "style-src 'self'"
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *script_hashes)),
            styles,
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class SecurityHeaders:
    """Adds the headers; whoever answers may set its own Cache-Control and CSP first."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._want(content_security_policy((), inline_styles=False))

    def allow_scripts(self, hashes: Sequence[str]) -> None:
        """Take over the hashes of Dash's inline scripts, known once its pages are routed."""
        self._want(content_security_policy(hashes, inline_styles=True))

    def _want(self, policy: str) -> None:
        self.wanted = (*ALWAYS, NOT_KEPT, (b"content-security-policy", policy.encode()))
        self.wanted_securely = (*self.wanted, STRICT_TRANSPORT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(message, secure=scope["scheme"] == "https")
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _add(self, message: Message, *, secure: bool) -> None:
        headers = [*message.get("headers", ())]
        there = {name.lower() for name, _ in headers}
        wanted = self.wanted_securely if secure else self.wanted
        message["headers"] = [*headers, *(pair for pair in wanted if pair[0] not in there)]


class RefuseWebSocket:
    """Turns every WebSocket away before it is accepted: nothing here speaks it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 1008})

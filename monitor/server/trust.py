"""Whom to believe about where a request came from."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from monitor.errors import NotPermitted
from monitor.language.said import say
from monitor.server.asgi import ASGIApp, Receive, Scope, Send, header, refuse
from monitor.server.listening import is_local
from monitor.settings import Settings

SECURE = "https"


class TrustedProxy:
    """Takes client and scheme from a trusted proxy, and refuses clear text from anywhere else.

    A request that reaches a server listening beyond localhost must have come through TLS: our own,
    or that of a proxy which the settings name and which says so.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.networks = tuple(ip_network(part, strict=False) for part in settings.trusted_proxies)
        self.must_be_secure = not is_local(settings.host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self._believe_proxy(scope)
            if self.must_be_secure and scope["scheme"] != SECURE:
                await refuse(_in_clear(), scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _believe_proxy(self, scope: Scope) -> None:
        client = scope.get("client")
        if not self.networks or not client or not _is_within(client[0], self.networks):
            return
        scheme = header(scope, b"x-forwarded-proto").split(",")[-1].strip().lower()
        if scheme in {"http", SECURE}:
            scope["scheme"] = scheme
        hops = [
            part.strip() for part in header(scope, b"x-forwarded-for").split(",") if part.strip()
        ]
        # The last hop that is no proxy of ours is the only one that nobody outside could invent.
        outside = [hop for hop in hops if not _is_within(hop, self.networks)]
        if outside:
            scope["client"] = (outside[-1], 0)


def _is_within(address: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    try:
        place = ip_address(address)
    except ValueError:
        return False
    return any(place in network for network in networks)


def _in_clear() -> NotPermitted:
    return NotPermitted(
        say("this server answers only over TLS; nothing was saved"),
        allowed=say("https, through the clinic's proxy"),
    )

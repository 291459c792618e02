"""Whether a browser's request comes from one of our own pages."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from monitor.errors import NotPermitted
from monitor.language.said import say
from monitor.settings import Settings

OWN_SITES = frozenset({"same-origin", "none"})


def comes_from_own_page(connection: HTTPConnection, settings: Settings) -> bool | None:
    """Say yes or no by what the browser tells, None when it tells nothing (then it is none)."""
    origin = connection.headers.get("origin")
    if origin is not None:
        own = f"{connection.url.scheme}://{connection.headers.get('host', '')}"
        return bool(origin) and origin in {own, settings.public_origin}
    site = connection.headers.get("sec-fetch-site")
    return None if site is None else site in OWN_SITES


def require_same_origin(connection: HTTPConnection) -> None:
    """Refuse what another site's page has sent; raises NotPermitted."""
    if comes_from_own_page(connection, connection.app.state.settings) is False:
        raise foreign_origin()


def foreign_origin() -> NotPermitted:
    """Make the error for a request from another site's page."""
    return NotPermitted(
        say("the request did not come from this program's own page; nothing was saved"),
        field="Origin",
        allowed=say("the origin that the page was served from"),
    )

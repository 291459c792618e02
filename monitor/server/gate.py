"""Nobody sees a page or calls a callback without a sign-in; who it is goes into the context."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse, Response

from monitor.access.actor import Actor
from monitor.api.credentials import SIGN_IN_COOKIE, not_signed_in
from monitor.errors import MonitorError, NotSignedIn
from monitor.language.reader import reader, tr
from monitor.server.asgi import ASGIApp, Receive, Scope, Send, header, is_api, refuse
from monitor.services import people
from monitor.services.beside import beside
from monitor.services.house import House
from monitor.web.context import set_context

# Without a sign-in: the sign-in page, the set-up page while there is no clinic, the entry form's
# empty document (what concerns a patient comes over the API), the service worker, files, and what
# tells whether the server is well.
OPEN_PATHS = frozenset(
    {
        "/sign-in",
        "/set-up",
        "/record",
        "/sw.js",
        "/health",
        "/metrics",
        "/favicon.ico",
        "/_favicon.ico",
    }
)
OPEN_FOLDERS = ("/assets/", "/languages/", "/_dash-component-suites/")
DASH = "/_"
READING = frozenset({"GET", "HEAD"})
SEE_OTHER = 303


class SignInGate:
    """Asks who it is before anything of Dash is reached; the machine interface asks by itself."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self.app = app
        self.house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _is_open(scope["path"]):
            await self.app(scope, receive, send)
            return
        try:
            actor = await self._actor(scope)
        except MonitorError as error:
            await _turn_away(error, scope, receive, send)
            return
        with set_context(self.house, actor):
            await self.app(scope, receive, send)

    async def _actor(self, scope: Scope) -> Actor:
        token = _cookie(header(scope, b"cookie"), SIGN_IN_COOKIE)
        if not token:
            raise not_signed_in()
        # A screen calls back by itself all day long; opening one is somebody's act.
        active = _opens_a_screen(scope)
        return await beside(people.identify, self.house, token, active=active)


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_FOLDERS) or is_api(path)


def _cookie(said: str, name: str) -> str:
    return cookie_parser(said).get(name, "")


def _opens_a_screen(scope: Scope) -> bool:
    return scope["method"] in READING and not scope["path"].startswith(DASH)


async def _turn_away(error: MonitorError, scope: Scope, receive: Receive, send: Send) -> None:
    if _opens_a_screen(scope):
        await _page_for(error, scope)(scope, receive, send)
    else:
        await refuse(error, scope, receive, send)


def _page_for(error: MonitorError, scope: Scope) -> Response:
    if isinstance(error, NotSignedIn):
        wanted = _address(scope)
        query = "" if wanted == "/" else f"?next={quote(wanted, safe='')}"
        return RedirectResponse(f"/sign-in{query}", status_code=SEE_OTHER)
    return sorry(error)


def _address(scope: Scope) -> str:
    """The address that was asked for, with all that was asked behind its question mark."""
    path, asked = quote(scope["path"], safe="/"), scope["query_string"].decode("latin-1")
    return f"{path}?{asked}" if asked else path


def sorry(error: MonitorError) -> HTMLResponse:
    """Make the page that says what a person must know when no screen can be shown."""
    text = escape(tr(error.sentence()), quote=False)
    name, title, again = tr("Post-infusion monitor"), tr("Not now"), tr("Try again")
    body = (
        f'<!doctype html><html lang="{reader()}"><meta charset="utf-8"><title>{name}</title>'
        f'<h1>{title}</h1><p>{text}</p><p><a href="/">{again}</a></p></html>'
    )
    return HTMLResponse(body, status_code=error.status)

"""The routes that are no part of the machine interface: plain pages, the worker, Dash's pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import structlog
from anyio import to_thread
from dash import Dash
from dash.backends._fastapi import reset_current_request, set_current_request
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from monitor.api.problems import not_found
from monitor.errors import MonitorError
from monitor.language.catalogue import languages
from monitor.language.reader import reader, reading_in
from monitor.server.gate import SEE_OTHER, sorry
from monitor.server.headers import content_security_policy
from monitor.services.beside import beside
from monitor.services.house import House
from monitor.services.set_up import is_open
from monitor.settings import Settings
from monitor.web.assets import WORDS_PATH, words_script
from monitor.web.modules import import_map_hash
from monitor.web.pages import PAGES
from monitor.web.pages.account import page as account
from monitor.web.pages.downtime import page as downtime
from monitor.web.pages.emergency import page as emergency
from monitor.web.pages.paper import page as paper
from monitor.web.pages.record import page as record
from monitor.web.pages.second_factor import page as second_factor
from monitor.web.pages.set_up import page as set_up
from monitor.web.pages.sign_in import page as sign_in
from monitor.web.worker import worker_script

ASK_AGAIN = {"Cache-Control": "no-cache"}
FOR_LONG = {"Cache-Control": "public, max-age=31536000, immutable"}
# Nothing but the modules' map is written inline on the plain pages, so nothing else may run there.
PLAIN_POLICY = {
    "Content-Security-Policy": content_security_policy([import_map_hash()], inline_styles=False)
}
NOT_FOUND = 404

log = structlog.get_logger("monitor.start")


def add_plain_pages(server: FastAPI, house: House, settings: Settings) -> None:
    """Serve the pages that work without Dash, and the service worker from the root."""
    opened = partial(beside, is_open, house)
    _add_document(server, record.PATH, partial(record.document, settings, house.demo))
    for page, shown_while_open, other in ((sign_in, False, set_up), (set_up, True, sign_in)):
        instead = Instead(opened, shown_while_open, other.PATH)
        write = partial(page.document, settings, house.demo)
        _add_document(server, page.PATH, write, instead)
    add_paper_pages(server)

    async def service_worker() -> Response:
        try:
            script = await to_thread.run_sync(worker_script)
        except FileNotFoundError:
            return sorry(not_found("/sw.js"))
        headers = {**ASK_AGAIN, "Service-Worker-Allowed": "/"}
        return Response(script, media_type="text/javascript", headers=headers)

    server.add_api_route("/sw.js", service_worker, include_in_schema=False)
    server.add_api_route(WORDS_PATH, _words, include_in_schema=False)
    server.add_api_route("/favicon.ico", _no_icon, include_in_schema=False)


def read_words_ahead() -> None:
    """Read every language's catalogue, which takes longer than anybody should wait for a page."""
    for language in languages():
        try:
            words_script(language)
        except Exception as error:
            log.error("language", language=language, kind=type(error).__name__)


async def _words(language: str) -> Response:
    """What the browser's own scripts say, in one language."""
    if language not in languages():
        return sorry(not_found(WORDS_PATH.format(language=language)))
    return Response(words_script(language), media_type="text/javascript", headers=FOR_LONG)


async def _no_icon() -> Response:
    """Answer the browser that asks by habit; the pages name their own icon."""
    return Response(status_code=204, headers={"Cache-Control": "max-age=86400"})


@dataclass(frozen=True, slots=True)
class Instead:
    """Of two pages one is shown while a clinic can be set up, the other ever after."""

    is_open: Callable[[], Awaitable[bool]]
    shown_while_open: bool
    other: str

    async def where(self) -> str | None:
        """The other page's path where that one is to be shown."""
        return None if await self.is_open() is self.shown_while_open else self.other


def add_paper_pages(server: FastAPI) -> None:
    """Serve what is drawn for one look: sheets, the way back from them, one's second factor."""

    async def sheets() -> Response:
        return await _drawn(downtime.draw)

    async def sheet(session_id: str) -> Response:
        return await _drawn(partial(downtime.draw, session_id))

    async def copying(session_id: str) -> Response:
        return await _drawn(partial(paper.draw, session_id))

    async def own_account() -> Response:
        return await _drawn(account.draw)

    async def own_factor() -> Response:
        return await _drawn(second_factor.draw)

    async def opened() -> Response:
        return await _drawn(emergency.draw)

    for path, answer in (
        (emergency.PATH, opened),
        (account.PATH, own_account),
        (second_factor.PATH, own_factor),
        (downtime.PATH, sheets),
        (downtime.SHEET_PATH, sheet),
        (paper.PATH, copying),
    ):
        server.add_api_route(path, answer, methods=["GET", "HEAD"], include_in_schema=False)


async def _drawn(draw: Callable[[], Awaitable[str]]) -> Response:
    """A page that shows somebody: kept nowhere (the headers see to it), and never half drawn."""
    try:
        return HTMLResponse(await draw(), headers=PLAIN_POLICY)
    except MonitorError as error:
        return sorry(error)


def _add_document(
    server: FastAPI, path: str, write: Callable[[], str], instead: Instead | None = None
) -> None:
    texts: dict[str, str] = {}

    def written_in(language: str) -> str:
        with reading_in(language):
            return write()

    async def document() -> Response:
        elsewhere = await instead.where() if instead else None
        if elsewhere:
            return RedirectResponse(elsewhere, status_code=SEE_OTHER, headers=ASK_AGAIN)
        language = reader()
        if language not in texts:
            texts[language] = await to_thread.run_sync(written_in, language)
        return HTMLResponse(texts[language], headers={**ASK_AGAIN, **PLAIN_POLICY})

    server.add_api_route(path, document, methods=["GET", "HEAD"], include_in_schema=False)


def add_screens(server: FastAPI, dash: Dash) -> None:
    """Give every screen a route of its own, and anything else a 404 that still shows the shell.

    Dash adds a route for all addresses when the server starts; these come before it.
    """
    for page in PAGES:
        _add_index(server, dash, page.path.replace("<", "{").replace(">", "}"), 200)
    _add_index(server, dash, "/{path:path}", NOT_FOUND)


def _add_index(server: FastAPI, dash: Dash, path: str, status: int) -> None:
    async def index(request: Request) -> Response:
        token = set_current_request(request)  # type: ignore[no-untyped-call]
        try:
            page = dash.index()  # type: ignore[no-untyped-call]
            return HTMLResponse(page, status_code=status)
        finally:
            reset_current_request(token)  # type: ignore[no-untyped-call]

    server.add_api_route(path, index, methods=["GET", "HEAD"], include_in_schema=False)

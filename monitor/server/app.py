"""One ASGI application out of the machine interface and the screens."""

from __future__ import annotations

from threading import Thread

from dash import Dash

from monitor.api.app import create_api
from monitor.server.asgi import ASGIApp, Message, Receive, Scope, Send
from monitor.server.body import BodyLimit
from monitor.server.dash_guard import DashGuard, Specs
from monitor.server.gate import SignInGate
from monitor.server.headers import RefuseWebSocket, SecurityHeaders
from monitor.server.log import RequestLog
from monitor.server.packing import Packing
from monitor.server.pages import add_plain_pages, add_screens, read_words_ahead
from monitor.server.reader import Reader
from monitor.server.ready import ReadyScreens
from monitor.server.recording import Recording
from monitor.server.static import StaticFiles
from monitor.server.store_state import StoreState
from monitor.server.trust import TrustedProxy
from monitor.services.house import House
from monitor.settings import Settings
from monitor.web.assets import assets_folder
from monitor.web.bundles import BUNDLES
from monitor.web.modules import import_map_hash
from monitor.web.papers import printers
from monitor.web.shell import create_web


def create_app(house: House, settings: Settings) -> ASGIApp:
    """Build everything that a request passes, outermost last."""
    server = create_api(house, settings)
    server.state.papers = printers
    add_plain_pages(server, house, settings)
    dash = create_web(server, house, settings)
    # Nothing here speaks WebSocket, so the pages must not knock.
    dash.backend.websocket_capability = False
    add_screens(server, dash)
    app: ASGIApp = ReadyScreens(server, lambda: _specs(dash))
    app = DashGuard(app, settings, lambda: _specs(dash))
    app = SignInGate(app, house)
    app = StaticFiles(app, assets_folder(), BUNDLES)
    app = Recording(app, server)  # none of the doors behind it is one for the machine interface
    app = BodyLimit(app, settings.max_body_bytes)
    app = StoreState(app, house)
    app = Packing(app)
    app = Reader(app, settings.language)
    headers = SecurityHeaders(app)
    app = RequestLog(headers, server.state.metrics)
    app = TrustedProxy(app, settings)
    app = RefuseWebSocket(app)
    return Start(app, server, dash, headers)


def _specs(dash: Dash) -> Specs:
    specs: Specs = dash.callback_map
    return specs


class Start:
    """Finishes Dash's own setting up when the server starts, not at the first nurse's request."""

    def __init__(self, app: ASGIApp, server: ASGIApp, dash: Dash, headers: SecurityHeaders) -> None:
        self.app = app
        self.server = server
        self.dash = dash
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return

        async def ready(message: Message) -> None:
            if message["type"] == "lifespan.startup.complete":
                await self._route_once()
                self.headers.allow_scripts([*self.dash.csp_hashes(), import_map_hash()])
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                Thread(target=read_words_ahead, name="languages", daemon=True).start()

        await self.app(scope, receive, ready)

    async def _route_once(self) -> None:
        """Dash binds its pages' router at the first of its own requests, so make one."""

        async def empty() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def drop(_message: Message) -> None:
            return

        await self.server(_request("/_dash-dependencies"), empty, drop)


def _request(path: str) -> Scope:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost")],
        "client": ("127.0.0.1", 0),
        "server": ("localhost", 80),
    }

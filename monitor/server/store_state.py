"""Tells every screen, with what it asks anyway, when the database takes nothing."""

from __future__ import annotations

from functools import partial

from monitor.server.asgi import ASGIApp, Message, Receive, Scope, Send, is_api
from monitor.services.house import House
from monitor.store.trying import try_writing

NAME = b"x-monitor-store"


class StoreState:
    """Adds ``X-Monitor-Store`` to what machines get while there is a fault, and has it tried.

    assets/js/api.js shows it; an answer without it says that there is no fault any more.
    """

    def __init__(self, app: ASGIApp, house: House) -> None:
        self.app = app
        self.health = house.health
        self.write = partial(try_writing, house.engine)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_api(scope["path"]):
            await self.app(scope, receive, send)
            return

        async def send_with_state(message: Message) -> None:
            fault = self.health.fault
            if fault and message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), (NAME, fault.encode())]
            await send(message)

        self.health.try_beside(self.write)
        await self.app(scope, receive, send_with_state)

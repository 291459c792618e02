"""The screens that every tablet asks for all the time, sent as the JSON in which they are kept.

Dash writes an answer out anew each time, which takes longer than everything that makes it. So a
callback that a page has marked as ready is called here, behind the guard and with the same values,
and its texts are put together as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from dash import no_update
from starlette.responses import Response

from monitor.server.asgi import ASGIApp, Receive, Scope, Send
from monitor.server.dash_guard import CALL, CHECKED_CALL, JSON_TYPE, Specs
from monitor.web.pages import PAGES
from monitor.web.written import Written, written

# What the request log and the metrics call the route.
ROUTE = SimpleNamespace(path=CALL)


class ReadyScreens:
    """Answers a call of a ready callback; everything else, and what fails, is left to Dash."""

    def __init__(self, app: ASGIApp, specs: Callable[[], Specs]) -> None:
        self.app = app
        self.specs = specs
        self.ready = frozenset(each for page in PAGES for each in page.callbacks.ready)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(scope.get(CHECKED_CALL))
        if answer is None:
            await self.app(scope, receive, send)
        else:
            scope["route"] = ROUTE
            await Response(answer, media_type=JSON_TYPE)(scope, receive, send)

    async def _answer(self, call: Mapping[str, Any] | None) -> bytes | None:
        # Dash keeps the function of a page under the one with which it surrounds it.
        function = call and self.specs()[call["output"]]["callback"].__wrapped__
        if call is None or function not in self.ready:
            return None
        try:
            values = [one.get("value") for one in (*call["inputs"], *call.get("state", []))]
            shown = await function(*values)
        except Exception:
            # Dash calls it once more, and says on the screen what went wrong.
            return None
        outputs = call["outputs"]
        if isinstance(outputs, dict):  # a callback that writes one thing alone
            return put_together([outputs], (shown,))
        return put_together(outputs, shown)


def put_together(outputs: list[dict[str, str]], shown: tuple[Any, ...]) -> bytes:
    """Dash's form of an answer: each component's properties; what stays as it is is left out."""
    response: dict[str, dict[str, Written]] = {}
    for output, value in zip(outputs, shown, strict=True):
        if value is not no_update:
            response.setdefault(output["id"], {})[output["property"]] = value
    return written({"multi": True, "response": response}).utf8

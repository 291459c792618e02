"""The one request that must be quickest, a set that was recorded, straight to its route.

FastAPI describes the route; to look for it, and to read what it asks for, which is nothing, would
take a tenth of the set's time. Whatever is no POST to that address is FastAPI's.
"""

from __future__ import annotations

from fastapi import FastAPI
from starlette.requests import Request

from monitor.api.problems import fault_response, problem_response
from monitor.api.routes.recording import described, record
from monitor.errors import MonitorError
from monitor.server.asgi import ASGIApp, Receive, Scope, Send

ROUTE = described()


class Recording:
    """Answers what is recorded in a session for ``server``; everything else goes on to ``app``."""

    def __init__(self, app: ASGIApp, server: FastAPI) -> None:
        self.app = app
        self.server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_post = scope["type"] == "http" and scope["method"] == "POST"
        found = ROUTE.path_regex.fullmatch(scope["path"]) if is_post else None
        if found is None:
            await self.app(scope, receive, send)
            return
        scope["app"], scope["route"] = self.server, ROUTE
        try:
            answer = await record(found["session_id"], Request(scope, receive))
        except MonitorError as error:
            answer = problem_response(error)
        except Exception:
            await fault_response()(scope, receive, send)
            raise  # for the log
        await answer(scope, receive, send)

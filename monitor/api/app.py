"""The FastAPI application: the machine interface whole, and the ground that Dash stands on."""

from __future__ import annotations

from typing import Any

from anyio import CapacityLimiter
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from monitor.api import problems
from monitor.api.credentials import SIGN_IN_COOKIE
from monitor.api.metrics import Metrics
from monitor.api.routes import (
    account,
    admin_clinic,
    admin_doors,
    admin_people,
    audit,
    board,
    course_scores,
    courses,
    discharge,
    eligibility,
    emergency,
    handover,
    paper,
    patients,
    printing,
    protocols,
    recording,
    register,
    review,
    second_factor,
    sessions,
    set_up,
    sign_in,
    system,
    tables,
    tablets,
    watch,
)
from monitor.services.house import House
from monitor.settings import Settings

ROUTERS = (
    recording.router,
    paper.router,
    board.router,
    sessions.router,
    printing.router,
    tables.router,
    discharge.router,
    patients.router,
    register.router,
    eligibility.router,
    courses.router,
    course_scores.router,
    review.router,
    protocols.router,
    sign_in.router,
    account.router,
    second_factor.router,
    watch.router,
    handover.router,
    tablets.router,
    admin_people.router,
    admin_clinic.router,
    admin_doors.router,
    audit.router,
    emergency.router,
    set_up.router,
    system.router,
)
SECURITY_SCHEMES = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token from `monitor token create`.",
    },
    "sign-in": {
        "type": "apiKey",
        "in": "cookie",
        "name": SIGN_IN_COOKIE,
        "description": "A browser's sign-in. Every change also needs the header X-CSRF-Token with "
        "the value of the cookie monitor_csrf.",
    },
}
AT_THE_DOOR = 4
"""So many passwords or PINs of people who want to sign in are looked at at once."""

SIGNED_IN: list[dict[str, list[str]]] = [{name: []} for name in SECURITY_SCHEMES]


def create_api(house: House, settings: Settings) -> FastAPI:
    """Make the application with every route under /api, and the last word on unknown ones."""
    server = FastAPI(
        title="Post-infusion monitor",
        version=system.VERSION,
        description="Times are UTC with offset. Every error has the same body.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False},
    )
    server.state.house = house
    server.state.settings = settings
    server.state.metrics = Metrics()
    server.state.door = CapacityLimiter(AT_THE_DOOR)
    problems.install(server)
    for router in ROUTERS:  # not included, for which FastAPI would make each route once more
        server.router.routes.extend(router.routes)
    server.router.routes.append(Route("/api", UnknownPath()))
    server.router.routes.append(Route("/api/{path:path}", UnknownPath()))
    _document(server)
    return server


class UnknownPath:
    """Answers what no route of the interface took: 405 where only the method is wrong, else 404."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        allowed = sorted(self._methods_at(scope))
        request = Request(scope)
        if allowed:
            response = problems.method_not_allowed(request.method, allowed)
        else:
            response = problems.problem_response(problems.not_found(request.url.path))
        await response(scope, receive, send)

    def _methods_at(self, scope: Scope) -> set[str]:
        methods: set[str] = set()
        for route in (route for router in ROUTERS for route in router.routes):
            if route.matches(scope)[0] is Match.PARTIAL:
                methods |= getattr(route, "methods", None) or set()
        return methods


def _document(server: FastAPI) -> None:
    """Say in the OpenAPI document what every route shares: signing in, and what may go wrong."""

    def openapi() -> dict[str, Any]:
        if server.openapi_schema is None:
            schema = get_openapi(
                title=server.title,
                version=server.version,
                description=server.description,
                routes=server.routes,
            )
            schema["components"]["schemas"] |= problems.problem_shapes()
            schema["components"]["securitySchemes"] = SECURITY_SCHEMES
            for operations in schema["paths"].values():
                for operation in operations.values():
                    _complete(operation)
            _leave_out_pydantic_errors(schema)
            server.openapi_schema = schema
        return server.openapi_schema

    server.openapi = openapi  # type: ignore[method-assign]


def _complete(operation: dict[str, Any]) -> None:
    operation.setdefault("security", SIGNED_IN)
    # FastAPI declares its own 422; every refusal of a body here is a 400 of our shape.
    operation["responses"].pop("422", None)
    if operation.get("requestBody") or operation.get("parameters"):
        operation["responses"].setdefault("400", problems.problem_doc(400))
    if operation.get("requestBody"):
        operation["responses"].setdefault("413", problems.problem_doc(413))


def _leave_out_pydantic_errors(schema: dict[str, Any]) -> None:
    for name in ("HTTPValidationError", "ValidationError"):
        schema["components"]["schemas"].pop(name, None)

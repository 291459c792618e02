"""Errors in the one shape that every machine gets them in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from monitor.errors import BadInput, MonitorError, NotEligible, NotFound, TooManyTries
from monitor.language.reader import tr
from monitor.language.said import say

RETRY_AFTER_S = "30"
SERVICE_UNAVAILABLE = 503
NOT_FOUND = 404
METHOD_NOT_ALLOWED = 405
SHAPE = "#/components/schemas/{model}"


class Problem(BaseModel):
    """What went wrong, in words for the person who sent it."""

    model_config = ConfigDict(extra="forbid")
    code: str = Field(description="A stable word for programs.", examples=["invalid_event"])
    message: str = Field(description="One sentence for people.")
    field: str | None = Field(description="The field it speaks of, if one.")
    allowed: str | None = Field(description="What would be accepted, or what to do.")
    saved: bool = Field(description="Whether anything of the request was saved; always false.")


class ProblemBody(BaseModel):
    """The body of every answer with a status of 400 or more."""

    model_config = ConfigDict(extra="forbid")
    error: Problem


MEANINGS: Mapping[int, str] = {
    400: "What was sent cannot be right; the error says what is wrong and what is allowed.",
    401: "Nobody is signed in, or the sign-in has ended.",
    403: "This person's roles do not allow it, or the request did not come from our own pages.",
    404: "No such thing in this clinic.",
    405: "The address exists, but not with this method.",
    409: "It contradicts what is already recorded.",
    413: "The body is larger than allowed.",
    429: "Too many wrong PINs or passwords; wait.",
    500: "A fault of the program; nothing was saved.",
    503: "Nothing can be saved now; nothing acknowledged is lost.",
}


def problem_docs(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI descriptions of the errors that a route may answer.

    They name the shape of an error and do not bring it: FastAPI would read it once an error and
    route, which is a tenth of the server's start. ``problem_shapes`` has it for the document.
    """
    return {status: problem_doc(status) for status in statuses}


def problem_doc(status: int) -> dict[str, Any]:
    """What the OpenAPI document says of one error."""
    reference = {"$ref": SHAPE.format(model=ProblemBody.__name__)}
    content = {"application/json": {"schema": reference}}
    return {"description": MEANINGS[status], "content": content}


def problem_shapes() -> dict[str, Any]:
    """The shapes of an error, by name, for the document's components."""
    shape = ProblemBody.model_json_schema(ref_template=SHAPE)
    return {**shape.pop("$defs"), ProblemBody.__name__: shape}


def problem_response(error: MonitorError, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The answer that says ``error``."""
    message = f"{error.where}: {tr(error.message)}" if error.where else tr(error.message)
    allowed = _allowed_to_programs(error)
    body = _body(error.code, message, error.field, allowed)
    extra = dict(headers or {})
    if error.status == SERVICE_UNAVAILABLE or isinstance(error, TooManyTries):
        extra["Retry-After"] = RETRY_AFTER_S
    return JSONResponse(body, status_code=error.status, headers=extra)


def _allowed_to_programs(error: MonitorError) -> str | None:
    """What mends it; where people are sent to a screen, programs are told the route."""
    if isinstance(error, NotEligible):
        route = f"/api/v1/patients/{error.patient_id}/eligibility"
        return tr(
            "POST {route} with answers and readings that raise no flag, "
            "or a physician's POST {route}/override with a reason",
            route=route,
        )
    return tr(error.allowed) if error.allowed else error.allowed


def fault_response() -> JSONResponse:
    """The answer to a bug: no detail leaves the server, the log has it."""
    body = _body(
        "error", tr("the program failed; nothing was saved"), None, tr("try again or call support")
    )
    return JSONResponse(body, status_code=500)


def _body(code: str, message: str, field: str | None, allowed: str | None) -> dict[str, object]:
    said = {"code": code, "message": message, "field": field, "allowed": allowed, "saved": False}
    return {"error": said}


async def _tell_monitor_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, MonitorError)
    return problem_response(error)


async def _tell_fault(_request: Request, _error: Exception) -> JSONResponse:
    return fault_response()


async def _tell_validation_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return problem_response(_from_pydantic(error.errors()))


async def _tell_http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    cause = error.__cause__
    if isinstance(cause, MonitorError):
        return problem_response(cause)
    if error.status_code == NOT_FOUND:
        return problem_response(not_found(request.url.path))
    if error.status_code == METHOD_NOT_ALLOWED:
        return method_not_allowed(request.method, [(error.headers or {}).get("Allow", "")])
    body = _body("bad_input", str(error.detail), None, None)
    return JSONResponse(body, status_code=error.status_code, headers=error.headers)


def method_not_allowed(method: str, allowed: list[str]) -> JSONResponse:
    """The answer where the address exists, but not with this method."""
    listed = ", ".join(allowed)
    body = _body(
        "method_not_allowed",
        tr("{method} is not for this address", method=method[:20]),
        None,
        listed,
    )
    return JSONResponse(body, status_code=METHOD_NOT_ALLOWED, headers={"Allow": listed})


def not_found(path: str) -> NotFound:
    """The error for an address that is none."""
    return NotFound(
        say("there is nothing at {path}", path=path[:200]),
        allowed=say("the paths of /api/v1/openapi.json"),
    )


def _from_pydantic(errors: Any) -> BadInput:
    first = errors[0]
    place = [str(part) for part in first["loc"] if part not in {"body", "query", "path", "header"}]
    said = str(first["msg"]).removeprefix("Value error, ")
    said = f"{said[:1].lower()}{said[1:]}"
    if len(errors) > 1:
        said = say("{first} (and {count} more)", first=said, count=len(errors) - 1)
    return BadInput(
        say("{what}; nothing was saved", what=said),
        field=".".join(place) or None,
        allowed=_allowed(first.get("ctx") or {}),
    )


def _allowed(context: Mapping[str, object]) -> str | None:
    words = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
    bounds = [f"{sign} {context[name]}" for name, sign in words.items() if name in context]
    if bounds:
        return " and ".join(bounds)
    for name in ("expected", "pattern", "max_length", "min_length"):
        if name in context:
            return str(context[name])
    return None


def install(server: FastAPI) -> None:
    """Make every error of ``server`` leave in this shape."""
    server.add_exception_handler(MonitorError, _tell_monitor_error)
    server.add_exception_handler(RequestValidationError, _tell_validation_error)
    server.add_exception_handler(HTTPException, _tell_http_error)
    server.add_exception_handler(Exception, _tell_fault)

"""Rows copied from paper: one route, one row, one key; asked back where something is doubtful."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from monitor.api.calling import caller_of
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import (
    CREATED,
    JSON_TYPE,
    PARAMETERS,
    acknowledge,
    check_id,
    key_of,
    read_body,
)
from monitor.api.schemas.paper import PaperRowBody
from monitor.api.schemas.sessions import ReceiptShown
from monitor.services.paper import PaperRow, copy_row

router = APIRouter(prefix="/api/v1", tags=["sessions"])


@router.post(
    "/sessions/{session_id}/paper",
    status_code=CREATED,
    response_model=ReceiptShown,
    summary="Copy one row of a downtime sheet",
    responses={
        200: {
            "model": ReceiptShown,
            "description": "The same key and row as before; saved once.",
        },
        **problem_docs(400, 401, 403, 404, 409, 413, 503),
    },
    openapi_extra={
        "parameters": PARAMETERS[:1],
        "requestBody": {
            "required": True,
            "content": {JSON_TYPE: {"schema": PaperRowBody.model_json_schema()}},
        },
    },
)
async def copy(session_id: str, request: Request) -> Response:
    caller = caller_of(request)
    check_id(session_id)
    key = key_of(request)
    row = _row(await read_body(request))
    return acknowledge(await caller.run(copy_row, session_id, key, row))


def _row(said: Any) -> PaperRow:
    try:
        body = PaperRowBody.model_validate(said)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from None
    return PaperRow(
        at=body.at,
        measured_by=body.measured_by,
        events=body.events,
        recorded_at=body.recorded_at,
        above_at=body.above_at,
        confirmed=frozenset(body.confirmed),
    )

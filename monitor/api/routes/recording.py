"""Recording in a session: the one route that must be fast, and must never lose a word."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.routing import Route

from monitor.api.calling import caller_of
from monitor.api.event_schema import event_body_schema
from monitor.api.present_asks import seen_in, show_ask
from monitor.api.problems import problem_docs
from monitor.api.schemas.common import LONGEST_ID, read_instant
from monitor.api.schemas.sessions import ReceiptShown
from monitor.api.strict_json import read_json
from monitor.errors import BadInput, NotFound
from monitor.language.said import say
from monitor.services.recording import MOST_EVENTS, record_events
from monitor.services.views import Receipt

router = APIRouter(prefix="/api/v1", tags=["sessions"])
EVENTS = "/sessions/{session_id}/events"
KEY_HEADER, TABLET_TIME_HEADER = "idempotency-key", "x-tablet-time"
CREATED, ALREADY_THERE = 201, 200
JSON_TYPE = "application/json"
_written = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
PARAMETERS = [
    {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "Made by the client, one for each body; sent again with it until answered.",
        "schema": {"type": "string", "format": "uuid"},
    },
    {
        "name": "X-Tablet-Time",
        "in": "header",
        "required": False,
        "description": "The tablet's clock at the instant of sending.",
        "schema": {"type": "string", "format": "date-time"},
    },
]


@router.post(
    EVENTS,
    status_code=CREATED,
    response_model=ReceiptShown,
    summary="Record one event or several, all or none",
    responses={
        200: {
            "model": ReceiptShown,
            "description": "The same key and body as before; saved once.",
        },
        **problem_docs(400, 401, 403, 404, 409, 413, 503),
    },
    openapi_extra={
        "parameters": PARAMETERS,
        "requestBody": {
            "required": True,
            "content": {JSON_TYPE: {"schema": event_body_schema()}},
        },
    },
)
async def record(session_id: str, request: Request) -> Response:
    caller = caller_of(request)
    check_id(session_id)
    key = key_of(request)
    tablet_time = _tablet_time(request)
    body = await read_body(request)
    bodies, seen = _bodies(body), seen_in(body)
    receipt = await caller.run(record_events, session_id, key, bodies, tablet_time, seen)
    return acknowledge(receipt)


def described() -> Route:
    """The route above as FastAPI knows it; monitor/server/recording.py goes straight to it."""
    return next(one for one in router.routes if isinstance(one, Route) and one.name == "record")


def acknowledge(receipt: Receipt) -> Response:
    """Say what is on disk, as ReceiptShown describes it.

    Written by hand, since the model takes as long as two questions to the database.
    """
    shown = {
        "key": receipt.key,
        "event_ids": receipt.event_ids,
        "received_at": receipt.received_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "replayed": receipt.replayed,
        "asks": [show_ask(ask).model_dump(mode="json") for ask in receipt.asks],
    }
    status = ALREADY_THERE if receipt.replayed else CREATED
    return Response(_written(shown), status_code=status, media_type=JSON_TYPE)


async def read_body(request: Request) -> Any:
    """Parse the JSON body, strictly; raises BadInput."""
    said = request.headers.get("content-type", "")
    if said.partition(";")[0].strip().lower() != JSON_TYPE:
        raise BadInput(
            say("the body must say that it is JSON; nothing was saved"),
            field="Content-Type",
            allowed=JSON_TYPE,
        )
    return read_json(await request.body())


def check_id(named: str, missing: str = say("there is no such session in this clinic")) -> None:
    """Refuse an id that none can be, before the database is asked."""
    if len(named) > LONGEST_ID or not named.isascii() or not named.isprintable():
        raise NotFound(missing)


def key_of(request: Request) -> str:
    said = request.headers.get(KEY_HEADER, "")
    try:
        return str(UUID(said))
    except ValueError:
        raise BadInput(
            say("a key made by the sender must come with every entry; nothing was saved"),
            field="Idempotency-Key",
            allowed="a UUID",
        ) from None


def _tablet_time(request: Request) -> datetime | None:
    said = request.headers.get(TABLET_TIME_HEADER)
    return read_instant(said, "X-Tablet-Time") if said else None


def _bodies(body: Any) -> list[dict[str, Any]]:
    several = isinstance(body, dict) and {"events"} <= body.keys() <= {"events", "seen"}
    found = body["events"] if several else [body]
    if not isinstance(found, list) or not 1 <= len(found) <= MOST_EVENTS:
        raise BadInput(
            say("there must be at least one event; nothing was saved"),
            field="events",
            allowed=say("a list of 1 to {most_events} events", most_events=MOST_EVENTS),
        )
    if not all(isinstance(one, dict) for one in found):
        raise BadInput(
            say("an event is a JSON object; nothing was saved"),
            allowed='such as {"kind": "vitals", "at": "...", "systolic_mmhg": 122}',
        )
    return found

"""Sessions: starting them, and what is known of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse

from monitor.api.calling import Signed
from monitor.api.entry import entry_of
from monitor.api.present import show_head, show_session
from monitor.api.present_orders import show_orders
from monitor.api.problems import problem_docs
from monitor.api.routes.eligibility import new_screening
from monitor.api.routes.recording import check_id
from monitor.api.schemas.common import WITH_OFFSET, read_instant
from monitor.api.schemas.entry import EntryShown
from monitor.api.schemas.orders import OrdersShown
from monitor.api.schemas.sessions import (
    NewChairBody,
    NewSessionBody,
    Sessions,
    SessionShown,
)
from monitor.api.schemas.state import StateShown
from monitor.clinical.answer import answer
from monitor.services import moving, sessions
from monitor.services.views import NewChair, NewSession

router = APIRouter(prefix="/api/v1", tags=["sessions"])
SessionId = Annotated[str, Path(max_length=64)]
ORDER_OF_CALLS = """\
Nobody starts unscreened. In this order:

1. `GET /api/v1/patients/{patient_id}/eligibility?protocol_id=ketamine-iv` names every question and
   reading with its `word` and whether it `stops` the start.
2. `POST` to the same address answers them, in any parts: `{"protocol_id": "ketamine-iv",
   "replies": {"psychosis": {"answer": "no"}}, "readings": {"heart_rate_bpm": 72}}`. Answers given
   with `eligibility` in the body of the start count the same.
3. A flag waits for a physician: `POST .../eligibility/override` with `{"protocol_id":
   "ketamine-iv", "flags": {"psychosis": "yes: in 2009"}, "reason": "remitted", "pin": "..."}`,
   each flag with its `word` as it was seen.
4. `POST /api/v1/sessions` starts.

While anything stops the start the answer is 409 `not_eligible`: `message` names each flag,
`allowed` the routes that mend it, and nothing was saved. In an open course the session becomes
today's planned one, or `planned_id`.
"""
At = Annotated[str | None, Query(description=f"As known at {WITH_OFFSET}; else now.")]


@router.get("/sessions", summary="The latest sessions", responses=problem_docs(401, 403, 503))
async def list_sessions(caller: Signed) -> Sessions:
    heads = await caller.run(sessions.list_sessions)
    return Sessions(sessions=[show_head(head) for head in heads])


@router.post(
    "/sessions",
    status_code=201,
    summary="Start a session",
    description=ORDER_OF_CALLS,
    responses=problem_docs(400, 401, 403, 404, 409, 413, 503),
)
async def start(caller: Signed, body: NewSessionBody) -> SessionShown:
    new = NewSession(
        patient_id=body.patient_id,
        chair_id=body.chair_id,
        protocol_id=body.protocol_id,
        dose_mg=body.dose_mg,
        weight_kg=body.weight_kg,
        session_number=body.session_number,
        confirmed=body.confirmed,
        arrived=body.arrived,
        planned_id=body.planned_id,
        protocol_version=body.protocol_version,
        eligibility=new_screening(body.eligibility) if body.eligibility else None,
    )
    return show_session(await caller.run(sessions.start_session, new))


@router.get("/sessions/{session_id}", responses=problem_docs(401, 403, 404, 503))
async def read(caller: Signed, session_id: SessionId) -> SessionShown:
    check_id(session_id)
    return show_session(await caller.run(sessions.read_session, session_id))


@router.get(
    "/sessions/{session_id}/state",
    summary="The session now, or as it was known at a past instant",
    response_model=StateShown,
    responses=problem_docs(400, 401, 403, 404, 503),
)
async def state(caller: Signed, session_id: SessionId, at: At = None) -> Response:
    check_id(session_id)
    instant = None if at is None else read_instant(at, "at")
    view = await caller.run(sessions.read_session, session_id, instant)
    return JSONResponse(answer(view.state, f"session {view.head.id}"))


@router.get(
    "/sessions/{session_id}/case",
    summary="The session as a case file",
    response_class=Response,
    responses={
        200: {
            "description": "A case file. X-Left-Out names the kinds that case files do not have.",
            "content": {"text/plain": {"schema": {"type": "string"}}},
            "headers": {"X-Left-Out": {"schema": {"type": "string"}}},
        },
        **problem_docs(401, 403, 404, 503),
    },
)
async def case(caller: Signed, session_id: SessionId) -> Response:
    check_id(session_id)
    exported = await caller.run(sessions.export_case, session_id)
    headers = {"X-Left-Out": ", ".join(exported.left_out)}
    return Response(exported.text, media_type="text/plain; charset=utf-8", headers=headers)


@router.post(
    "/sessions/{session_id}/chair",
    summary="Move the session to another chair",
    responses=problem_docs(400, 401, 403, 404, 409, 413, 503),
)
async def move(caller: Signed, session_id: SessionId, body: NewChairBody) -> SessionShown:
    check_id(session_id)
    new = NewChair(body.from_chair_id, body.chair_id, body.responsible_id, body.reason)
    return show_session(await caller.run(moving.move_to_chair, session_id, new))


@router.get(
    "/sessions/{session_id}/orders",
    summary="The physician's orders and how they stand",
    responses=problem_docs(401, 403, 404, 503),
)
async def orders(caller: Signed, session_id: SessionId) -> OrdersShown:
    check_id(session_id)
    view = await caller.run(sessions.read_session, session_id)
    return OrdersShown(orders=show_orders(view))


@router.get(
    "/sessions/{session_id}/entry",
    summary="What the entry form needs",
    responses=problem_docs(401, 403, 404, 503),
)
async def entry(caller: Signed, session_id: SessionId) -> EntryShown:
    check_id(session_id)
    return await caller.run(entry_of, session_id)

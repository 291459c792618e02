"""Signing: going home, deciding against a finding, ending otherwise."""

from __future__ import annotations

from fastapi import APIRouter

from monitor.api.calling import Signed
from monitor.api.present import show_session, show_signatures
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import check_id
from monitor.api.routes.sessions import SessionId
from monitor.api.schemas.sessions import EndBody, OverrideBody, SignBody, SignedShown
from monitor.services import discharge
from monitor.services.views import SessionView

router = APIRouter(prefix="/api/v1/sessions/{session_id}/discharge", tags=["discharge"])
PROBLEMS = problem_docs(400, 401, 403, 404, 409, 413, 429, 503)


@router.post("/sign", summary="Sign that the patient may go home", responses=PROBLEMS)
async def sign(caller: Signed, session_id: SessionId, body: SignBody) -> SignedShown:
    check_id(session_id)
    return _signed(await caller.run(discharge.sign, session_id, body.pin, to=body.to))


@router.post("/override", summary="Decide against findings, with a reason", responses=PROBLEMS)
async def override(caller: Signed, session_id: SessionId, body: OverrideBody) -> SignedShown:
    check_id(session_id)
    criteria = tuple(body.criteria)
    return _signed(
        await caller.run(discharge.override, session_id, criteria, body.reason, body.pin)
    )


@router.post("/end", summary="End the session otherwise", responses=PROBLEMS)
async def end(caller: Signed, session_id: SessionId, body: EndBody) -> SignedShown:
    check_id(session_id)
    return _signed(
        await caller.run(discharge.end_otherwise, session_id, body.to, body.reason, body.pin)
    )


def _signed(view: SessionView) -> SignedShown:
    return SignedShown(session=show_session(view), signatures=show_signatures(view.signatures))

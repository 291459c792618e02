"""Tablets: what lies unsent on them, as they say, and what they are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path

from monitor.api.calling import Signed
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import check_id
from monitor.api.schemas.tablets import TabletNameBody, TabletNamed, UnsentBody
from monitor.services import tablets
from monitor.services.tablet_views import UnsentPart, UnsentReport

router = APIRouter(prefix="/api/v1", tags=["tablets"])
DeviceId = Annotated[str, Path(max_length=64)]


@router.put(
    "/me/unsent",
    status_code=204,
    summary="Say what lies unsent on this device",
    responses=problem_docs(400, 401, 403, 413, 503),
)
async def report(caller: Signed, body: UnsentBody) -> None:
    parts = tuple(UnsentPart(one.session, one.count) for one in body.sessions)
    said = UnsentReport(parts, body.asking, timedelta(seconds=body.oldest_seconds))
    # A tablet says it by itself: nobody need be there, so it keeps no sign-in alive.
    await replace(caller, active=False).run(tablets.report_unsent, said)


@router.put(
    "/admin/devices/{device_id}/name",
    summary="Give a device a name",
    responses=problem_docs(400, 401, 403, 404, 409, 413, 503),
)
async def name(caller: Signed, device_id: DeviceId, body: TabletNameBody) -> TabletNamed:
    check_id(device_id)
    said = await caller.run(tablets.name_tablet, device_id, body.name, body.seen)
    return TabletNamed(device_id=device_id, name=said)

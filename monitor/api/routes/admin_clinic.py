"""Administration: the clinic, its room, its protocols and what may be overridden."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from monitor.api.calling import Signed
from monitor.api.present_admin import show_chair, show_choice, show_clinic
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import check_id
from monitor.api.schemas.admin import (
    ChairBody,
    ChairKeptShown,
    ClinicBody,
    ClinicShown,
    NewChairBody,
    OfferBody,
    OrderBody,
    ProtocolChoiceShown,
    ProtocolChoicesShown,
    RoomShown,
    Seen,
    WithheldBody,
)
from monitor.api.schemas.patients import ChairShown
from monitor.services import chairs, clinic, protocol_choices

router = APIRouter(prefix="/api/v1/admin", tags=["administration"])
ChairId = Annotated[str, Path(max_length=64)]
ProtocolId = Annotated[str, Path(max_length=64)]
READING = problem_docs(401, 403, 503)
CHANGING = problem_docs(400, 401, 403, 404, 409, 413, 503)


@router.get("/clinic", summary="Name and zone", responses=READING)
async def read_clinic(caller: Signed) -> ClinicShown:
    return show_clinic(await caller.run(clinic.read_clinic_settings))


@router.put("/clinic", summary="Change name and zone", responses=CHANGING)
async def change_clinic(caller: Signed, body: ClinicBody) -> ClinicShown:
    return show_clinic(await caller.run(clinic.change_clinic, body.name, body.zone, body.revision))


@router.get("/chairs", summary="Every chair, in use or not", responses=READING)
async def read_room(caller: Signed) -> RoomShown:
    found = await caller.run(chairs.read_room)
    return RoomShown(chairs=[show_chair(one) for one in found])


@router.post("/chairs", status_code=201, summary="Add a chair", responses=CHANGING)
async def add_chair(caller: Signed, body: NewChairBody) -> ChairShown:
    added = await caller.run(chairs.add_chair, body.label, body.room)
    return ChairShown(id=added.id, label=added.label, room=added.room)


@router.put("/chairs/order", summary="Put the chairs into an order", responses=CHANGING)
async def order_chairs(caller: Signed, body: OrderBody) -> RoomShown:
    order = [(one.id, one.revision) for one in body.chairs]
    found = await caller.run(chairs.order_chairs, order)
    return RoomShown(chairs=[show_chair(one) for one in found])


@router.put("/chairs/{chair_id}", summary="Change label and room", responses=CHANGING)
async def change_chair(caller: Signed, chair_id: ChairId, body: ChairBody) -> ChairKeptShown:
    check_id(chair_id)
    return show_chair(
        await caller.run(chairs.change_chair, chair_id, body.label, body.room, body.revision)
    )


@router.post("/chairs/{chair_id}/take-out", summary="Take out of use", responses=CHANGING)
async def take_out_of_use(caller: Signed, chair_id: ChairId, body: Seen) -> ChairKeptShown:
    check_id(chair_id)
    return show_chair(await caller.run(chairs.take_out_of_use, chair_id, body.revision))


@router.post("/chairs/{chair_id}/bring-back", summary="Bring back into use", responses=CHANGING)
async def bring_chair_back(caller: Signed, chair_id: ChairId, body: Seen) -> ChairKeptShown:
    check_id(chair_id)
    return show_chair(await caller.run(chairs.bring_chair_back, chair_id, body.revision))


@router.get("/protocols", summary="Every protocol file, offered or not", responses=READING)
async def read_protocols(caller: Signed) -> ProtocolChoicesShown:
    found = await caller.run(protocol_choices.read_protocol_choices)
    return ProtocolChoicesShown(protocols=[show_choice(one) for one in found])


@router.put("/protocols/{protocol_id}/offered", summary="Offer it, or not", responses=CHANGING)
async def offer_protocol(
    caller: Signed, protocol_id: ProtocolId, body: OfferBody
) -> ProtocolChoiceShown:
    check_id(protocol_id)
    return show_choice(
        await caller.run(protocol_choices.offer_protocol, protocol_id, body.offered, body.revision)
    )


@router.put("/protocols/{protocol_id}/overrides", summary="Withhold overrides", responses=CHANGING)
async def withhold_overrides(
    caller: Signed, protocol_id: ProtocolId, body: WithheldBody
) -> ProtocolChoiceShown:
    check_id(protocol_id)
    return show_choice(
        await caller.run(
            protocol_choices.withhold_overrides, protocol_id, body.withheld, body.revision
        )
    )

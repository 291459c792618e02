"""A clinic's own versions of protocols: read, drafted, signed into force."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from monitor.api.calling import Signed
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import check_id
from monitor.api.schemas.protocols import (
    DraftSeenBody,
    DraftSigningBody,
    NewDraftBody,
    ProtocolRoomShown,
    ProtocolStandsShown,
    StandShown,
)
from monitor.services import protocol_versions
from monitor.services.protocol_views import NewDraft, ProtocolRoom

router = APIRouter(prefix="/api/v1/protocol-versions", tags=["protocols"])
Id = Annotated[str, Path(max_length=64)]
Version = Annotated[str, Path(max_length=9, description="A number, as 1001.")]
READING = problem_docs(400, 401, 403, 404, 409, 503)
SAVING = problem_docs(400, 401, 403, 404, 409, 413, 503)
SIGNING = problem_docs(400, 401, 403, 404, 409, 413, 429, 503)


def _shown(room: ProtocolRoom) -> ProtocolRoomShown:
    named = ProtocolRoomShown.model_fields
    return ProtocolRoomShown.model_validate({name: getattr(room, name) for name in named})


@router.get("", summary="Every protocol and its version in force", responses=READING)
async def stands(caller: Signed) -> ProtocolStandsShown:
    found = await caller.run(protocol_versions.list_protocol_stands)
    return ProtocolStandsShown(protocols=[StandShown.model_validate(one) for one in found])


@router.get("/{protocol_id}", summary="One protocol, its draft and versions", responses=READING)
async def read(caller: Signed, protocol_id: Id) -> ProtocolRoomShown:
    check_id(protocol_id)
    return _shown(await caller.run(protocol_versions.read_protocol_room, protocol_id))


@router.get(
    "/{protocol_id}/{version}",
    summary="The whole text of a version",
    response_class=Response,
    responses={
        200: {
            "description": "The protocol as TOML, for the eyes.",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        },
        **READING,
    },
)
async def text(caller: Signed, protocol_id: Id, version: Version) -> Response:
    check_id(protocol_id)
    number = int(version) if version.isascii() and version.isdecimal() else 0  # there is none
    found = await caller.run(protocol_versions.read_version_text, protocol_id, number)
    return Response(found, media_type="text/plain")


@router.post("/{protocol_id}/drafts", status_code=201, summary="Save a draft", responses=SAVING)
async def draft(caller: Signed, protocol_id: Id, body: NewDraftBody) -> ProtocolRoomShown:
    check_id(protocol_id)
    new = NewDraft(protocol_id, body.numbers, body.reason, body.seen, body.based_on)
    return _shown(await caller.run(protocol_versions.draft_protocol, new))


@router.post("/{protocol_id}/set-aside", summary="Take the draft off the table", responses=SAVING)
async def set_aside(caller: Signed, protocol_id: Id, body: DraftSeenBody) -> ProtocolRoomShown:
    check_id(protocol_id)
    return _shown(await caller.run(protocol_versions.set_draft_aside, protocol_id, body.draft))


@router.post("/{protocol_id}/sign", summary="Sign the draft into force", responses=SIGNING)
async def sign(caller: Signed, protocol_id: Id, body: DraftSigningBody) -> ProtocolRoomShown:
    check_id(protocol_id)
    room = await caller.run(protocol_versions.sign_protocol, protocol_id, body.draft, body.pin)
    return _shown(room)

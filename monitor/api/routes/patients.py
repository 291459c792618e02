"""Patients, chairs and protocols: what a session is started from."""

from __future__ import annotations

from fastapi import APIRouter, Response

from monitor.api.calling import Signed
from monitor.api.present import show_patient, show_patient_version
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import check_id
from monitor.api.schemas.patients import (
    Chairs,
    ChairShown,
    CorrectedPatientBody,
    NewPatientBody,
    Patient,
    Patients,
    PatientVersions,
    Protocols,
    ProtocolShown,
    SearchBody,
)
from monitor.clinical.own_sources import is_own_version
from monitor.language.said import say
from monitor.services import chairs, patient_corrections, patient_record, patients, sessions
from monitor.services.views import NewPatient

NOBODY = say("There is no such patient in this clinic")
router = APIRouter(prefix="/api/v1", tags=["patients"])


@router.post(
    "/patients/search",
    summary="Find patients",
    description="Words of a name, an identifier or a birth date; in the body, because addresses "
    "are written into the logs of whatever stands between.",
    responses=problem_docs(400, 401, 403, 413, 503),
)
async def find(caller: Signed, body: SearchBody) -> Patients:
    found = await caller.run(patients.find_patients, body.words)
    return Patients(patients=[show_patient(card) for card in found])


@router.post(
    "/patients",
    status_code=201,
    summary="Register a patient",
    responses=problem_docs(400, 401, 403, 409, 413, 503),
)
async def register(caller: Signed, body: NewPatientBody) -> Patient:
    return show_patient(await caller.run(patients.register_patient, _facts(body)))


@router.get("/patients/{patient_id}", responses=problem_docs(401, 403, 404, 503))
async def read(caller: Signed, patient_id: str) -> Patient:
    check_id(patient_id, NOBODY)
    return show_patient(await caller.run(patients.read_patient, patient_id))


@router.get(
    "/patients/{patient_id}/versions",
    summary="What the record said before it was corrected",
    responses=problem_docs(401, 403, 404, 503),
)
async def versions(caller: Signed, patient_id: str) -> PatientVersions:
    check_id(patient_id, NOBODY)
    found = await caller.run(patient_corrections.read_history, patient_id)
    return PatientVersions(versions=[show_patient_version(each) for each in found.versions])


@router.post(
    "/patients/{patient_id}/corrections",
    summary="Correct a patient's record",
    description="The whole of what it should say, with a reason; every former version stays.",
    responses=problem_docs(400, 401, 403, 404, 409, 413, 503),
)
async def correct(caller: Signed, patient_id: str, body: CorrectedPatientBody) -> Patient:
    check_id(patient_id, NOBODY)
    act, right = patient_corrections.correct_patient, _facts(body)
    return show_patient(await caller.run(act, patient_id, body.seen, right, body.reason))


def _facts(body: NewPatientBody) -> NewPatient:
    return NewPatient(
        name=body.name,
        birth_date=body.birth_date,
        identifiers=tuple((one.system, one.value) for one in body.identifiers),
        allergies=body.allergies,
        weight_kg=body.weight_kg,
        spo2_scale=body.spo2_scale,
        known_arrhythmia=body.known_arrhythmia,
        confirmed=body.confirmed,
    )


@router.get(
    "/patients/{patient_id}/record",
    summary="The patient's whole record as one file",
    response_class=Response,
    responses={
        200: {
            "description": "The file that docs/patient-record.md describes, to be kept as such.",
            "content": {"application/json": {"schema": {"type": "object"}}},
            "headers": {"Content-Disposition": {"schema": {"type": "string"}}},
        },
        **problem_docs(401, 403, 404, 503),
    },
)
async def record(caller: Signed, patient_id: str) -> Response:
    check_id(patient_id, NOBODY)
    exported = await caller.run(patient_record.export_patient, patient_id)
    headers = {"Content-Disposition": f'attachment; filename="{exported.file_name}"'}
    return Response(exported.text, media_type="application/json", headers=headers)


@router.get("/chairs", summary="The chairs of the clinic", responses=problem_docs(401, 403, 503))
async def list_chairs(caller: Signed) -> Chairs:
    found = await caller.run(chairs.list_chairs)
    return Chairs(chairs=[ChairShown(id=c.id, label=c.label, room=c.room) for c in found])


@router.get("/protocols", summary="The protocols", responses=problem_docs(401, 403, 503))
async def list_protocols(caller: Signed) -> Protocols:
    found = await caller.run(sessions.list_protocols)
    return Protocols(
        protocols=[
            ProtocolShown(
                id=p.id, title=p.title, version=p.version, is_own=is_own_version(p.version)
            )
            for p in found
        ]
    )

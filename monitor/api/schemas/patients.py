"""Bodies about patients, chairs and protocols."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field, model_validator

from monitor.api.schemas.common import Body, ShortText, Shown, Text, few_keys
from monitor.services.patients import MOST_IDENTIFIERS

LIGHTEST_KG, HEAVIEST_KG = 2.0, 500.0


class Identifier(Shown):
    """A number that another system knows the patient by."""

    system: ShortText
    value: ShortText

    _few_keys = model_validator(mode="before")(few_keys)


class SearchBody(Body):
    """Whom to find: each word begins a name, an identifier or the birth date (1987-04-14)."""

    words: Text = Field(max_length=200, examples=["lind 1987"])


class NewPatientBody(Body):
    """A patient to register."""

    name: ShortText
    birth_date: date
    identifiers: list[Identifier] = Field(default=[], max_length=MOST_IDENTIFIERS)
    allergies: Text = ""
    weight_kg: float | None = Field(default=None, ge=LIGHTEST_KG, le=HEAVIEST_KG)
    spo2_scale: int = Field(default=1, ge=1, le=2, description="NEWS2 SpO2 scale; 2 if prescribed.")
    known_arrhythmia: bool = False
    confirmed: bool = Field(
        default=False, description="Another person of the same name and birth date is known."
    )


class CorrectedPatientBody(NewPatientBody):
    """What a patient's record should say, whole, and why it said something else."""

    seen: int = Field(ge=0, description="The number of the version that is corrected.")
    reason: Text = Field(min_length=1)
    confirmed: bool = Field(
        default=False,
        description="Another person of the same name and birth date is known, or both are "
        "corrected and the record is still of the same person.",
    )


class Patient(Shown):
    """Who the patient is."""

    id: str
    name: str
    birth_date: date
    identifiers: list[Identifier]
    allergies: str
    weight_kg: float | None
    spo2_scale: int
    known_arrhythmia: bool


class PatientVersionShown(Shown):
    """What was known of a patient from an instant on; 0 is what was registered."""

    number: int
    said_at: datetime
    said_by: str = Field(description="Empty for what was registered.")
    reason: str
    patient: Patient


class PatientVersions(Shown):
    """Every version of a patient's record, the latest first."""

    versions: list[PatientVersionShown]


class Patients(Shown):
    """The patients found."""

    patients: list[Patient]


class ChairShown(Shown):
    """A place where one patient sits."""

    id: str
    label: str
    room: str


class Chairs(Shown):
    """The chairs of the clinic."""

    chairs: list[ChairShown]


class ProtocolShown(Shown):
    """A protocol that a session may be started on, in the version that is in force.

    ``is_own`` says that the clinic signed it itself: GET /api/v1/protocol-versions has its history.
    """

    id: str
    title: str
    version: int
    is_own: bool


class Protocols(Shown):
    """The protocols of the clinic."""

    protocols: list[ProtocolShown]

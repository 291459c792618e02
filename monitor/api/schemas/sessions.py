"""Bodies about sessions and what is recorded in them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from monitor.api.schemas.asks import AskShown
from monitor.api.schemas.common import Body, Identity, Pin, Shown, Text, Utc
from monitor.api.schemas.eligibility import ScreenedShown, ScreeningBody
from monitor.clinical import words

LARGEST_DOSE_MG, HIGHEST_NUMBER = 10_000.0, 1000
LIGHTEST_KG, HEAVIEST_KG = 2.0, 500.0


class NewSessionBody(Body):
    """A treatment session to start: who, where, what dose, under which protocol."""

    patient_id: Identity
    chair_id: Identity
    protocol_id: Identity = Field(examples=["ketamine-iv"])
    dose_mg: float = Field(gt=0, le=LARGEST_DOSE_MG)
    weight_kg: float | None = Field(
        default=None, ge=LIGHTEST_KG, le=HEAVIEST_KG, description="Else the patient's last one."
    )
    session_number: int | None = Field(
        default=None, ge=1, le=HIGHEST_NUMBER, description="In the course; else the next one."
    )
    arrived: bool = Field(default=True, description="False keeps the chair for who is to come.")
    confirmed: bool = Field(
        default=False, description="An unlikely dose was asked back and confirmed."
    )
    planned_id: Identity | None = Field(
        default=None, description="Which planned session of the course it is; else today's."
    )
    protocol_version: int | None = Field(
        default=None, ge=1, le=2**31 - 1, description="The one that was shown; else that in force."
    )
    eligibility: ScreeningBody | None = Field(
        default=None,
        description="Answers and readings given with the start; else those recorded before count.",
    )


class NewChairBody(Body):
    """Another chair for an open session: from where, to where, who answers for it there, why."""

    from_chair_id: Identity
    chair_id: Identity
    responsible_id: Identity
    reason: Text


class SessionHeadShown(Shown):
    """What a session is, apart from what happened in it."""

    id: str
    patient_id: str
    patient_name: str
    birth_date: date
    chair: str
    protocol_id: str
    protocol_version: int
    drug: str
    route: str
    dose_mg: float
    weight_kg: float
    session_number: int
    started_at: Utc
    closed_at: Utc | None


class SessionShown(SessionHeadShown):
    """What a session is, and where it stands."""

    phase: str
    readiness: str
    screened: ScreenedShown | None = Field(
        description="What it was started on; null where it began before anybody was asked."
    )


class Sessions(Shown):
    """Sessions, the latest first."""

    sessions: list[SessionHeadShown]


class ReceiptShown(Shown):
    """The acknowledgement: what it names is on disk."""

    key: str
    event_ids: list[str]
    received_at: Utc
    replayed: bool = Field(
        description="True when this key had been saved before, and nothing new was."
    )
    asks: list[AskShown] = Field(
        default=[], description="Questions about what was saved; it stands until they are answered."
    )


class SignBody(Body):
    """A signature under a discharge; the criteria are judged anew at the second one."""

    pin: Pin
    to: Literal["home"] = "home"


class OverrideBody(Body):
    """A physician decides against findings that are not met, with a reason."""

    pin: Pin
    criteria: list[Literal[words.CRITERIA]] = Field(min_length=1, max_length=len(words.CRITERIA))  # type: ignore[valid-type]
    reason: Text = Field(min_length=1)


class EndBody(Body):
    """The session ends otherwise than by going home."""

    pin: Pin
    to: Literal["hospital", "against_advice", "left_unseen", "died"]
    reason: Text = Field(min_length=1)


class SignatureShown(Shown):
    """Who signed what, when, in which role and with which meaning."""

    person_id: str
    name: str
    role: str
    meaning: str
    signed_at: Utc
    lapsed: bool
    reason: str | None
    criteria: list[str]


class SignedShown(Shown):
    """The session after the signature."""

    session: SessionShown
    signatures: list[SignatureShown]

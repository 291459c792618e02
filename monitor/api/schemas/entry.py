"""What the entry form and the dialogs need to know of a session."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from monitor.api.schemas.common import Shown, Utc
from monitor.api.schemas.eligibility import ScreenedShown
from monitor.api.schemas.orders import DueShown, OrderShown
from monitor.api.schemas.state import AlertShown, BaselineShown, Value
from monitor.api.schemas.treatments import MedicineShown, TreatmentShown
from monitor.api.schemas.watch import ClimbShown, WatchShown

Bound = float | None


class EntryMe(Shown):
    """Who is entering."""

    id: str
    name: str
    initials: str
    roles: list[str]


class EntrySession(Shown):
    """The session that is entered into."""

    id: str
    number: int
    protocol: str
    drug: str
    route: str
    dose_mg: float
    chair: str
    chair_id: str
    last_seq: int = Field(description="The last entry of the record that this answer knows.")
    phase: str
    time_zero: Utc | None
    has_infusion: bool
    restarts: bool = Field(description="Whether a further dose begins the observation anew.")
    started_at: Utc
    next_due_at: Utc | None
    closed_at: Utc | None


class EntryPatient(Shown):
    """The patient, for the banner; entries stay bound to this id."""

    id: str
    name: str
    birth_date: date
    known_arrhythmia: bool
    allergies: str = Field(description="As registered; empty where none is recorded.")


class LastWord(Shown):
    """The latest word on a field; null means not measured."""

    value: Value
    at: Utc


class FieldLimits(Shown):
    """Refused outside ``hard``, asked back once outside ``soft``; null is no bound."""

    hard: list[Bound] = Field(min_length=2, max_length=2)
    soft: list[Bound] = Field(min_length=2, max_length=2)
    step: float
    unit: str
    probe_below: float | None = None
    apnoea_at_most: float | None = None


class MeasuredAt(Shown):
    """How far the instant of a measurement may lie from its entry."""

    future_minutes: float
    past_hours: float
    late_minutes: float


class DerivedGrade(Shown):
    """From these readings on, either of them, a grade is shown as read from the vital signs."""

    grade: str
    systolic_mmhg: float
    diastolic_mmhg: float


class Derived(Shown):
    """The two side effects that are read from vital signs unless graded."""

    high_blood_pressure: list[DerivedGrade]
    irregular_heart_rate: dict[str, str]


class ScaleAnswer(Shown):
    """One answer to an item; ``needs_person``: it alone has somebody speak with the patient."""

    score: int
    words: str
    needs_person: bool


class ScaleItem(Shown):
    """One item that somebody is asked for."""

    id: str
    label: str
    answers: list[ScaleAnswer]


class ScaleDerived(Shown):
    """The items that come from the readings, as they are now; null is not computable."""

    at: Utc
    items: dict[str, int | None]
    missing: list[str]


class ScaleLast(Shown):
    """When a scale was asked last, and its total then; null is not computable."""

    at: Utc
    total: int | None
    missing: list[str]


class EntryScale(Shown):
    """A scale that the session asks for; ``moment`` is before, after or both (of the dose)."""

    name: str
    title: str
    variant: str
    highest: int
    moment: str
    items: list[ScaleItem]
    derived: ScaleDerived | None
    last: ScaleLast | None


class SelfHarm(Shown):
    """What item 9 of PHQ-9 said last, 0 to 3."""

    score: int
    at: Utc
    needs_person: bool


class EntryLine(Shown):
    """One thing entered before, newest first; those struck out are marked."""

    id: str
    kind: str
    at: Utc
    recorded_at: Utc
    by: str
    struck: bool
    tablet_recorded_at: Utc | None = Field(description="When it was typed, by the tablet's clock.")
    late: bool = Field(
        description="Known so long after it was measured as the protocol calls late."
    )
    from_paper: str | None = Field(description="Who measured it, where it was copied from paper.")
    fields: dict[str, Any]


class EntryShown(Shown):
    """Everything that a tablet needs to enter a set, with or without the network."""

    now: Utc
    zone: str
    demo: bool
    me: EntryMe
    session: EntrySession
    patient: EntryPatient
    baseline: BaselineShown
    last: dict[str, LastWord]
    limits: dict[str, FieldLimits]
    measured_at: MeasuredAt
    urgent: dict[str, Any] = Field(
        description="What one reading alone decides: at_least, at_most, one_of; grades; red_flags."
    )
    derived: Derived
    unchanged_minutes: float
    seated_within_minutes: float
    alerts: list[AlertShown]
    scales: list[EntryScale]
    self_harm: SelfHarm | None
    physicians: list[str]
    treatments: list[TreatmentShown]
    medicines: list[MedicineShown]
    next_due: DueShown | None
    orders: list[OrderShown]
    watch: WatchShown
    climbs: list[ClimbShown]
    entries: list[EntryLine]
    screened: ScreenedShown | None = Field(
        description="What the session was started on, with every flag that was overridden."
    )

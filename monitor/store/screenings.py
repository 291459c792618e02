"""What was answered before courses and sessions, and what physicians decided against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select

from monitor.store.tables import eligibility_overrides, people, screenings, sessions
from monitor.store.work import Reading, Values, Writing

_PATIENTS: Any = bindparam("patient_ids", expanding=True)
_SCREENINGS = (
    select(
        screenings.c.id,
        screenings.c.patient_id,
        screenings.c.replies,
        screenings.c.readings,
        screenings.c.answered_at,
        people.c.name.label("person_name"),
    )
    .join(
        people,
        (people.c.id == screenings.c.person_id) & (people.c.clinic_id == screenings.c.clinic_id),
    )
    .where(screenings.c.patient_id.in_(_PATIENTS))
    .order_by(screenings.c.answered_at, screenings.c.id)
)
_OVERRIDES = (
    select(
        eligibility_overrides.c.id,
        eligibility_overrides.c.patient_id,
        eligibility_overrides.c.flags,
        eligibility_overrides.c.reason,
        eligibility_overrides.c.decided_at,
        people.c.name.label("person_name"),
    )
    .join(
        people,
        (people.c.id == eligibility_overrides.c.person_id)
        & (people.c.clinic_id == eligibility_overrides.c.clinic_id),
    )
    .where(eligibility_overrides.c.patient_id.in_(_PATIENTS))
    .order_by(eligibility_overrides.c.decided_at, eligibility_overrides.c.id)
)
_LAST_STARTS = (
    select(sessions.c.patient_id, func.max(sessions.c.started_at).label("started_at"))
    .where(sessions.c.patient_id.in_(_PATIENTS))
    .group_by(sessions.c.patient_id)
)
_ADD = insert(screenings)
_ADD_OVERRIDE = insert(eligibility_overrides)


def screenings_of(work: Reading, patient_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """Everything ever answered by these patients, the oldest first."""
    return work.all(_SCREENINGS, patient_ids=list(patient_ids))


def overrides_of(work: Reading, patient_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """Every override of these patients' flags, the oldest first."""
    return work.all(_OVERRIDES, patient_ids=list(patient_ids))


def last_starts(work: Reading, patient_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """When each of these patients last started a session."""
    return work.all(_LAST_STARTS, patient_ids=list(patient_ids))


def add_screening(work: Writing, values: Values) -> None:
    """Keep what was answered."""
    work.change(_ADD, **values)


def add_override(work: Writing, values: Values) -> None:
    """Keep what a physician decided against."""
    work.change(_ADD_OVERRIDE, **values)

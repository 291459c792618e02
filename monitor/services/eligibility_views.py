"""The values that eligibility hands to screens and machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.clinical.eligibility import Change, PreDose, Questionnaire, Reply, Standing
from monitor.language.said import Said, Wording, say
from monitor.services.screened_views import NewScreening
from monitor.services.views import PatientCard


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Where a patient stands before the next session (or course), judged now.

    ``last`` holds the latest reply to each question, however old, with its instant: what a tap on
    *unchanged* would confirm. ``changed`` tells what differs from the time before. ``told_at`` and
    ``told_by`` speak of the latest answers that still count.
    """

    patient: PatientCard
    at: datetime
    zone: str
    questionnaire: Questionnaire
    protocol_id: str | None
    questions: tuple[Standing, ...]
    readings: tuple[Standing, ...]
    for_course: tuple[Standing, ...]
    last: Mapping[str, tuple[Reply, datetime]]
    taken: PreDose
    changed: tuple[Change, ...] = ()
    above_guide: bool = False
    told_at: datetime | None = None
    told_by: str = ""
    course_id: str | None = None
    version: int = 0

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Questions, then readings."""
        return (*self.questions, *self.readings)

    @property
    def flags(self) -> tuple[Standing, ...]:
        """Everything flagged, decided against or not."""
        return tuple(one for one in self.standings if one.flagged)

    @property
    def stops(self) -> tuple[Standing, ...]:
        """What stops the start of a session."""
        return tuple(one for one in self.standings if one.stops)

    def label(self, standing: Standing) -> str:
        """How a question or reading is called in a few words."""
        return label_of(self.questionnaire, standing.id)


__all__ = ["READING_LABELS", "Eligibility", "NewScreening", "label_of"]

READING_LABELS = {
    "blood_pressure": say("Blood pressure"),
    "heart_rate": say("Heart rate"),
    "spo2": say("SpO₂"),
    "respiratory_rate": say("Breathing"),
}


def label_of(questionnaire: Questionnaire, standing_id: str) -> str:
    """How a question or reading is called in a few words."""
    if standing_id in READING_LABELS:
        return READING_LABELS[standing_id]
    return Said(Wording(questionnaire.question(standing_id).label))

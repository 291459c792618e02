"""One session as rows of the exported tables. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from monitor.access.roles import Role
from monitor.clinical.course_scores import CourseScore
from monitor.clinical.event import Event
from monitor.clinical.kinds import INFUSION_KINDS
from monitor.clinical.patient import PatientFacts
from monitor.clinical.scales.showing import asked_so_far
from monitor.clinical.state import SessionState
from monitor.clinical.versions import facts_at
from monitor.services.printing import Decision
from monitor.services.views import SessionHead, SessionView

Line = dict[str, Any]
MINUTE = timedelta(minutes=1)
OLDEST = 90
ESCORT = "escort"
SETS = ("vitals", "consciousness", "mobility", "red_flags")
DOSES = ("dose_given", *INFUSION_KINDS)
VALUES = (
    "systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "rhythm", "spo2_percent", "oxygen_l_min",
    "respiratory_rate_per_min", "temperature_c", "position", "moaas", "acvpu", "rass",
    "amt4_errors", "gait",
)  # fmt: skip


def rows_of(view: SessionView, decision: Decision | None) -> Mapping[str, list[Line]]:
    """Every table's rows of one session, names among them: who writes them leaves those out."""
    told = _Told(view)
    return {
        "sessions": [_session(view, decision)],
        "sets": list(told.sets()),
        "side_effects": list(told.side_effects()),
        "doses": list(told.doses()),
        "medicines": list(told.medicines()),
        "alerts": list(told.alerts()),
        "findings": list(_findings(view, decision)),
        "scores": list(told.scores()),
    }


def score_row(patient_id: str, score: CourseScore) -> Line:
    """A score between sessions as it stands."""
    last, measure, answer = score.versions[-1], score.measure, score.answer
    return {
        "patient_id": patient_id,
        "course_id": score.course_id,
        "score_id": score.id,
        "counts": not score.struck,
        "scale": measure.scale,
        "taken_on": measure.taken_on.isoformat(),
        "total": measure.total,
        "item_9": measure.item_9,
        "answered_for": answer.said if answer else None,
        "versions": len(score.versions),
        "recorded_at": last.recorded_at,
        "by": last.recorded_by,
        "reason": last.reason,
    }


def _session(view: SessionView, decision: Decision | None) -> Line:
    head, state, base = view.head, view.state, view.state.baseline
    patient = head.patient
    return {
        "session_id": head.id,
        "patient_id": patient.id,
        "patient_name": patient.name,
        "birth_date": patient.birth_date.isoformat(),
        "identifiers": "; ".join(f"{system} {value}" for system, value in patient.identifiers),
        "age_years": _age(patient.birth_date, head.started_at.date()),
        **_plan(head),
        "given_dose_mg": _given(state),
        "started_at": head.started_at,
        "time_zero": state.time_zero,
        "dosing_ended_at": state.dosing_ended_at,
        "closed_at": head.closed_at,
        "closed_to": state.discharged_to,
        "closed_reason": decision.reason if decision else None,
        "baseline_status": base.status,
        **{f"baseline_{field}": base.value(field) for field in _BASELINE},
        "peak_systolic_mmhg": _peak(state, "systolic_mmhg"),
        "peak_diastolic_mmhg": _peak(state, "diastolic_mmhg"),
        "minutes_to_leaving": _leaving(state),
        "missed_sets": state.schedule.missed,
    }


_BASELINE = ("systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spo2_percent")


def _plan(head: SessionHead) -> Line:
    return {
        "session_number": head.session_number,
        "protocol_id": head.protocol_id,
        "protocol_version": head.protocol_version,
        "drug": head.drug,
        "route": head.route,
        "chair": head.chair.label,
        "planned_dose_mg": head.dose_mg,
        "weight_kg": head.weight_kg,
    }


def _age(born: date, on: date) -> int:
    """Whole years; the few who are older than 90 are not told apart."""
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return min(years, OLDEST)


def _given(state: SessionState) -> float | None:
    doses = [_number(fact.fields.get("dose_mg")) for fact in state.facts if fact.kind in DOSES]
    named = [dose for dose in doses if dose is not None]
    return sum(named) if named else None


def _peak(state: SessionState, field: str) -> float | None:
    peak = state.peaks.get(field)
    return None if peak is None else _number(peak.value)


def _leaving(state: SessionState) -> float | None:
    if state.time_zero is None or state.discharged_to is None:
        return None
    return (state.clock - state.time_zero) / MINUTE


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _findings(view: SessionView, decision: Decision | None) -> Iterator[Line]:
    if decision is not None:
        for criterion, said in decision.findings.items():
            measured = said["measured_at"]
            yield {
                "session_id": view.head.id,
                "criterion": criterion,
                "finding": said["finding"],
                "overridden": said["overridden"],
                "value": _value(criterion, said["value"]),
                "measured_at": datetime.fromisoformat(measured) if measured else None,
                "as_signed": True,
            }
        return
    for criterion, verdict in view.state.findings.items():
        yield {
            "session_id": view.head.id,
            "criterion": criterion,
            "finding": verdict.finding.value,
            "overridden": False,
            "value": _value(criterion, str(verdict.value)),
            "measured_at": verdict.measured_at,
            "as_signed": False,
        }


def _value(criterion: str, said: str | None) -> str | None:
    """The decisive value; that of the escort is a person's name, and is left out."""
    return None if criterion == ESCORT else said or None


class _Told:
    """The entries of one session, those that count and those that were entered in error."""

    def __init__(self, view: SessionView) -> None:
        self._view, self._state = view, view.state
        entries = [entry.event for entry in view.entries]
        facts, struck = facts_at(entries, view.state.at)
        self._corrected = {fact.event.id for fact in facts if fact.versions}
        self._events = [(fact.event, True) for fact in facts] + [(one, False) for one in struck]
        self._by = {entry.event.id: entry.person_name for entry in view.entries}

    def sets(self) -> Iterator[Line]:
        for event, counts in self._of(SETS):
            missing = event.fields.get("not_measured")
            flags = event.fields.get("present")
            yield {
                **self._entry(event, counts),
                "kind": event.kind,
                "received_at": event.recorded_at,
                "corrected": event.id in self._corrected,
                **{field: event.fields.get(field) for field in VALUES},
                "not_measured": _pairs(missing) if isinstance(missing, Mapping) else None,
                "red_flags": _listed(flags) if event.kind == "red_flags" else None,
            }

    def side_effects(self) -> Iterator[Line]:
        for event, counts in self._of(("side_effects",)):
            grades = event.fields["grades"]
            assert isinstance(grades, Mapping)
            for effect, grade in grades.items():
                yield {**self._entry(event, counts), "side_effect": effect, "grade": grade}

    def doses(self) -> Iterator[Line]:
        for event, counts in self._of(DOSES):
            fields = event.fields
            yield {
                **self._entry(event, counts),
                "kind": event.kind,
                "dose_mg": _number(fields.get("dose_mg")),
                "route": fields.get("route"),
            }

    def medicines(self) -> Iterator[Line]:
        for one in self._view.running.treatments:
            event = one.event
            yield {
                **self._entry(event, counts=True),
                "what": event.kind,
                "name": event.fields.get("name") or event.fields.get("what"),
                "medication_class": event.fields.get("medication_class"),
                "dose_mg": _number(event.fields.get("dose_mg")),
                "amount": _number(one.said("amount")),
                "unit": one.said("unit"),
                "route": one.said("route"),
                "effect": one.effect,
                "ordered_by": one.said("ordered_by"),
            }

    def alerts(self) -> Iterator[Line]:
        for alert in self._state.alerts:
            yield {
                "session_id": self._view.head.id,
                "code": alert.code,
                "level": alert.level.value,
                "state": alert.state.value,
                "raised_at": alert.raised_at,
                "minutes": self._minutes(alert.raised_at),
                "known_at": alert.known_at,
                "late_minutes": alert.late_minutes,
                "acknowledged_at": alert.acknowledged_at,
                "acknowledged_role": _role(alert.acknowledged_by),
                "answered": alert.answered,
                "closed_at": alert.closed_at,
                "value": _listed(alert.value),
                "note": alert.note,
            }

    def scores(self) -> Iterator[Line]:
        view, patient = self._view, self._view.head.patient
        facts = PatientFacts(patient.birth_date, patient.spo2_scale, patient.known_arrhythmia)
        entries = [entry.event for entry in view.entries]
        for one in reversed(asked_so_far(view.protocol, facts, entries, self._state.at)):
            for item, score in (one.score.items or {}).items():
                yield {
                    **self._entry(one.entry, counts=True),
                    "scale": one.name,
                    "total": one.score.total,
                    "item": item,
                    "score": score,
                }

    def _of(self, kinds: tuple[str, ...]) -> Iterator[tuple[Event, bool]]:
        found = [(event, counts) for event, counts in self._events if event.kind in kinds]
        yield from sorted(found, key=lambda one: (one[0].at, one[0].position))

    def _entry(self, event: Event, counts: bool) -> Line:
        return {
            "session_id": self._view.head.id,
            "entry_id": event.id,
            "at": event.at,
            "minutes": self._minutes(event.at),
            "counts": counts,
            "by_role": event.by,
            "by": self._by.get(event.id),
        }

    def _minutes(self, at: datetime) -> float | None:
        zero = self._state.time_zero
        return None if zero is None else (at - zero) / MINUTE


def _role(said: str | None) -> str | None:
    """A role; where a person stands instead, nobody is named."""
    return said if said in set(Role) else None


def _pairs(said: Mapping[str, object]) -> str:
    return "; ".join(f"{field}: {why}" for field, why in said.items())


def _listed(value: object) -> str | None:
    """Several values as one text; none of them is the word *none*, nothing said is missing."""
    if isinstance(value, tuple | list):
        return "; ".join(str(each) for each in value) or "none"
    return None if value is None else str(value)

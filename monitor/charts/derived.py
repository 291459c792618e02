"""High blood pressure and irregular heart rate, read from the vital signs where nobody graded them.

As the alerts grade them: caution is moderate, urgent is severe. Marked as read, never as answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from monitor.clinical.event import Event
from monitor.clinical.protocol import Protocol

PRESSURE, RHYTHM = "high_blood_pressure", "irregular_heart_rate"
READ = frozenset({PRESSURE, RHYTHM})
GRADES = (("severe", "urgent_from"), ("moderate", "caution_from"))


def derived_checks(facts: Iterable[Event], protocol: Protocol) -> tuple[Event, ...]:
    """One check for each set of vital signs that says something about them."""
    known = tuple(facts)
    given = {
        (fact.at, effect)
        for fact in known
        if fact.kind == "side_effects"
        for effect in READ & set(_grades(fact))
    }
    found = []
    for fact in known:
        if fact.kind != "vitals":
            continue
        said = {
            effect: grade
            for effect, grade in _read(fact, protocol).items()
            if (fact.at, effect) not in given
        }
        if said:
            found.append(_check(fact, said))
    return tuple(found)


def _read(fact: Event, protocol: Protocol) -> dict[str, str]:
    said = {}
    upper, lower = fact.fields.get("systolic_mmhg"), fact.fields.get("diastolic_mmhg")
    if isinstance(upper, int | float) and isinstance(lower, int | float):
        said[PRESSURE] = _pressure_grade(upper, lower, protocol)
    rhythm = fact.fields.get("rhythm")
    if rhythm is not None:
        said[RHYTHM] = "none" if rhythm == "regular" else "moderate"
    return said


def _pressure_grade(upper: float, lower: float, protocol: Protocol) -> str:
    systolic, diastolic = protocol.alerts["systolic_high"], protocol.alerts["diastolic_high"]
    for grade, limit in GRADES:
        if upper >= systolic.number(limit) or lower >= diastolic.number(limit):
            return grade
    return "none"


def _grades(fact: Event) -> Mapping[str, object]:
    grades = fact.fields.get("grades")
    return grades if isinstance(grades, Mapping) else {}


def _check(fact: Event, said: dict[str, str]) -> Event:
    fields = {"grades": said}
    return Event("side_effects", fact.at, fact.recorded_at, fields, fact.id, fact.by, fact.position)

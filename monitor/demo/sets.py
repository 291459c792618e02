"""The bodies of one observation set, measured on an invented body."""

from __future__ import annotations

from datetime import datetime

from monitor.clinical.grading import ALWAYS_ASKED
from monitor.demo.scene import Scene

VOLUNTEERED = ("sedation", "vomiting", "headache", "anxiety", "blurred_vision", "palpitations")
MOAAS_OF_SEDATION = {"none": 5, "mild": 5, "moderate": 4, "severe": 3}
GAIT_OF_DIZZINESS = {"none": "steady", "mild": "steady", "moderate": "assisted", "severe": "unable"}
ORIENTATION_ERRORS = {"none": 0, "mild": 0, "moderate": 1, "severe": 2}
WALKS_AFTER_MINUTES = 75.0
PHQ9_ITEMS = 9
PHQ9_WORST = 3
LEAST_BURDEN = 0.25
DARK_UNTIL = 2

Body = dict[str, object]


def observation_set(scene: Scene, at: datetime) -> tuple[Body, ...]:
    """Vital signs, side effects, alertness and red flags; a short walk once recovered."""
    grades = grades_at(scene, at)
    bodies: list[Body] = [
        _vitals(scene, at),
        {"kind": "side_effects", "at": at, "grades": grades},
        {"kind": "consciousness", "at": at, **_consciousness(scene, at, grades)},
        {"kind": "red_flags", "at": at, "present": []},
    ]
    if scene.minute(at) >= WALKS_AFTER_MINUTES:
        gait = GAIT_OF_DIZZINESS[grades["dizziness"]]
        bodies.append({"kind": "mobility", "at": at, "gait": gait})
    return tuple(bodies)


def grades_at(scene: Scene, at: datetime) -> dict[str, str]:
    """What is asked every time, and what the patient has volunteered at any time."""
    body, dosing, minute = scene.booking.body(), scene.dosing(at), scene.minute(at)
    felt = {name: body.grade(name, dosing, minute) for name in (*ALWAYS_ASKED, *VOLUNTEERED)}
    return {
        name: grade
        for name, grade in felt.items()
        if name in ALWAYS_ASKED or grade != "none" or name in scene.state.current
    }


def _vitals(scene: Scene, at: datetime) -> Body:
    chance = scene.chance("vitals")
    numbers = scene.booking.body().vitals(scene.dosing(at), scene.minute(at), chance)
    said: Body = {"kind": "vitals", "at": at, **numbers, "rhythm": "regular", "oxygen_l_min": 0}
    if scene.state.time_zero is None:
        said["temperature_c"] = scene.booking.body().temperature_c
    return said


def _consciousness(scene: Scene, at: datetime, grades: dict[str, str]) -> Body:
    said: Body = {"moaas": MOAAS_OF_SEDATION[grades.get("sedation", "none")], "acvpu": "A"}
    if scene.state.time_zero is None or scene.minute(at) >= WALKS_AFTER_MINUTES:
        said["amt4_errors"] = ORIENTATION_ERRORS[grades["confusion"]]
    return said


def mood_questionnaire(scene: Scene, at: datetime) -> Body:
    """A PHQ-9 before the dose; answers ease from session to session."""
    chance = scene.chance("mood")
    guest, number = scene.booking.guest, scene.booking.session_number
    burden = max(LEAST_BURDEN, guest.burden - guest.eases * number)
    items = {
        f"item_{number}": min(PHQ9_WORST, round(PHQ9_WORST * burden * chance.uniform(0.5, 1.3)))
        for number in range(1, PHQ9_ITEMS)
    }
    dark = int(guest.dark and number <= DARK_UNTIL)
    return {"kind": "scale", "at": at, "name": "phq9", "items": {**items, "item_9": dark}}

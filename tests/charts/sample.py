"""One afternoon, drawn without the rules: the readings of a session as they were written down.

DEMO: every person and number is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.charts.timeline import Band, Effect, Lane, Moment, Span, Timeline
from monitor.clinical.event import Event
from monitor.clinical.interpretation import Interpretation
from monitor.clinical.state import (
    Alert,
    AlertState,
    Baseline,
    Finding,
    Level,
    Phase,
    Schedule,
    SessionState,
)

ZONE = ZoneInfo("America/Los_Angeles")
ZERO = datetime(2026, 11, 24, 20, 35, tzinfo=UTC)
NOW = ZERO + timedelta(minutes=106)
MET, NOT_MET, UNKNOWN = Finding.MET, Finding.NOT_MET, Finding.NOT_ASSESSED


@dataclass(frozen=True)
class Row:
    """One set as a nurse reads it out; ``breathing`` None means it was not measured."""

    minutes: int
    pressure: tuple[int, int]
    heart_rate: int
    spo2: int
    breathing: int | None
    effects: str = ""


SETS = (
    Row(-17, (130, 81), 73, 98, 15),
    Row(-10, (126, 79), 71, 98, 14, "nnnnnnn"),
    Row(10, (136, 85), 78, 98, 15, "nn1nnnn"),
    Row(20, (147, 90), 83, 97, 16, "111nnnn"),
    Row(30, (156, 95), 88, 97, 16, "21211 1n"),
    Row(40, (163, 98), 90, 96, 17, "2221222n"),
    Row(45, (158, 96), 87, 97, 16),
    Row(50, (151, 93), 84, 97, 16),
    Row(55, (148, 91), 82, 97, 15, "212111nn"),
    Row(70, (142, 88), 79, 98, None, "112nnnn"),
    Row(85, (155, 97), 84, 98, 15, "111nnnn"),
    Row(100, (139, 87), 77, 98, 14, "nn1nnnn"),
)
EFFECTS = (
    Effect("dissociation", "Dissociation"),
    Effect("hallucinations", "Hallucinations"),
    Effect("dizziness", "Dizziness"),
    Effect("confusion", "Confusion"),
    Effect("nausea", "Nausea"),
    Effect("high_blood_pressure", "High blood pressure"),
    Effect("irregular_heart_rate", "Irregular heart rate"),
)
GRADES = {"n": "none", "1": "mild", "2": "moderate", "3": "severe"}


def at(minutes: float, zero: datetime = ZERO) -> datetime:
    """An instant, by its minutes from time zero."""
    return zero + timedelta(minutes=minutes)


def event(kind: str, minutes: float, fields: Mapping[str, object], **more: object) -> Event:
    """One entry, recorded when it happened unless ``recorded`` says how many minutes later."""
    zero = more.get("zero", ZERO)
    assert isinstance(zero, datetime)
    recorded = float(str(more.get("recorded", 1)))
    name = str(more.get("id", f"{kind}{minutes}"))
    return Event(kind, at(minutes, zero), at(minutes + recorded, zero), fields, name)


def vitals(row: Row, zero: datetime = ZERO) -> Event:
    """The vital signs of one set."""
    fields: dict[str, object] = {
        "systolic_mmhg": row.pressure[0],
        "diastolic_mmhg": row.pressure[1],
        "heart_rate_bpm": row.heart_rate,
        "spo2_percent": row.spo2,
        "position": "seated",
    }
    if row.breathing is None:
        fields["not_measured"] = {"respiratory_rate_per_min": "asleep"}
    else:
        fields["respiratory_rate_per_min"] = row.breathing
    return event("vitals", row.minutes, fields, zero=zero)


def facts(zero: datetime = ZERO) -> tuple[Event, ...]:
    """The whole afternoon."""
    said = [vitals(row, zero) for row in SETS]
    for row in SETS:
        letters = row.effects.replace(" ", "")
        pairs = zip(EFFECTS, letters, strict=False)
        grades = {effect.code: GRADES[letter] for effect, letter in pairs}
        if grades:
            said.append(event("side_effects", row.minutes, {"grades": grades}, zero=zero))
    said += [
        event("infusion_started", 0, {"dose_mg": 36}, zero=zero),
        event("infusion_ended", 40, {}, zero=zero),
        event(
            "medication",
            43,
            {"name": "ondansetron", "dose_mg": 4.0, "medication_class": "antiemetic"},
            zero=zero,
        ),
    ]
    return tuple(sorted(said, key=lambda fact: fact.at))


def alert(code: str, minutes: float, state: AlertState, level: Level = Level.CAUTION) -> Alert:
    """An alert episode as the core would tell it."""
    seen = at(minutes + 1) if state is AlertState.ACKNOWLEDGED else None
    return Alert(code, level, state, at(minutes), 163, 0.0, at(minutes), False, None, seen)


def state(**changes: object) -> SessionState:
    """The session at 106 minutes; ``changes`` replace what a test is about."""
    zero = changes.pop("zero", ZERO)
    assert zero is None or isinstance(zero, datetime)
    start = zero or ZERO
    values: dict[str, object] = {
        "at": at(106, start),
        "clock": at(106, start),
        "phase": Phase.OBSERVING,
        "time_zero": zero,
        "dosing_ended_at": at(40, start),
        "infusion_ended_at": at(40, start),
        "elapsed": timedelta(minutes=106),
        "baseline": Baseline("accepted", 128, 80, 72, 98, at(-10, start)),
        "met": False,
        "earliest_ready_at": at(120, start),
        "findings": {},
        "alerts": (alert("systolic_high", 40, AlertState.ACKNOWLEDGED),),
        "scores": {},
        "peaks": {},
        "current": {},
        "episodes": (),
        "schedule": Schedule(at(115, start), 0.0, 0),
        "changes_at": None,
        "facts": facts(start),
        "struck": (),
    }
    return SessionState(**{**values, **changes})  # type: ignore[arg-type]


def lane(
    name: str, *stretches: tuple[float, float, Finding], earliest: float | None = None
) -> Lane:
    """One criterion's lane out of minutes."""
    spans = tuple(Span(at(start), at(end), finding) for start, end, finding in stretches)
    return Lane(
        name.lower().replace(" ", "_"), name, spans, None if earliest is None else at(earliest)
    )


LANES = (
    lane("Dizziness and walking", (0, 106, UNKNOWN)),
    lane("Observation time", (0, 106, NOT_MET), earliest=120),
    lane("Hallucinations", (0, 20, MET), (20, 106, NOT_MET), earliest=115),
    lane(
        "BP near baseline",
        (0, 30, MET),
        (30, 70, NOT_MET),
        (70, 85, MET),
        (85, 106, NOT_MET),
        earliest=110,
    ),
    lane("Dissociation", (0, 20, MET), (20, 100, NOT_MET), (100, 106, MET)),
    lane("Suicide safety", (0, 20, MET), (20, 100, UNKNOWN), (100, 106, MET)),
    lane("6 others", (0, 106, MET)),
)
BANDS = {
    "systolic_mmhg": Band(102.4, 153.6, 128, 160),
    "diastolic_mmhg": Band(64, 96, 80),
    "heart_rate_bpm": Band(52, 92, 72),
    "spo2_percent": Band(94, 100),
    "respiratory_rate_per_min": Band(12, 20),
}


INTERPRETATIONS = {
    ("vitals40", "systolic_mmhg"): Interpretation.HIGH,
    ("vitals45", "systolic_mmhg"): Interpretation.HIGH,
}


def timeline(**changes: object) -> Timeline:
    """The afternoon ready to be drawn."""
    values: dict[str, object] = {
        "state": state(),
        "zone": ZONE,
        "now": NOW,
        "late_after": timedelta(minutes=10),
        "dose": "36 mg, 0.5 mg/kg",
        "bands": BANDS,
        "effects": EFFECTS,
        "lanes": LANES,
        "minimum_at": at(120),
        "moments": (Moment(at(82), "to bathroom"),),
        "alert_words": {"systolic_high": "Systolic high"},
        "interpretations": INTERPRETATIONS,
    }
    return Timeline(**{**values, **changes})  # type: ignore[arg-type]

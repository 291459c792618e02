"""The sample afternoon as a use case would hand it to a screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_reading import read_protocol
from monitor.clinical.state import (
    AlertState,
    Current,
    Finding,
    Level,
    Schedule,
    SideEffectEpisode,
    Verdict,
)
from monitor.services.views import (
    Chair,
    PatientCard,
    SessionHead,
    SessionView,
    Signature,
    StoredEvent,
)
from tests.charts import sample
from tests.charts.sample import MET, NOT_MET, UNKNOWN, at, event

PROTOCOLS = Path(__file__).parents[2] / "data" / "protocols"
FINDINGS: tuple[tuple[str, Finding, str, str, float | None, float | None], ...] = (
    ("observation_time", NOT_MET, "106 of 120 min", "66 min since infusion end", 120, 106),
    ("rescue_medication", MET, "none counted", "Ondansetron is not counted", 106, None),
    ("blood_pressure_absolute", MET, "139/87", "155/97, then 139/87", 106, 100),
    (
        "blood_pressure_relative",
        NOT_MET,
        "1 of 2 sets",
        "139/87 (+9 %) at 14:15, 155/97 (+21 %) at 14:00",
        110,
        100,
    ),
    ("blood_pressure_trend", MET, "-16", "Session peak 163/98 at 13:15", 106, 100),
    ("heart_rate", MET, "77", "Baseline 72", 106, 100),
    ("rhythm", MET, "regular", "Regular in every set", 106, 100),
    ("respiration", MET, "14", "14 /min", 106, 100),
    ("oxygen", MET, "98 % on air", "On air all session", 106, 100),
    ("alertness", MET, "MOAA/S 5", "5 since 13:30", 106, 100),
    ("hallucinations", NOT_MET, "1 of 2 checks", "None at 14:15, mild at 14:00", 115, 100),
    ("confusion", MET, "none", "As before the dose", 106, 85),
    ("dissociation", MET, "none", "None at 14:15", 106, 100),
    (
        "dizziness_and_gait",
        UNKNOWN,
        "",
        "Dizziness mild at 14:15, walk test not done",
        106,
        None,
    ),
    ("nausea", MET, "none", "None at 14:15", 106, 100),
    ("other_effects", MET, "none", "None above mild", 106, None),
    ("red_flags", MET, "none", "None in any set", 106, 100),
    ("suicide_safety", MET, "no concern", "Asked at 14:15", 106, 100),
    ("escort", MET, "Jonas Lindqvist", "Jonas Lindqvist, 555 0142", 106, 101),
    ("instructions", MET, "given", "Given at 14:16", 106, 101),
    ("line_removed", NOT_MET, "not yet", "The line is still in", 106, None),
    ("open_alerts", MET, "none open", "1 caution, acknowledged", 106, None),
)


def protocol() -> Protocol:
    """The protocol of an ordinary infusion, as it stands in the project."""
    text = (PROTOCOLS / "ketamine-iv.toml").read_text(encoding="utf-8")
    return read_protocol(text, "ketamine-iv")


def findings() -> dict[str, Verdict]:
    """What every criterion says at 106 minutes."""
    rules = protocol().rules
    return {
        name: Verdict(
            criterion=name,
            finding=finding,
            reason=reason,
            earliest_at=None if earliest is None else at(earliest),
            value=value,
            measured_at=None if measured is None else at(measured),
            limit=rules[name].limit,
        )
        for name, finding, value, reason, earliest, measured in FINDINGS
    }


def current() -> dict[str, Current]:
    """The latest values at 106 minutes."""
    values: dict[str, object] = {
        "systolic_mmhg": 139,
        "diastolic_mmhg": 87,
        "heart_rate_bpm": 77,
        "spo2_percent": 98,
        "respiratory_rate_per_min": 14,
        "rhythm": "regular",
        "oxygen_l_min": 0,
        "dissociation": "none",
        "hallucinations": "none",
        "dizziness": "mild",
        "confusion": "none",
        "nausea": "none",
        "high_blood_pressure": "none",
        "moaas": 5,
    }
    return {
        name: Current(value, at(100), timedelta(minutes=6), stale=False)
        for name, value in values.items()
    }


def head(session_id: str = "demo-session") -> SessionHead:
    """DEMO patient, chair 3, seventh session."""
    return SessionHead(
        id=session_id,
        clinic_id="demo-clinic",
        patient=PatientCard("demo-patient", "Maya Lindqvist", date(1987, 4, 14)),
        chair=Chair("chair-3", "3"),
        protocol_id="ketamine-iv",
        protocol_version=1,
        drug="ketamine",
        route="iv",
        dose_mg=36.0,
        weight_kg=72.0,
        session_number=7,
        started_at=at(-20),
    )


def view(*, signatures: tuple[Signature, ...] = (), **changes: object) -> SessionView:
    """The whole session at 106 minutes; ``changes`` replace parts of its state."""
    episodes = (
        SideEffectEpisode("hallucinations", at(20), "moderate", at(100)),
        SideEffectEpisode("dizziness", at(10), "moderate", None),
    )
    values = {
        "findings": findings(),
        "current": current(),
        "episodes": episodes,
        "schedule": Schedule(at(130), 0.0, 0),
        "alerts": (
            replace(
                sample.alert("systolic_high", 40, AlertState.ACKNOWLEDGED, Level.CAUTION),
                acknowledged_by="Dr A. Rahman",
                note="Expected at the end of the infusion",
            ),
        ),
        **changes,
    }
    state = sample.state(**values)
    entries = tuple(
        StoredEvent(fact, "P. Nair", fact.recorded_at, None)
        for fact in (*state.facts, *state.struck)
    )
    noted = event("note", 82, {"text": "to bathroom"})
    notes = (StoredEvent(noted, "P. Nair", noted.recorded_at, None),)
    return SessionView(head(), protocol(), state, entries, signatures, notes, version=3)

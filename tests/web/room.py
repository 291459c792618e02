"""A room with eight chairs, one for each reason that a card can have. DEMO: all invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from monitor.clinical.event import Event
from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_reading import read_protocol
from monitor.clinical.state import (
    Alert,
    AlertState,
    Baseline,
    Current,
    Finding,
    Level,
    Phase,
    Schedule,
    SessionState,
    Verdict,
)
from monitor.services.views import (
    Board,
    BoardCard,
    Chair,
    PatientCard,
    SessionHead,
    SessionView,
    Signature,
    StoredEvent,
)

ZONE = "America/Los_Angeles"
NOW = datetime(2026, 11, 24, 22, 21, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FRESH_FOR = {"vitals": 15 * MINUTE, "checks": 30 * MINUTE}
VITAL_FIELDS = ("systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spo2_percent", "oxygen_l_min")


@cache
def protocol() -> Protocol:
    """Read the protocol that every session here runs on."""
    path = Path(__file__).parents[2] / "data" / "protocols" / "ketamine-iv.toml"
    return read_protocol(path.read_text(encoding="utf-8"), "ketamine-iv")


def ago(minutes: float) -> datetime:
    """An instant so many minutes before the room is looked at."""
    return NOW - minutes * MINUTE


def word(value: object, minutes: float, kind: str = "vitals", why: str | None = None) -> Current:
    """The latest word on a field."""
    age = minutes * MINUTE
    return Current(value, ago(minutes), age, age > FRESH_FOR[kind], why)


def measured(pressure: tuple[int, int], rate: int, spo2: int, minutes: float) -> dict[str, Current]:
    """One set of vital signs on room air."""
    values = (*pressure, rate, spo2, 0)
    return {field: word(value, minutes) for field, value in zip(VITAL_FIELDS, values, strict=True)}


def graded(minutes: float, **grades: str) -> dict[str, Current]:
    """One check of side effects."""
    return {name: word(grade, minutes, "checks") for name, grade in grades.items()}


def findings(met: int, unknown: int, earliest: datetime | None) -> dict[str, Verdict]:
    """So many criteria met, so many not assessed, the rest not met."""
    found = {}
    for position, rule in enumerate(protocol().criteria):
        finding = Finding.MET
        if position >= met:
            finding = Finding.NOT_ASSESSED if position < met + unknown else Finding.NOT_MET
        at = NOW if finding is Finding.MET else earliest
        found[rule.id] = Verdict(rule.id, finding, "invented", at)
    return found


def alert(
    code: str,
    level: Level,
    value: object,
    minutes: float,
    state: AlertState = AlertState.OPEN,
    *,
    latest: Level | None = None,
) -> Alert:
    """One alert episode; ``latest`` is the level of the current value, None within the limits."""
    seen = ago(minutes - 1) if state is AlertState.ACKNOWLEDGED else None
    return Alert(
        code,
        level,
        state,
        ago(minutes),
        value,
        0.0,
        ago(minutes),
        False,
        acknowledged_at=seen,
        latest=latest,
    )


def state(**changed: object) -> SessionState:
    """A quiet session 106 minutes after the start of its infusion, with what is changed."""
    usual: dict[str, object] = {
        "at": NOW,
        "clock": NOW,
        "phase": Phase.OBSERVING,
        "time_zero": ago(106),
        "dosing_ended_at": ago(66),
        "infusion_ended_at": ago(66),
        "elapsed": 106 * MINUTE,
        "baseline": Baseline("accepted", 128, 80, 72, 98, ago(116)),
        "met": False,
        "earliest_ready_at": NOW + 14 * MINUTE,
        "findings": findings(19, 1, NOW + 14 * MINUTE),
        "alerts": (),
        "scores": {},
        "peaks": {},
        "current": {**measured((139, 87), 77, 98, 6), **graded(6, dizziness="mild", nausea="none")},
        "episodes": (),
        "schedule": Schedule(NOW + 9 * MINUTE, 0.0, 0),
        "changes_at": NOW + 9 * MINUTE,
        "facts": (),
        "struck": (),
    }
    return SessionState(**{**usual, **changed})  # type: ignore[arg-type]


def view(
    chair: str,
    name: str,
    born: date,
    session_state: SessionState,
    entries: tuple[StoredEvent, ...] = (),
) -> SessionView:
    """A session in a chair."""
    patient = PatientCard(f"patient-{chair}", name, born)
    head = SessionHead(
        id=f"session-{chair}",
        clinic_id="clinic",
        patient=patient,
        chair=Chair(f"chair-{chair}", chair),
        protocol_id="ketamine-iv",
        protocol_version=1,
        drug="ketamine",
        route="iv",
        dose_mg=36,
        weight_kg=72,
        session_number=7,
        started_at=ago(130),
    )
    signatures: tuple[Signature, ...] = ()
    if session_state.phase is Phase.DISCHARGED:
        signatures = (Signature("p", "Dr A. Rahman", "physician", "discharge", ago(9)),)
    return SessionView(head, protocol(), session_state, entries, signatures, version=1)


def urgent() -> SessionState:
    """Systolic 184 twice, nobody has looked yet."""
    return state(
        phase=Phase.INFUSING,
        time_zero=ago(38),
        baseline=Baseline("accepted", 138, 84, 82, 98, ago(50)),
        alerts=(alert("systolic_high", Level.URGENT, 184, 2, latest=Level.URGENT),),
        current={
            **measured((184, 112), 104, 96, 2),
            **graded(2, dissociation="moderate", dizziness="mild"),
        },
        schedule=Schedule(NOW + 3 * MINUTE, 0.0, 0),
        findings=findings(8, 9, NOW + 80 * MINUTE),
        earliest_ready_at=None,
    )


def overdue() -> SessionState:
    """A set is six minutes late and the last values are too old to count."""
    return state(
        time_zero=ago(76),
        alerts=(alert("observation_overdue", Level.CAUTION, 6, 1),),
        current={**measured((138, 74), 68, 95, 21), **graded(21, dizziness="mild", nausea="mild")},
        schedule=Schedule(ago(6), 6.0, 0),
        findings=findings(8, 9, NOW + 44 * MINUTE),
        earliest_ready_at=NOW + 44 * MINUTE,
    )


def caution() -> SessionState:
    """Saturation 93, acknowledged by a nurse, not closed yet."""
    return state(
        phase=Phase.INFUSING,
        time_zero=ago(22),
        alerts=(
            alert("spo2_low", Level.CAUTION, 93, 2, AlertState.ACKNOWLEDGED, latest=Level.CAUTION),
        ),
        current={
            **measured((128, 79), 80, 93, 2),
            **graded(2, dissociation="mild"),
            "moaas": word(4, 2, "checks"),
        },
        schedule=Schedule(NOW + 3 * MINUTE, 0.0, 0),
        findings=findings(11, 6, NOW + 98 * MINUTE),
        earliest_ready_at=NOW + 98 * MINUTE,
    )


def due() -> SessionState:
    """A set is due at this minute."""
    return state(
        phase=Phase.INFUSING,
        time_zero=ago(10),
        current={**measured((118, 72), 64, 98, 13), **graded(13, dizziness="none")},
        schedule=Schedule(NOW, 0.0, 0),
        findings=findings(9, 8, NOW + 110 * MINUTE),
        earliest_ready_at=NOW + 110 * MINUTE,
    )


def ready() -> SessionState:
    """Every criterion is met and nobody has decided."""
    return state(
        phase=Phase.CRITERIA_MET,
        time_zero=ago(134),
        met=True,
        earliest_ready_at=NOW,
        findings=findings(22, 0, NOW),
        current={**measured((122, 76), 70, 98, 5), **graded(5, dizziness="none")},
        schedule=Schedule(NOW + 25 * MINUTE, 0.0, 0),
    )


def before_dose() -> SessionState:
    """One reading, no dose, side effects never asked."""
    return state(
        phase=Phase.ARRIVED,
        time_zero=None,
        dosing_ended_at=None,
        infusion_ended_at=None,
        elapsed=None,
        baseline=Baseline("missing"),
        findings=findings(0, 22, None),
        earliest_ready_at=None,
        current={"systolic_mmhg": word(126, 2), "diastolic_mmhg": word(82, 2)},
        schedule=Schedule(None, 0.0, 0),
        changes_at=None,
    )


def discharged() -> SessionState:
    """Went home nine minutes ago."""
    return state(
        phase=Phase.DISCHARGED,
        clock=ago(9),
        time_zero=ago(140),
        met=True,
        findings=findings(22, 0, NOW),
        current={**measured((116, 70), 66, 99, 20), **graded(20, dizziness="none")},
        schedule=Schedule(None, 0.0, 0),
        discharged_to="home",
        changes_at=None,
    )


def seen(code: str, minutes: float, by: str) -> StoredEvent:
    """An acknowledgement in the record."""
    event = Event("alert_acknowledged", ago(minutes), ago(minutes), {"code": code}, "seen")
    return StoredEvent(event, by, ago(minutes), None)


def board() -> Board:
    """The whole room, and a free chair."""
    taken = (
        view("1", "Tomasz Wieczorek", date(1983, 11, 11), due()),
        view("2", "Ruth Abernathy", date(1958, 1, 19), overdue()),
        view("3", "Maya Lindqvist", date(1987, 4, 14), state()),
        view("4", "Inês Carvalho", date(1988, 8, 22), discharged()),
        view("5", "Daniel Okafor", date(1971, 9, 2), urgent()),
        view("6", "Elena Marchetti", date(1979, 5, 5), ready()),
        view(
            "7", "Grace Thornbury", date(1990, 6, 27), caution(), (seen("spo2_low", 1, "P. Nair"),)
        ),
        view("8", "Samuel Adeyemi", date(1995, 3, 30), before_dose()),
    )
    cards = [BoardCard(each.head.chair, each) for each in taken]
    cards.append(BoardCard(Chair("chair-9", "9"), None))
    return Board("Demo clinic", ZONE, NOW, 42, True, tuple(cards))

"""An ordinary session, played to the point where its criteria are met."""

from __future__ import annotations

from monitor.services import sessions
from monitor.services.views import SessionView
from tests.people import Cast
from tests.services.acts import record

SET = {
    "systolic_mmhg": 124,
    "diastolic_mmhg": 78,
    "heart_rate_bpm": 72,
    "rhythm": "regular",
    "spo2_percent": 98,
    "oxygen_l_min": 0,
    "respiratory_rate_per_min": 14,
}
GRADES = dict.fromkeys(
    ("hallucinations", "dizziness", "confusion", "dissociation", "nausea"), "none"
)


def checks(cast: Cast, session_id: str) -> None:
    """One quiet set, everything asked."""
    record(
        cast,
        cast.nurse,
        session_id,
        cast.body("vitals", **SET),
        cast.body("side_effects", grades=GRADES),
        cast.body("consciousness", moaas=5),
        cast.body("red_flags", present=[]),
        cast.body("mobility", gait="steady"),
    )


def ready_session(cast: Cast) -> str:
    """From arrival to *criteria met*: 40 min of infusion, 85 min of watching."""
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, cast.body("vitals", **SET))
    cast.clock.move(minutes=5)
    record(cast, cast.nurse, session_id, cast.body("infusion_started", dose_mg=35))
    for _ in range(4):
        cast.clock.move(minutes=10)
        record(cast, cast.nurse, session_id, cast.body("vitals", **SET))
    record(cast, cast.nurse, session_id, cast.body("infusion_ended"))
    for minutes in (15, 15, 15, 15, 23):
        cast.clock.move(minutes=minutes)
        checks(cast, session_id)
    release = {"line_removed": True, "instructions_given": True, "suicide_safety": "no_concern"}
    escort = {"name": "J. Demo Lindqvist", "phone": "555 0142"}
    record(cast, cast.nurse, session_id, cast.body("attested", escort=escort, **release))
    cast.clock.move(minutes=1)
    return session_id


def look(cast: Cast, session_id: str) -> SessionView:
    """The session as the physician sees it."""
    return sessions.read_session(cast.house, cast.physician, session_id)

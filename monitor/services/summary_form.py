"""Summaries as JSON, on their way into the store and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.clinical.session_summary import AlertTold, Questionnaire, Reading, SessionSummary
from monitor.services.summary_views import Concern, Overridden, Rating, SummedUp

Json = dict[str, Any]


def numbers_of(told: SummedUp) -> Json:
    """Everything but the readings."""
    one = told.summary
    asked = one.phq9
    return {
        "time_zero": _iso(one.time_zero),
        "dose_mg": one.dose_mg,
        "infusion_ended": one.infusion_ended,
        "ready": one.ready,
        "met": one.met,
        "left": one.left,
        "to": one.discharged_to,
        "baseline": dict(one.baseline),
        "rises": dict(one.rises),
        "lowest_spo2": one.lowest_spo2,
        "grades": dict(one.grades),
        "phq9": [asked.total, asked.item_9, _iso(asked.at)] if asked else None,
        "alerts": [[each.code, each.level, each.answered_after] for each in one.alerts],
        "missed_sets": one.missed_sets,
        "ratings": [[each.scale, each.total, _iso(each.at)] for each in told.ratings],
        "concerns": [[each.words, each.by, _iso(each.at)] for each in told.concerns],
        "overridden": [[list(each.criteria), each.reason] for each in told.overridden],
    }


def readings_of(told: SummedUp) -> list[list[float | int | None]]:
    """Every reading as a row: minutes, both pressures, heart rate, saturation."""
    return [
        [
            each.minutes,
            each.systolic_mmhg,
            each.diastolic_mmhg,
            each.heart_rate_bpm,
            each.spo2_percent,
        ]
        for each in told.summary.readings
    ]


def summed_up(numbers: Mapping[str, Any], readings: list[list[Any]]) -> SummedUp:
    """The value that was written."""
    asked = numbers["phq9"]
    summary = SessionSummary(
        time_zero=_instant(zero) if (zero := numbers["time_zero"]) else None,
        dose_mg=numbers["dose_mg"],
        infusion_ended=numbers["infusion_ended"],
        ready=numbers["ready"],
        met=numbers["met"],
        left=numbers["left"],
        discharged_to=numbers["to"],
        baseline=numbers["baseline"],
        rises=numbers["rises"],
        lowest_spo2=numbers["lowest_spo2"],
        grades=numbers["grades"],
        phq9=Questionnaire(asked[0], asked[1], _instant(asked[2])) if asked else None,
        alerts=tuple(AlertTold(*each) for each in numbers["alerts"]),
        missed_sets=numbers["missed_sets"],
        readings=tuple(Reading(*each) for each in readings),
    )
    return SummedUp(
        summary,
        tuple(Rating(scale, total, _instant(at)) for scale, total, at in numbers["ratings"]),
        tuple(
            Concern(said, by, datetime.fromisoformat(at)) for said, by, at in numbers["concerns"]
        ),
        tuple(Overridden(tuple(listed), why) for listed, why in numbers["overridden"]),
    )


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _instant(said: str) -> datetime:
    return datetime.fromisoformat(said)

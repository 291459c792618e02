"""A session's state as the JSON that ``monitor replay`` prints and the interface answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.clinical.state import Alert, Baseline, Current, Score, SessionState, Verdict

Json = dict[str, object]

_MINUTE = timedelta(minutes=1)
_WHOLE = 6
"""Decimals kept of minutes: far below what anyone compares, above what floats blur."""


def instant(at: datetime | None) -> str | None:
    """Write an instant in UTC, as ``2026-03-02T20:30:00Z``."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def minutes(duration: timedelta | None) -> float | None:
    """Write a duration in minutes, not rounded."""
    return None if duration is None else round(duration / _MINUTE, _WHOLE)


def answer(state: SessionState, title: str) -> Json:
    """Return the whole answer for one question: plain values that JSON can hold."""
    return {
        "title": title,
        "at": instant(state.at),
        "phase": str(state.phase),
        "elapsed_minutes": minutes(state.elapsed),
        "baseline": _baseline(state.baseline),
        "readiness": state.readiness,
        "earliest_ready_at": instant(state.earliest_ready_at),
        "findings": {name: _finding(verdict) for name, verdict in state.findings.items()},
        "alerts": [_alert(alert) for alert in state.alerts],
        "scores": {name: _score(score) for name, score in state.scores.items()},
        "peaks": {
            name: {"value": peak.value, "at": instant(peak.at)}
            for name, peak in state.peaks.items()
        },
        "current": {name: _current(current) for name, current in state.current.items()},
        "episodes": [
            {
                "side_effect": episode.side_effect,
                "onset_at": instant(episode.onset_at),
                "peak": episode.peak,
                "resolved_at": instant(episode.resolved_at),
            }
            for episode in state.episodes
        ],
        "schedule": {
            "next_due_at": instant(state.schedule.next_due_at),
            "overdue_minutes": round(state.schedule.overdue_minutes, _WHOLE),
            "missed": state.schedule.missed,
        },
    }


def _baseline(baseline: Baseline) -> Json:
    return {
        "status": baseline.status,
        "systolic_mmhg": baseline.systolic_mmhg,
        "diastolic_mmhg": baseline.diastolic_mmhg,
        "heart_rate_bpm": baseline.heart_rate_bpm,
        "spo2_percent": baseline.spo2_percent,
        "measured_at": instant(baseline.measured_at),
    }


def _finding(verdict: Verdict) -> Json:
    return {
        "finding": str(verdict.finding),
        "reason": verdict.reason,
        "earliest_at": instant(verdict.earliest_at),
        "evidence": [_named(event_id) for event_id in verdict.evidence],
    }


def _named(event_id: str) -> str:
    """Name an event by its id, or by its number where a case file gave it none."""
    return f"event{event_id}" if event_id.startswith(" ") else event_id


def _alert(alert: Alert) -> Json:
    return {
        "code": alert.code,
        "level": str(alert.level),
        "state": str(alert.state),
        "raised_at": instant(alert.raised_at),
        "value": alert.value,
        "late_minutes": round(alert.late_minutes, _WHOLE),
    }


def _score(score: Score) -> Json:
    return {"total": score.total, "missing": list(score.missing)}


def _current(current: Current) -> Json:
    value = list(current.value) if isinstance(current.value, tuple) else current.value
    return {
        "value": value,
        "at": instant(current.at),
        "age_minutes": minutes(current.age),
        "stale": current.stale,
    }

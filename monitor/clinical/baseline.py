"""The pre-dose reference: which readings it is made of, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.clinical.chronicle import Chronicle, Pressure
from monitor.clinical.protocol import Protocol
from monitor.clinical.state import Baseline

BASELINE_FIELDS = ("systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spo2_percent")

ACCEPTED, AFTER_MEDICATION, LATE, MISSING = "accepted", "after_medication", "late", "missing"


def baseline_of(
    protocol: Protocol, known: Chronicle, time_zero: datetime | None, clock: datetime
) -> Baseline:
    """Return the mean of the undrugged readings shortly before time zero, or the reason for none.

    Before time zero it is judged as if that were now. A physician may accept the latest reading
    of any age instead; with readings of its own the session ignores that. Source: SPRAVATO label
    (pressure before dosing); a baseline taken under a drug would hide a rise.
    """
    zero = time_zero if time_zero is not None else clock
    readings = [
        reading
        for reading in known.pressures
        if reading.at <= zero and reading.systolic is not None and not reading.standing
    ]
    window = protocol.baseline.duration("window")
    recent = [reading for reading in readings if zero - reading.at <= window]
    in_time = [reading for reading in recent if reading.fact.event.recorded_at <= zero]
    drugged_at = _first_drug_at(protocol, known, zero)
    own = [reading for reading in in_time if drugged_at is None or reading.at <= drugged_at]
    if own:
        return _mean(own)
    accepted = _accepted(known, readings)
    if accepted is not None:
        return _mean([accepted])
    if in_time:
        return Baseline(AFTER_MEDICATION)
    return Baseline(LATE if recent else MISSING)


def _first_drug_at(protocol: Protocol, known: Chronicle, zero: datetime) -> datetime | None:
    drugs = known.of("medication")
    if protocol.has_infusion:
        drugs = drugs + known.of("dose_given")
    return min((fact.event.at for fact in drugs if fact.event.at <= zero), default=None)


def _accepted(known: Chronicle, readings: Sequence[Pressure]) -> Pressure | None:
    """Return the latest reading that was known when a physician last accepted one."""
    for acceptance in reversed(known.of("baseline_accepted")):
        then = acceptance.event.at
        for reading in reversed(readings):
            if reading.at <= then and reading.fact.event.recorded_at <= then:
                return reading
    return None


def _mean(readings: Sequence[Pressure]) -> Baseline:
    values = {name: _rounded_mean(readings, name) for name in BASELINE_FIELDS}
    return Baseline(ACCEPTED, **values, measured_at=readings[-1].at)


def _rounded_mean(readings: Sequence[Pressure], name: str) -> int | None:
    """Return the mean of those that carry the field, halves rounded up."""
    carried = [reading.fact.event.fields.get(name) for reading in readings]
    values = [value for value in carried if isinstance(value, int)]
    if not values:
        return None
    return (2 * sum(values) + len(values)) // (2 * len(values))

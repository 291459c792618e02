"""What each reading of a vital sign was: high, low, critically high or low, as the alerts judge it.

There is no second rule: a reading is critically high exactly where its alert was urgent with it,
high where it was caution. Board, chart, table and spoken text say it in the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from monitor.clinical.alerts.assessment import INSIDE, URGENT, Assessment
from monitor.clinical.alerts.calm import GLANCES
from monitor.clinical.alerts.codes import CODES
from monitor.clinical.event import Event
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.situation import Situation
from monitor.clinical.state import Level
from monitor.clinical.watching import Watcher


class Interpretation(StrEnum):
    """How a reading lies to the limits of its alerts; within them it has none.

    ``NEEDS_OXYGEN`` is a saturation that is held by oxygen after the end of dosing: the number
    is not what is urgent about it.
    """

    CRITICALLY_HIGH = "critically_high"
    HIGH = "high"
    LOW = "low"
    CRITICALLY_LOW = "critically_low"
    NEEDS_OXYGEN = "needs_oxygen"

    @property
    def level(self) -> Level:
        """How grave it is, in the words of the alerts."""
        return Level.CAUTION if self in (Interpretation.HIGH, Interpretation.LOW) else Level.URGENT


Interpretations = Mapping[tuple[str, str], Interpretation]
"""By the id of the event and the name of its field; what lies within every limit is left out."""

HIGH_FIELDS = {
    "systolic_high": "systolic_mmhg",
    "diastolic_high": "diastolic_mmhg",
    "heart_rate_high": "heart_rate_bpm",
    "respiration_high": "respiratory_rate_per_min",
    "temperature_high": "temperature_c",
}
LOW_FIELDS = {
    "systolic_low": "systolic_mmhg",
    "heart_rate_low": "heart_rate_bpm",
    "spo2_low": "spo2_percent",
    "respiration_low": "respiratory_rate_per_min",
    "temperature_low": "temperature_c",
}


def interpretations(
    protocol: Protocol, patient: PatientFacts, events: Sequence[Event], now: datetime
) -> Interpretations:
    """Return what every reading that counts at ``now`` was, where it was beyond a limit.

    ``events`` as for ``evaluate``. A reading that is both is told by its graver side.
    """
    return interpretations_in(Watcher(protocol, patient, events).situation_at(now))


def interpretations_in(situation: Situation) -> Interpretations:
    """Return the same for a situation that is laid out already."""
    found: dict[tuple[str, str], Interpretation] = {}
    for key, interpretation in _judged(situation):
        known = found.get(key)
        if known is None or known.level is Level.CAUTION:
            found[key] = interpretation
    return found


def _judged(situation: Situation) -> Iterator[tuple[tuple[str, str], Interpretation]]:
    said = situation.known.words.keys()
    for fields in (HIGH_FIELDS, LOW_FIELDS):
        for code, field in fields.items():
            if field not in said or GLANCES[code](situation):
                continue
            for one in CODES[code].assess(situation):
                if one.level > INSIDE:
                    interpretation = _interpretation(situation.protocol, code, one)
                    for source in one.sources:
                        yield (source, field), interpretation


def _interpretation(protocol: Protocol, code: str, one: Assessment) -> Interpretation:
    is_urgent = one.level == URGENT
    if code in HIGH_FIELDS:
        return Interpretation.CRITICALLY_HIGH if is_urgent else Interpretation.HIGH
    if code == "spo2_low" and is_urgent and not is_saturation_urgent(protocol, one.number):
        return Interpretation.NEEDS_OXYGEN
    return Interpretation.CRITICALLY_LOW if is_urgent else Interpretation.LOW


def is_saturation_urgent(protocol: Protocol, percent: float | None) -> bool:
    """Tell whether the number by itself is urgently low, whatever the patient breathes."""
    return percent is not None and percent <= protocol.alerts["spo2_low"].number("urgent_to")

"""All that a rule may look at: the protocol, the patient and what is known at one instant."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from monitor.clinical.chronicle import Chronicle, Pressure, Word
from monitor.clinical.dosing import Dosing
from monitor.clinical.event import Event
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.state import Alert, Baseline

_AT = attrgetter("at")
"""When it was said: words and pressures stand in that order."""


@dataclass(slots=True)
class Situation:
    """One session at one instant; ``clock`` stands still at the discharge.

    ``struck`` are the versions that no longer count. ``alerts`` are filled in by the session before
    criteria ask.
    """

    protocol: Protocol
    patient: PatientFacts
    known: Chronicle
    now: datetime
    clock: datetime
    dosing: Dosing
    baseline: Baseline
    struck: tuple[Event, ...] = ()
    alerts: tuple[Alert, ...] = ()

    @property
    def time_zero(self) -> datetime | None:
        """The instant minutes are counted from."""
        return self.dosing.time_zero

    def words_after_zero(self, name: str) -> list[Word]:
        """The words on a field since the dose; heart rates measured standing left out."""
        zero = self.dosing.time_zero
        if zero is None:
            return []
        words = self.known.said(name)
        words = words[bisect_right(words, zero, key=_AT) :]
        if name == "heart_rate_bpm":
            return [word for word in words if not word.standing]
        return words

    def pressures_after_zero(self, *, standing: bool = False) -> list[Pressure]:
        """The blood pressures since the dose, with those measured standing only if asked for."""
        zero = self.dosing.time_zero
        if zero is None:
            return []
        since = self.known.pressures[bisect_right(self.known.pressures, zero, key=_AT) :]
        return since if standing else [reading for reading in since if not reading.standing]

    def is_stale(self, at: datetime, kind: str) -> bool:
        """Tell whether something measured then is too old; kind is vital_signs or checks."""
        return self.clock - at > self.protocol.freshness.duration(kind)

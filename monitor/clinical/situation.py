"""All that a rule may look at: the protocol, the patient and what is known at one instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.clinical.chronicle import Chronicle, Pressure, Word
from monitor.clinical.dosing import Dosing
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.state import Alert, Baseline


@dataclass(slots=True)
class Situation:
    """One session at one instant; ``clock`` stands still at the discharge.

    ``alerts`` and ``overdue`` are filled in by the session, in that order, before criteria ask.
    """

    protocol: Protocol
    patient: PatientFacts
    known: Chronicle
    now: datetime
    clock: datetime
    dosing: Dosing
    baseline: Baseline
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
        words = [word for word in self.known.said(name) if word.at > zero]
        if name == "heart_rate_bpm":
            return [word for word in words if not word.standing]
        return words

    def pressures_after_zero(self, *, standing: bool = False) -> list[Pressure]:
        """The blood pressures since the dose, with those measured standing only if asked for."""
        zero = self.dosing.time_zero
        if zero is None:
            return []
        return [
            reading
            for reading in self.known.pressures
            if reading.at > zero and (standing or not reading.standing)
        ]

    def is_stale(self, at: datetime, kind: str) -> bool:
        """Tell whether something measured then is too old; kind is vital_signs or checks."""
        return self.clock - at > self.protocol.freshness.duration(kind)

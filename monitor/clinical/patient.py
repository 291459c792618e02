"""What of a patient's record changes how readings are judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """Birth date, the prescribed NEWS2 oxygen scale (1 or 2), a documented chronic arrhythmia.

    Scale 2 holds only where a clinician has prescribed a target of 88-92 %; never by default.
    """

    birth_date: date | None = None
    spo2_scale: int = 1
    known_arrhythmia: bool = False

"""How often each side effect is felt at 0.5 mg/kg over 40 minutes, and how it comes and goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class Exposed(Protocol):
    """Whatever can say how much drug the body still feels."""

    def exposure(self, minute: float, half_life: float) -> float:
        """The exposure at this minute."""
        ...


@dataclass(frozen=True, slots=True)
class Tendency:
    """In what share of sessions it is felt, how fast it fades, how long after the drug it comes."""

    incidence: float
    half_life: float
    delay_minutes: float = 0.0

    def course(self, dosing: Exposed, minute: float) -> float:
        """0 to 1: how far the effect is unfolded at this minute."""
        return dosing.exposure(minute - self.delay_minutes, self.half_life)


TENDENCIES: Mapping[str, Tendency] = {
    "dissociation": Tendency(0.45, 14),  # 36-60 % of patients; gone by 60-120 min
    "dizziness": Tendency(0.52, 19),  # 45-69 %
    "sedation": Tendency(0.38, 20),  # 22-56 %
    "anxiety": Tendency(0.18, 12),  # 10-45 %
    "blurred_vision": Tendency(0.18, 16),  # 12-31 %
    "nausea": Tendency(0.25, 18, 8),  # 13-33 %
    "vomiting": Tendency(0.02, 10, 10),  # 2 %
    "confusion": Tendency(0.15, 12),  # 6-25 %
    "headache": Tendency(0.20, 30, 15),  # 20-22 %
    "hallucinations": Tendency(0.12, 11),  # no figure of its own is published; an assumption
    "palpitations": Tendency(0.04, 12),  # an assumption
}

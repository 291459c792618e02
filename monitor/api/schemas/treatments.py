"""Medicines and other interventions, with what came of them."""

from __future__ import annotations

from monitor.api.schemas.common import Shown, Utc


class TreatmentShown(Shown):
    """One medicine or intervention; ``effect`` is null until somebody was asked."""

    id: str
    kind: str
    at: Utc
    name: str
    dose_mg: float | None
    amount: float | None
    unit: str | None
    route: str | None
    ordered_by: str
    effect: str | None


class MedicineShown(Shown):
    """A medicine of the clinic's list: a name to choose, no advice."""

    name: str
    medication_class: str
    route: str
    unit: str
    controlled: bool

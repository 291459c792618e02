"""Medicines and other interventions, from the values of the use cases to their bodies."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.api.schemas.treatments import MedicineShown, TreatmentShown
from monitor.clinical.formulary import Medicine
from monitor.clinical.treatments import MEDICATION, Treatment
from monitor.services.views import SessionView


def show_treatments(view: SessionView) -> list[TreatmentShown]:
    """Everything that was given or done, in the order given."""
    return [_shown(treatment) for treatment in view.running.treatments]


def show_medicines(formulary: Sequence[Medicine]) -> list[MedicineShown]:
    """The clinic's list."""
    return [
        MedicineShown(
            name=one.name,
            medication_class=one.medication_class,
            route=one.route,
            unit=one.unit,
            controlled=one.controlled,
        )
        for one in formulary
    ]


def _shown(treatment: Treatment) -> TreatmentShown:
    event = treatment.event
    name = event.fields["name" if event.kind == MEDICATION else "what"]
    words = event.fields.get("text") if event.fields.get("what") == "other" else None
    return TreatmentShown(
        id=event.id,
        kind=event.kind,
        at=event.at,
        name=str(words or name),
        dose_mg=_number(treatment.said("dose_mg")),
        amount=_number(treatment.said("amount")),
        unit=_text(treatment.said("unit")),
        route=_text(treatment.said("route")),
        ordered_by=_text(treatment.said("ordered_by")) or "",
        effect=treatment.effect,
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)

"""The planned dose against the body weight: impossible is refused, unlikely is asked back once."""

from __future__ import annotations

from monitor.clinical.limits import DOSE_MG_PER_KG
from monitor.errors import BadInput
from monitor.language.said import say


def check_dose(
    dose_mg: float, weight_kg: float, unlikely_above: float | None, *, confirmed: bool
) -> float:
    """The dose in mg/kg; refuses what cannot be, and what is unlikely until it is confirmed.

    ``unlikely_above`` is the protocol's usual limit in mg/kg, None where it has none.
    """
    per_kg = dose_mg / weight_kg
    highest = DOSE_MG_PER_KG.highest
    if not 0 < per_kg <= highest:
        raise BadInput(
            say(
                "{dose_mg:g} mg for {weight_kg:g} kg is {per_kg:.2f} mg/kg; no session was started",
                dose_mg=dose_mg,
                weight_kg=weight_kg,
                per_kg=per_kg,
            ),
            field="dose_mg",
            allowed=say(
                "above 0, at most {highest:g} mg/kg ({most:.0f} mg)",
                highest=highest,
                most=highest * weight_kg,
            ),
        )
    if unlikely_above is not None and per_kg > unlikely_above and not confirmed:
        raise BadInput(
            say(
                "{dose_mg:g} mg for {weight_kg:g} kg is {per_kg:.2f} mg/kg, an unlikely dose; "
                "no session was started. Check it, then confirm",
                dose_mg=dose_mg,
                weight_kg=weight_kg,
                per_kg=per_kg,
            ),
            field="dose_mg",
            allowed=say(
                "at most {unlikely_above:g} mg/kg ({most:.0f} mg) unless confirmed",
                unlikely_above=unlikely_above,
                most=unlikely_above * weight_kg,
            ),
        )
    return per_kg

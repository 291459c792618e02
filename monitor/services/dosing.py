"""The planned dose against the body weight: impossible is refused, unlikely is asked back once."""

from __future__ import annotations

from monitor.clinical.limits import DOSE_MG_PER_KG
from monitor.errors import BadInput


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
            f"{dose_mg:g} mg for {weight_kg:g} kg is {per_kg:.2f} mg/kg; no session was started",
            field="dose_mg",
            allowed=f"above 0, at most {highest:g} mg/kg ({highest * weight_kg:.0f} mg)",
        )
    if unlikely_above is not None and per_kg > unlikely_above and not confirmed:
        raise BadInput(
            f"{dose_mg:g} mg for {weight_kg:g} kg is {per_kg:.2f} mg/kg, an unlikely dose; "
            "no session was started. Check it, then confirm",
            field="dose_mg",
            allowed=f"at most {unlikely_above:g} mg/kg ({unlikely_above * weight_kg:.0f} mg) "
            "unless confirmed",
        )
    return per_kg

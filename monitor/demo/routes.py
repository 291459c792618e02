"""How each route differs in the invented clinic: what is given, how it is taken up, what is felt.

Peak by route: end of a 40-minute infusion, 5-15 min after an injection, 45 min (15-60) after a
sublingual tablet (PMC4093926), about 40 min after the nasal spray (US label of esketamine). How
often the spray's effects are felt follows its pooled trials (n = 227, PMC7816667) and its registry,
its pressures the label's table of spikes: a systolic rise of 40 mmHg in 8 %, a diastolic one of 25
in 13 %. For injection and tablet no cohort's figures of their own are at hand: they feel like the
infusion, and only their time course is their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Spread = tuple[float, float]
"""Mean and standard deviation."""

KETAMINE_IV = "ketamine-iv"
FULL_INFUSION_MINUTES = 40.0


@dataclass(frozen=True, slots=True)
class Route:
    """What is given on one protocol; ``word`` is empty for an infusion.

    A dose is so much for each kilogram, rounded to ``step_mg``, or ``first_mg`` and then
    ``later_mg`` in devices of ``device_mg``. It is taken up evenly from ``lag_minutes`` on for
    ``absorbed_in`` minutes. ``incidence`` tells the shares that differ from the infusion's.
    """

    protocol_id: str
    word: str = ""
    mg_per_kg: float = 0.0
    step_mg: float = 0.1
    first_mg: float = 0.0
    later_mg: float = 0.0
    device_mg: float = 0.0
    lag_minutes: float = 0.0
    absorbed_in: float = FULL_INFUSION_MINUTES
    systolic_rise: Spread = (16.0, 10.2)
    diastolic_rise: Spread = (11.0, 7.5)
    incidence: Mapping[str, float] = field(default_factory=dict)

    def dose_mg(self, weight_kg: float, number: int) -> float:
        """What is ordered for the session of this number."""
        if self.device_mg:
            return self.first_mg if number == 1 else self.later_mg
        return round(round(self.mg_per_kg * weight_kg / self.step_mg) * self.step_mg, 1)

    def portion_mg(self, dose_mg: float) -> float:
        """What is given at once: the whole dose, or one device of several."""
        return self.device_mg or dose_mg


ROUTES: Mapping[str, Route] = {
    one.protocol_id: one
    for one in (
        Route(KETAMINE_IV, mg_per_kg=0.5),
        Route("ketamine-im", "im", mg_per_kg=0.7, step_mg=5.0, absorbed_in=12.0),
        Route("ketamine-sublingual", "sublingual", mg_per_kg=2.0, step_mg=25.0, lag_minutes=8.0),
        Route(
            "esketamine-nasal",
            "intranasal",
            first_mg=56.0,
            later_mg=84.0,
            device_mg=28.0,
            absorbed_in=35.0,
            systolic_rise=(13.0, 17.5),
            diastolic_rise=(9.5, 12.5),
            incidence={
                "dissociation": 0.41,
                "dizziness": 0.46,
                "sedation": 0.33,
                "anxiety": 0.13,
                "blurred_vision": 0.14,
                "nausea": 0.30,
                "vomiting": 0.11,
                "confusion": 0.08,
            },
        ),
    )
}

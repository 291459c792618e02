"""The words for what is given and done about what a patient feels, and for what came of it."""

from __future__ import annotations

ROUTES = (
    "oral",
    "iv",
    "im",
    "subcutaneous",
    "sublingual",
    "intranasal",
    "inhaled",
    "topical",
    "other",
)
UNITS = ("mg", "microgram", "g", "mL", "unit", "puff")
INTERVENTIONS = (
    "oxygen",
    "fluids",
    "position",
    "reassurance",
    "quiet_room",
    "glucose",
    "airway",
    "other",
)
"""What is done besides giving a medicine."""

EFFECTS = ("none", "partial", "full", "not_assessed")

"""The fixed vocabulary of a session record: kinds of events, fields and the words they may hold."""

from __future__ import annotations

GRADES = ("none", "mild", "moderate", "severe")
GRADE_RANK = {grade: rank for rank, grade in enumerate(GRADES)}
NONE, MILD, MODERATE, SEVERE = GRADES

SIDE_EFFECTS = (
    "hallucinations",
    "dizziness",
    "confusion",
    "dissociation",
    "sedation",
    "nausea",
    "vomiting",
    "headache",
    "anxiety",
    "blurred_vision",
    "palpitations",
    "irregular_heart_rate",
    "high_blood_pressure",
    "other",
)
"""What an observer may grade. The two read from the vital signs raise no alert of their own."""

OTHER_EFFECTS = (
    "sedation",
    "vomiting",
    "headache",
    "anxiety",
    "blurred_vision",
    "palpitations",
    "other",
)
"""The side effects that the criterion ``other_effects`` looks at."""

RED_FLAGS = (
    "chest_pain",
    "dyspnoea",
    "sudden_severe_headache",
    "visual_loss",
    "seizure",
    "focal_deficit",
    "syncope",
)

VITAL_SIGNS = (
    "systolic_mmhg",
    "diastolic_mmhg",
    "heart_rate_bpm",
    "rhythm",
    "spo2_percent",
    "oxygen_l_min",
    "respiratory_rate_per_min",
    "temperature_c",
)
"""The fields of a ``vitals`` event that are measured or, with a reason, not measured."""

CONSCIOUSNESS = ("moaas", "acvpu", "rass", "amt4_errors")

POSITIONS = ("seated", "supine", "standing")
RHYTHMS = ("regular", "irregular")
NOT_MEASURED_REASONS = ("refused", "asleep", "equipment", "not_possible", "other")
ACVPU = ("A", "C", "V", "P", "U")
GAITS = ("steady", "assisted", "unable")
EMERGENCIES = (
    "cardiac_arrest",
    "respiratory_arrest",
    "anaphylaxis",
    "seizure",
    "fall",
    "other",
)
MEDICATION_CLASSES = (
    "premedication",
    "antihypertensive",
    "benzodiazepine",
    "antiemetic",
    "sedating_antiemetic",
    "reversal",
    "other",
)
DOSE_ROUTES = ("im", "sublingual", "intranasal")
SUICIDE_SAFETY = ("no_concern", "concern")
DESTINATIONS = ("home", "hospital", "against_advice", "left_unseen", "died")
AUTHORS = ("nurse", "physician")

SCALE_ITEMS: dict[str, dict[str, tuple[int, int]]] = {
    "aldrete": dict.fromkeys(("activity", "respiration", "consciousness"), (0, 2)),
    "mpadss": dict.fromkeys(("ambulation", "nausea", "pain", "bleeding"), (0, 2)),
    "cadss6": {f"item_{number}": (0, 4) for number in (1, 2, 6, 7, 15, 22)},
    "phq9": {f"item_{number}": (0, 3) for number in range(1, 10)},
}
"""The items each scale asks for, with their lowest and highest score; derived ones are not."""

ALERT_CODES = (
    "systolic_high",
    "diastolic_high",
    "systolic_low",
    "heart_rate_high",
    "heart_rate_low",
    "rhythm_irregular",
    "respiration_high",
    "respiration_low",
    "spo2_low",
    "temperature_high",
    "temperature_low",
    "sedation",
    "agitation",
    "hallucinations",
    "confusion",
    "dissociation",
    "dizziness",
    "nausea",
    "headache",
    "anxiety",
    "blurred_vision",
    "palpitations",
    "other",
    "vomiting",
    "red_flag",
    "emergency",
    "suicidal_ideation",
    "observation_overdue",
    "not_ready_in_time",
)

CRITERIA = (
    "observation_time",
    "rescue_medication",
    "blood_pressure_absolute",
    "blood_pressure_relative",
    "blood_pressure_trend",
    "heart_rate",
    "rhythm",
    "respiration",
    "oxygen",
    "alertness",
    "hallucinations",
    "confusion",
    "dissociation",
    "dizziness_and_gait",
    "nausea",
    "other_effects",
    "red_flags",
    "suicide_safety",
    "escort",
    "instructions",
    "line_removed",
    "open_alerts",
    "orthostatic",
    "aldrete",
    "mpadss",
    "cadss6",
)

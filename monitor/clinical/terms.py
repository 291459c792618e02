"""The words of the record as sentences use them, so that they can be told in another language.

In English a word reads as the record writes it, without underscores. A word that is not here is
told as it is.
"""

from __future__ import annotations

from monitor.language.said import Said, say, say_in, say_list

TERMS = {
    "none": say_in("grade", "none"),
    "mild": say_in("grade", "mild"),
    "moderate": say_in("grade", "moderate"),
    "severe": say_in("grade", "severe"),
    "regular": say_in("rhythm", "regular"),
    "irregular": say_in("rhythm", "irregular"),
    "steady": say_in("walk", "steady"),
    "assisted": say_in("walk", "assisted"),
    "unable": say_in("walk", "unable"),
    "seated": say_in("position", "seated"),
    "supine": say_in("position", "supine"),
    "standing": say_in("position", "standing"),
    "premedication": say("premedication"),
    "antihypertensive": say("antihypertensive"),
    "benzodiazepine": say("benzodiazepine"),
    "antiemetic": say("antiemetic"),
    "sedating_antiemetic": say("sedating antiemetic"),
    "reversal": say("reversal"),
    "home": say_in("destination", "home"),
    "hospital": say_in("destination", "hospital"),
    "against_advice": say_in("destination", "against advice"),
    "left_unseen": say_in("destination", "left unseen"),
    "died": say_in("destination", "died"),
    "cardiac_arrest": say("cardiac arrest"),
    "respiratory_arrest": say("respiratory arrest"),
    "anaphylaxis": say("anaphylaxis"),
    "fall": say("fall"),
    "im": say("im"),
    "sublingual": say("sublingual"),
    "intranasal": say("intranasal"),
    "no_concern": say("no concern"),
    "concern": say("concern"),
    "chest_pain": say("chest pain"),
    "dyspnoea": say("dyspnoea"),
    "sudden_severe_headache": say("sudden severe headache"),
    "visual_loss": say("visual loss"),
    "seizure": say("seizure"),
    "focal_deficit": say("focal deficit"),
    "syncope": say("syncope"),
    "sedation": say("sedation"),
    "vomiting": say("vomiting"),
    "headache": say("headache"),
    "anxiety": say("anxiety"),
    "blurred_vision": say("blurred vision"),
    "palpitations": say("palpitations"),
    "other": say_in("side effect", "other"),
    "high_blood_pressure": say("high blood pressure"),
    "irregular_heart_rate": say("irregular heart rate"),
    "refused": say("refused"),
    "asleep": say("asleep"),
    "equipment": say("equipment"),
    "not_possible": say("not possible"),
    "missing": say_in("baseline", "missing"),
    "late": say_in("baseline", "late"),
    "after_medication": say_in("baseline", "after medication"),
    "systolic_high": say("systolic high"),
    "diastolic_high": say("diastolic high"),
    "systolic_low": say("systolic low"),
    "heart_rate_high": say("heart rate high"),
    "heart_rate_low": say("heart rate low"),
    "rhythm_irregular": say("rhythm irregular"),
    "respiration_high": say("respiration high"),
    "respiration_low": say("respiration low"),
    "spo2_low": say("spo2 low"),
    "temperature_high": say("temperature high"),
    "temperature_low": say("temperature low"),
    "agitation": say("agitation"),
    "hallucinations": say("hallucinations"),
    "confusion": say("confusion"),
    "dissociation": say("dissociation"),
    "dizziness": say("dizziness"),
    "red_flag": say("red flag"),
    "emergency": say("emergency"),
    "suicidal_ideation": say("suicidal ideation"),
    "observation_overdue": say("observation overdue"),
    "not_ready_in_time": say("not ready in time"),
    "madrs": say("MADRS"),
    "qids": say("QIDS-SR16"),
}

ITEMS = {
    "consciousness": say_in("scale item", "consciousness"),
    "activity": say_in("scale item", "activity"),
    "respiration": say_in("scale item", "respiration"),
    "circulation": say_in("scale item", "circulation"),
    "oxygen": say_in("scale item", "oxygen"),
    "vital_signs": say_in("scale item", "vital_signs"),
    "ambulation": say_in("scale item", "ambulation"),
    "nausea": say_in("scale item", "nausea"),
    "pain": say_in("scale item", "pain"),
    "bleeding": say_in("scale item", "bleeding"),
}
"""The items of scales that have a name; the others go by number."""

FIELDS = {
    "total": say("total"),
    "instructions_given": say("instructions given"),
    "line_removed": say("line removed"),
    "suicide_safety": say("suicide safety"),
    "systolic_mmhg": say("systolic"),
    "diastolic_mmhg": say("diastolic"),
    "heart_rate_bpm": say("heart rate"),
    "spo2_percent": say("SpO₂"),
    "oxygen_l_min": say("oxygen"),
    "respiratory_rate_per_min": say("breathing rate"),
    "temperature_c": say("temperature"),
    "rhythm": say("rhythm"),
    "position": say("position"),
    "moaas": say("MOAA/S"),
    "acvpu": say("ACVPU"),
    "rass": say("RASS"),
    "amt4_errors": say("errors in four questions"),
    "weight_kg": say("weight"),
}
"""The fields of entries as a sentence names them."""


def term(word: object) -> str:
    """Tell one word of the record; a number, or a word that is not known, stands as it is."""
    return TERMS[word] if isinstance(word, str) and word in TERMS else str(word).replace("_", " ")


def terms(words: tuple[object, ...] | list[str], between: str = ", ") -> Said:
    """Tell several words in a row."""
    return say_list([term(word) for word in words], between)


def item(name: str) -> str:
    """Name an item of a scale as the record does, where it is not only a number."""
    return ITEMS.get(name, name)

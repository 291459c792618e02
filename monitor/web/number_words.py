"""What each part and number of a protocol file is, in words; a number's unit stands beside it."""

from __future__ import annotations

from monitor.language.reader import tr
from monitor.language.said import Said, say

SECTIONS: dict[str, Said] = {
    "freshness": say("When a value is too old"),
    "baseline": say("Baseline"),
    "late_entry": say("Late entries"),
    "dose": say("Usual dose"),
    "schedule": say("Schedule"),
    "pre_dose": say("Limits before the dose"),
    "infusion_prompts": say("Limits while an infusion runs"),
}
"""The parts of a protocol file that are no criterion and no alert."""

NUMBERS: dict[str, Said] = {
    "above_before_max": say("above the answers before the dose, at most"),
    "after_dosing": say("sets due this long after the end of dosing"),
    "after_rescue": say("since the last rescue medicine, at least"),
    "after_reversal": say("since a reversal, at least"),
    "after_vomiting": say("since the last vomiting, at least"),
    "ambulation_min": say("item of walking, at least"),
    "amt4_errors_max": say("errors in the four questions, at most"),
    "apart": say("the two sets apart by at least"),
    "breaths_hold_above": say("breathing, hold above"),
    "breaths_hold_below": say("breathing, hold below"),
    "caution_after": say("caution after"),
    "caution_fall_percent": say("caution from a fall below the baseline of"),
    "caution_from": say("caution from"),
    "caution_moaas_to": say("MOAA/S, caution at or below"),
    "caution_rass_from": say("RASS, caution from"),
    "caution_rass_to": say("RASS, caution at or below"),
    "caution_rise": say("caution from a rise above the baseline of"),
    "caution_rise_percent": say("caution from a rise above the baseline of"),
    "caution_to": say("caution at or below"),
    "checks": say("checks, too old after"),
    "core_items_min": say("items of breathing, circulation and consciousness, at least"),
    "diastolic_fall_below": say("fall of the diastolic, below"),
    "diastolic_guide_above": say("diastolic, think again above"),
    "diastolic_hold_from": say("diastolic, hold from"),
    "diastolic_max": say("diastolic, at most"),
    "diastolic_min": say("diastolic, at least"),
    "during_dosing_every": say("while dosing, a set every"),
    "early": say("a set so early still counts"),
    "fresh_for": say("readings count for"),
    "moaas_min": say("MOAA/S, at least"),
    "onset_after": say("any grade is urgent where it begins after the end of dosing by more than"),
    "pause_diastolic_from": say("diastolic, pause from"),
    "pause_moaas_to": say("MOAA/S, pause at or below"),
    "pause_rass_from": say("RASS, pause from"),
    "pause_rate_above": say("heart rate, pause above"),
    "pause_rate_below": say("heart rate, pause below"),
    "pause_rate_for": say("heart rate, pause where that lasts"),
    "pause_spo2_to": say("SpO₂, pause at or below"),
    "pause_systolic_from": say("systolic, pause from"),
    "peak_above_baseline_max": say("peak above the baseline, at most"),
    "persisting_from": say("any grade is urgent from, since time zero"),
    "rass": say("RASS, exactly"),
    "rate_above": say("urgent with a heart rate above"),
    "rate_below": say("urgent with a heart rate below"),
    "rate_hold_above": say("heart rate, hold above"),
    "rate_hold_below": say("heart rate, hold below"),
    "rate_max": say("at most"),
    "rate_min": say("at least"),
    "recheck_every": say("after an alert, a set every"),
    "rise_max": say("rise since the set before, at most"),
    "satisfied_until": say("a set so late still counts"),
    "seated_within": say("seated reading before standing, within"),
    "sedated_moaas_to": say("urgent with a MOAA/S at or below"),
    "sedated_within": say("urgent where that MOAA/S was within"),
    "since_infusion_end": say("since the end of the infusion, at least"),
    "since_last_dose": say("since the last dose, at least"),
    "since_time_zero": say("since time zero, at least"),
    "spo2_hold_below": say("SpO₂, hold below"),
    "spo2_min": say("SpO₂, at least"),
    "step": say("acknowledged, opens again where worse by"),
    "stop_breaths_to": say("breathing, stop at or below"),
    "stop_diastolic_from": say("diastolic, stop from"),
    "stop_moaas_to": say("MOAA/S, stop at or below"),
    "stop_rate_from": say("heart rate, stop from"),
    "stop_rate_to": say("heart rate, stop at or below"),
    "stop_spo2_below": say("SpO₂, stop below"),
    "stop_systolic_from": say("systolic, stop from"),
    "sustained_above": say("urgent where it stays above"),
    "sustained_for": say("urgent where that lasts"),
    "systolic_below": say("urgent with a systolic below"),
    "systolic_fall_below": say("fall of the systolic, below"),
    "systolic_guide_above": say("systolic, think again above"),
    "systolic_hold_below": say("systolic, hold below"),
    "systolic_hold_from": say("systolic, hold from"),
    "systolic_max": say("systolic, at most"),
    "systolic_min": say("systolic, at least"),
    "then_every": say("then a set every"),
    "total_max": say("total, at most"),
    "total_min": say("total, at least"),
    "unlikely_above": say("asked back once above"),
    "urgent_after": say("urgent after"),
    "urgent_below": say("urgent below"),
    "urgent_from": say("urgent from"),
    "urgent_moaas_to": say("MOAA/S, urgent at or below"),
    "urgent_rass_from": say("RASS, urgent from"),
    "urgent_rass_to": say("RASS, urgent at or below"),
    "urgent_to": say("urgent at or below"),
    "urgent_twice_from": say("urgent where two sets in a row are from"),
    "urgent_twice_rise": say("urgent where two sets in a row rise above the baseline by"),
    "vital_signs": say("vital signs, too old after"),
    "window": say("readings count from so long before time zero"),
    "within": say("irregular and one of these within"),
    "within_percent": say("from the baseline, at most"),
    "within_rate": say("from the baseline, at most"),
    "without_oxygen_for": say("without oxygen for at least"),
}
"""By the name of the number in the file; the rule it stands under says of what."""


PLACED: dict[str, Said] = {
    "alerts.not_ready_in_time.after": say("urgent after, since time zero"),
    "late_entry.after": say("late where known so long after it was measured"),
}
"""By the whole path: where a name means something else in another place."""


def name_in_words(path: str) -> str:
    """The words of a number, to the reader; its own name where it is one of a newer program."""
    key = path.rpartition(".")[2]
    said = PLACED.get(path) or NUMBERS.get(key)
    return key if said is None else tr(said)

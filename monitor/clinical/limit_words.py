"""The limit of a criterion in words, made from its numbers.

A protocol file says each limit in a sentence as well, which stands beside the finding on every
screen. Whoever changes a number must change the sentence with it: it is written anew from here, and
a sentence that was made here can be told in another language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from monitor.clinical.protocol import Setting
from monitor.language.said import Said, say

Plain = Mapping[str, int | float]
"""The numbers of one criterion by name; durations in minutes."""

_HIGHEST_MOAAS = 5


def limit_in_words(criterion: str, numbers: Mapping[str, Setting]) -> Said | None:
    """The sentence for these numbers; None where a criterion has none or other ones than usual."""
    made = _WORDS.get(criterion)
    if made is None:
        return None
    try:
        return made({name: _plain(value) for name, value in numbers.items()})
    except KeyError:
        return None


def _plain(value: Setting) -> int | float:
    assert not isinstance(value, tuple)  # no criterion has a list
    number = value / timedelta(minutes=1) if isinstance(value, timedelta) else value
    return int(number) if number == int(number) else number


def _observation_time(said: Plain) -> Said:
    if set(said) == {"since_time_zero"}:
        return say("{start} min from the first device", start=said["since_time_zero"])
    if set(said) == {"since_last_dose"}:
        return say("{dose} min from the last dose", dose=said["since_last_dose"])
    return say(
        "{start} min from start and {end} min from end; {dose} min after any further dose",
        start=said["since_time_zero"],
        end=said["since_infusion_end"],
        dose=said["since_last_dose"],
    )


def _alertness(said: Plain) -> Said:
    if said["moaas_min"] == _HIGHEST_MOAAS:
        return say("MOAA/S 5; ACVPU A and RASS {rass} where assessed", rass=said["rass"])
    return say(
        "MOAA/S at least {moaas}; ACVPU A and RASS {rass} where assessed",
        moaas=said["moaas_min"],
        rass=said["rass"],
    )


def _confusion(said: Plain) -> Said:
    errors = said["amt4_errors_max"]
    if not errors:
        return say("no confusion; no error in the four questions where asked")
    return say(
        "no confusion; errors in the four questions where asked at most {errors}", errors=errors
    )


_WORDS: Mapping[str, Callable[[Plain], Said]] = {
    "observation_time": _observation_time,
    "rescue_medication": lambda said: say(
        "{rescue} min after the last rescue medicine, {reversal} min after a reversal",
        rescue=said["after_rescue"],
        reversal=said["after_reversal"],
    ),
    "blood_pressure_absolute": lambda said: say(
        "{low}-{high} over {lowest}-{highest} in two sets {apart} min apart",
        low=said["systolic_min"],
        high=said["systolic_max"],
        lowest=said["diastolic_min"],
        highest=said["diastolic_max"],
        apart=said["apart"],
    ),
    "blood_pressure_relative": lambda said: say(
        "within {percent} % of baseline in two sets {apart} min apart",
        percent=said["within_percent"],
        apart=said["apart"],
    ),
    "blood_pressure_trend": lambda said: say(
        "not more than {rise} above the reading before, and below the peak", rise=said["rise_max"]
    ),
    "heart_rate": lambda said: say(
        "{low}-{high}, within {percent} % or {rate} /min of baseline, "
        "in two sets {apart} min apart",
        low=said["rate_min"],
        high=said["rate_max"],
        percent=said["within_percent"],
        rate=said["within_rate"],
        apart=said["apart"],
    ),
    "respiration": lambda said: say(
        "{low}-{high} /min", low=said["rate_min"], high=said["rate_max"]
    ),
    "oxygen": lambda said: say(
        "at least {spo2} % on room air, {minutes} min without oxygen",
        spo2=said["spo2_min"],
        minutes=said["without_oxygen_for"],
    ),
    "alertness": _alertness,
    "hallucinations": lambda said: say("none in two checks {apart} min apart", apart=said["apart"]),
    "confusion": _confusion,
    "nausea": lambda said: say(
        "mild at most; {minutes} min since vomiting", minutes=said["after_vomiting"]
    ),
    "orthostatic": lambda said: say(
        "fall below {systolic} systolic and {diastolic} diastolic on standing",
        systolic=said["systolic_fall_below"],
        diastolic=said["diastolic_fall_below"],
    ),
    "aldrete": lambda said: say(
        "at least {total}; consciousness, respiration and oxygen {core}; no item 0",
        total=said["total_min"],
        core=said["core_items_min"],
    ),
    "mpadss": lambda said: say(
        "at least {total} twice; ambulation {ambulation}; no item 0",
        total=said["total_min"],
        ambulation=said["ambulation_min"],
    ),
    "cadss6": lambda said: say(
        "at most {total}, and at most {above} above the one before the dose",
        total=said["total_max"],
        above=said["above_before_max"],
    ),
}

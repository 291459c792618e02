"""What a session shows besides findings and alerts: current values, peaks, side-effect episodes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import Any

from monitor.clinical.chronicle import Chronicle, Word
from monitor.clinical.situation import Situation
from monitor.clinical.state import Current, Peak, Phase, SideEffectEpisode
from monitor.clinical.words import CONSCIOUSNESS, GRADE_RANK, NONE, SIDE_EFFECTS, VITAL_SIGNS

_VALUE = attrgetter("value")

CHECKS = (*SIDE_EFFECTS, *CONSCIOUSNESS, "gait", "red_flags")
"""What goes stale like a check; the rest goes stale like a vital sign."""


def current_of(situation: Situation) -> dict[str, Current]:
    """Return the latest word on every field ever said, with its age."""
    found: dict[str, Current] = {}
    for names, kind in ((VITAL_SIGNS, "vital_signs"), (CHECKS, "checks")):
        fresh = situation.protocol.freshness.duration(kind)
        for name in names:
            words = situation.known.words.get(name)
            if words:
                word = words[-1]
                age = situation.clock - word.at
                why = _reason(word, name) if word.value is None else None
                found[name] = Current(word.value, word.at, age, age > fresh, why)
    return found


def _reason(word: Word, name: str) -> str | None:
    reasons = word.fact.fields.get("not_measured")
    return str(reasons[name]) if isinstance(reasons, dict) else None


def peaks_of(known: Chronicle) -> dict[str, Peak]:
    """Return the extremes of the whole session, each with its first instant; nothing averaged."""
    peaks: dict[str, Peak] = {}
    for name, (worst_of, rank) in _EXTREMES.items():
        measured = [word for word in known.said(name) if word.value is not None]
        if measured:
            worst = worst_of(measured, key=rank)  # of equal ones the first
            peaks[name] = Peak(worst.value, worst.at)
    return peaks


def _gravity(word: Word) -> int:
    return GRADE_RANK[str(word.value)]


_EXTREMES: dict[str, tuple[Callable[..., Word], Callable[[Word], Any]]] = {
    "systolic_mmhg": (max, _VALUE),
    "diastolic_mmhg": (max, _VALUE),
    "heart_rate_bpm": (max, _VALUE),
    "spo2_percent": (min, _VALUE),
    "moaas": (min, _VALUE),
    **dict.fromkeys(SIDE_EFFECTS, (max, _gravity)),
}
"""Which word on a field is its peak: the highest or the lowest, by what."""


def episodes_of(known: Chronicle) -> tuple[SideEffectEpisode, ...]:
    """Return each side effect from its first grade above none to the next none, by onset."""
    found: list[SideEffectEpisode] = []
    for effect in SIDE_EFFECTS:
        onset: datetime | None = None
        peak = NONE
        for word in known.said(effect):
            if word.value == NONE:
                if onset is not None:
                    found.append(SideEffectEpisode(effect, onset, peak, word.at))
                onset, peak = None, NONE
            else:
                onset = onset or word.at
                peak = str(word.value) if _gravity(word) > GRADE_RANK[peak] else peak
        if onset is not None:
            found.append(SideEffectEpisode(effect, onset, peak, None))
    return tuple(sorted(found, key=lambda episode: episode.onset_at))


def phase_of(situation: Situation, *, discharged: bool, met: bool) -> Phase:
    """Return where the session is."""
    dosing = situation.dosing
    if discharged:
        return Phase.DISCHARGED
    if dosing.time_zero is None:
        return Phase.ARRIVED if situation.known.facts else Phase.EXPECTED
    if dosing.running:
        return Phase.PAUSED if dosing.paused else Phase.INFUSING
    return Phase.CRITERIA_MET if met else Phase.OBSERVING

"""What a session shows besides findings and alerts: current values, peaks, side-effect episodes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from monitor.clinical.chronicle import Chronicle, Word
from monitor.clinical.situation import Situation
from monitor.clinical.state import Current, Peak, Phase, SideEffectEpisode
from monitor.clinical.words import CONSCIOUSNESS, GRADE_RANK, NONE, SIDE_EFFECTS, VITAL_SIGNS

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
                found[name] = Current(word.value, word.at, age, age > fresh, _reason(word, name))
    return found


def _reason(word: Word, name: str) -> str | None:
    if word.value is not None:
        return None
    reasons = word.fact.fields.get("not_measured")
    return str(reasons[name]) if isinstance(reasons, dict) else None


def peaks_of(known: Chronicle) -> dict[str, Peak]:
    """Return the extremes of the whole session, each with its first instant; nothing averaged."""
    peaks: dict[str, Peak] = {}
    for name, is_worse in _EXTREMES.items():
        _keep_worst(peaks, name, known.said(name), is_worse)
    for effect in SIDE_EFFECTS:
        _keep_worst(peaks, effect, known.said(effect), _is_graver)
    return peaks


def _keep_worst(
    peaks: dict[str, Peak], name: str, words: list[Word], is_worse: Callable[[object, object], bool]
) -> None:
    worst: Word | None = None
    for word in words:
        value = word.value
        if value is not None and (worst is None or is_worse(value, worst.value)):
            worst = word
    if worst is not None:
        peaks[name] = Peak(worst.value, worst.at)


def _is_higher(one: object, other: object) -> bool:
    assert isinstance(one, int | float)
    assert isinstance(other, int | float)
    return one > other


def _is_lower(one: object, other: object) -> bool:
    return _is_higher(other, one)


def _is_graver(one: object, other: object) -> bool:
    return GRADE_RANK[str(one)] > GRADE_RANK[str(other)]


_EXTREMES: dict[str, Callable[[object, object], bool]] = {
    "systolic_mmhg": _is_higher,
    "diastolic_mmhg": _is_higher,
    "heart_rate_bpm": _is_higher,
    "spo2_percent": _is_lower,
    "moaas": _is_lower,
}


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
                peak = str(word.value) if _is_graver(word.value, peak) else peak
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

"""What is to be decided while the dose runs in: pause and call, or stop.

A prompt shows that a reading lies beyond a limit of the protocol's [infusion_prompts]. It names no
drug and no dose, and it does nothing: the clinician decides. Sources: published infusion trials and
an academic clinic's practice for pausing, the label's crisis symptoms for stopping; what has no
published source is marked as the project's proposal in the protocol file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.clinical.event import Event
from monitor.clinical.protocol import Numbers, Protocol, UrgentLimit
from monitor.clinical.state import Current, Phase, SessionState
from monitor.language.said import Said, say


class Act(StrEnum):
    """What a physician is asked to decide."""

    PAUSE = "pause"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One reason to decide now, with the instant of the reading."""

    act: Act
    reason: Said
    at: datetime


@dataclass(frozen=True, slots=True)
class _Rule:
    """One value alone against the protocol's limits."""

    field: str
    is_beyond: Callable[[Numbers, float], bool]
    words: Callable[[int], Said]


def _systolic(value: int) -> Said:
    return say("systolic {value} mmHg", value=value)


def _diastolic(value: int) -> Said:
    return say("diastolic {value} mmHg", value=value)


def _rate(value: int) -> Said:
    return say("heart rate {value} /min", value=value)


def _breaths(value: int) -> Said:
    return say("breathing {value} /min", value=value)


def _saturation(value: int) -> Said:
    return say("SpO₂ {value} %", value=value)


def _alertness(value: int) -> Said:
    return say("alertness MOAA/S {value}", value=value)


def _agitation(value: int) -> Said:
    return say("agitation RASS +{value}", value=value)


_STOP = (
    _Rule("systolic_mmhg", lambda own, v: v >= own.number("stop_systolic_from"), _systolic),
    _Rule("diastolic_mmhg", lambda own, v: v >= own.number("stop_diastolic_from"), _diastolic),
    _Rule("respiratory_rate_per_min", lambda own, v: v <= own.number("stop_breaths_to"), _breaths),
    _Rule("spo2_percent", lambda own, v: v < own.number("stop_spo2_below"), _saturation),
    _Rule("moaas", lambda own, v: v <= own.number("stop_moaas_to"), _alertness),
    _Rule("heart_rate_bpm", lambda own, v: v <= own.number("stop_rate_to"), _rate),
    _Rule("heart_rate_bpm", lambda own, v: v >= own.number("stop_rate_from"), _rate),
)
_PAUSE = (
    _Rule(
        "heart_rate_bpm",
        lambda own, v: own.number("stop_rate_to") < v < own.number("pause_rate_below"),
        _rate,
    ),
    _Rule(
        "spo2_percent",
        lambda own, v: own.number("stop_spo2_below") <= v <= own.number("pause_spo2_to"),
        _saturation,
    ),
    _Rule(
        "moaas",
        lambda own, v: own.number("stop_moaas_to") < v <= own.number("pause_moaas_to"),
        _alertness,
    ),
    _Rule("rass", lambda own, v: v >= own.number("pause_rass_from"), _agitation),
)


def prompts(protocol: Protocol, state: SessionState) -> tuple[Prompt, ...]:
    """The prompts that stand now, the gravest first; none unless an infusion is under way.

    Only current, not stale readings since time zero count: what is unknown prompts nothing here, it
    is due or overdue instead.
    """
    limits = protocol.infusion_prompts
    if limits is None or state.phase not in (Phase.INFUSING, Phase.PAUSED):
        return ()
    found = [*_stops(limits, state)]
    if state.phase is Phase.INFUSING:
        found += _pauses(limits, state)
    return tuple(sorted(found, key=lambda prompt: (prompt.act is Act.PAUSE, prompt.at)))


def stop_limits(limits: Numbers) -> tuple[UrgentLimit, ...]:
    """The limits at which a stop is to be decided, for who has only paper to read them from."""
    return (
        UrgentLimit("systolic_mmhg", from_value=limits.number("stop_systolic_from")),
        UrgentLimit("diastolic_mmhg", from_value=limits.number("stop_diastolic_from")),
        UrgentLimit(
            "heart_rate_bpm",
            from_value=limits.number("stop_rate_from"),
            to_value=limits.number("stop_rate_to"),
        ),
        UrgentLimit("respiratory_rate_per_min", to_value=limits.number("stop_breaths_to")),
        UrgentLimit("spo2_percent", below_value=limits.number("stop_spo2_below")),
        UrgentLimit("moaas", to_value=limits.number("stop_moaas_to")),
    )


def _stops(limits: Numbers, state: SessionState) -> Iterator[Prompt]:
    flags = _now(state, "red_flags")
    if flags is not None and flags.value:
        yield Prompt(Act.STOP, say("a red-flag symptom is present"), flags.at)
    yield from _beyond(_STOP, Act.STOP, limits, state)


def _pauses(limits: Numbers, state: SessionState) -> Iterator[Prompt]:
    yield from _twice(limits, state)
    yield from _fast(limits, state)
    yield from _beyond(_PAUSE, Act.PAUSE, limits, state)
    rhythm = _now(state, "rhythm")
    is_new = any(alert.code == "rhythm_irregular" for alert in state.alerts)
    if rhythm is not None and rhythm.value == "irregular" and is_new:
        yield Prompt(Act.PAUSE, say("a new irregular rhythm"), rhythm.at)


def _beyond(
    rules: tuple[_Rule, ...], act: Act, limits: Numbers, state: SessionState
) -> Iterator[Prompt]:
    """The rules that one current value breaks by itself."""
    for rule in rules:
        current = _now(state, rule.field)
        value = None if current is None else current.value
        if current is None or not isinstance(value, int | float):
            continue
        if rule.is_beyond(limits, value):
            yield Prompt(act, rule.words(int(value)), current.at)


def _twice(limits: Numbers, state: SessionState) -> Iterator[Prompt]:
    """Two readings in a row beyond the limit, so that one wrong cuff prompts nothing."""
    two = _readings(state)[-2:]
    if len(two) < len(("before", "now")) or not _now(state, "systolic_mmhg"):
        return
    last = two[-1]
    if all(_value(one, "systolic_mmhg") >= limits.number("pause_systolic_from") for one in two):
        value = int(_value(last, "systolic_mmhg"))
        yield Prompt(Act.PAUSE, say("systolic {value} mmHg, twice", value=value), last.at)
    if all(_value(one, "diastolic_mmhg") >= limits.number("pause_diastolic_from") for one in two):
        value = int(_value(last, "diastolic_mmhg"))
        yield Prompt(Act.PAUSE, say("diastolic {value} mmHg, twice", value=value), last.at)


def _fast(limits: Numbers, state: SessionState) -> Iterator[Prompt]:
    """Fast in every reading for the protocol's time."""
    run: list[Event] = []
    for fact in reversed(_since_zero(state)):
        rate = fact.fields.get("heart_rate_bpm")
        if rate is None:
            continue
        if not isinstance(rate, int) or rate <= limits.number("pause_rate_above"):
            break
        run.append(fact)
    if not run or not _now(state, "heart_rate_bpm"):
        return
    long_enough = run[0].at - run[-1].at >= limits.duration("pause_rate_for")
    rate = int(_value(run[0], "heart_rate_bpm"))
    if long_enough and rate < limits.number("stop_rate_from"):
        minutes = (run[0].at - run[-1].at) // timedelta(minutes=1)
        words = say("heart rate {rate} /min for {minutes} min", rate=rate, minutes=minutes)
        yield Prompt(Act.PAUSE, words, run[0].at)


def _since_zero(state: SessionState) -> list[Event]:
    zero = state.time_zero
    return [
        fact
        for fact in state.facts
        if fact.kind == "vitals" and zero is not None and fact.at >= zero
    ]


def _readings(state: SessionState) -> list[Event]:
    return [fact for fact in _since_zero(state) if fact.fields.get("systolic_mmhg") is not None]


def _value(fact: Event, field: str) -> float:
    value = fact.fields.get(field)
    assert isinstance(value, int | float)
    return value


def _now(state: SessionState, field: str) -> Current | None:
    """The current word on a field since the dose, unless it is stale or not measured."""
    current, zero = state.current.get(field), state.time_zero
    if current is None or current.stale or current.value is None:
        return None
    return current if zero is not None and current.at >= zero else None

"""The vital signs of a card: value, change from baseline, age, and what is remarkable."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from monitor.clinical.interpretation import HIGH_FIELDS, LOW_FIELDS, is_saturation_urgent
from monitor.clinical.protocol import Protocol
from monitor.clinical.state import Alert, AlertState, Current, Level, SessionState
from monitor.language.reader import tr, tr_in
from monitor.language.said import say
from monitor.web.spoken import (
    NAMES,
    PRESSURE,
    air_said,
    change_said,
    number_said,
    pressure_said,
)
from monitor.web.words import decimal, signed

NOT_MEASURED = {
    "refused": say("refused"),
    "asleep": say("asleep"),
    "equipment": say("no device"),
    "not_possible": say("not possible"),
    "other": say("not measured"),
}
NO_BASELINE = {
    "missing": say("no baseline"),
    "late": say("baseline entered late"),
    "after_medication": say("baseline after a drug"),
}
STANDING_ALERTS = (AlertState.OPEN, AlertState.ACKNOWLEDGED)
HEART, OXYGEN = "heart_rate_bpm", "spo2_percent"
HIGH, LOW = "high", "low"
_ORDER = {Level.URGENT: 0, Level.CAUTION: 1, None: 2}
PAST = "past"
_SIDES = {**dict.fromkeys(HIGH_FIELDS, HIGH), **dict.fromkeys(LOW_FIELDS, LOW)}
_FIELDS = {**HIGH_FIELDS, **LOW_FIELDS}


@dataclass(frozen=True, slots=True)
class Cell:
    """One vital sign as a card shows it; ``tone`` is empty, past, flagged or high.

    ``side`` says on which side of its limits the value (or the past one) lies: high or low.
    ``name`` and ``said`` are the same for somebody who hears it, with the unit; ``at`` its instant.
    """

    label: str
    value: str
    beside: str
    tone: str = ""
    word: str = ""
    stale: bool = False
    measured: bool = True
    side: str = ""
    name: str = ""
    said: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Vitals:
    """The three cells, what they are compared with, and the age of the oldest."""

    cells: tuple[Cell, ...]
    compared: str
    oldest_at: datetime | None
    stale: bool


def vitals(state: SessionState, protocol: Protocol) -> Vitals:
    """Show the vital signs as they stand; what was never measured stays visibly empty."""
    fields = ("systolic_mmhg", "heart_rate_bpm", "spo2_percent")
    seen = [state.current[field] for field in fields if field in state.current]
    return Vitals(
        cells=(_pressure(state), _heart_rate(state), _oxygen(state, protocol)),
        compared=_compared(state),
        oldest_at=min((word.at for word in seen), default=None),
        stale=any(word.stale for word in seen),
    )


def _codes(*fields: str) -> dict[str, str]:
    """The alerts that speak of these fields, and the side of the limits that each is about."""
    return {code: _SIDES[code] for code, field in _FIELDS.items() if field in fields}


def _pressure(state: SessionState) -> Cell:
    systolic, diastolic = state.current.get("systolic_mmhg"), state.current.get("diastolic_mmhg")
    tone, word, side = _remark(state, _codes("systolic_mmhg", "diastolic_mmhg"))
    upper, lower = _number(systolic), _number(diastolic)
    if upper is None or lower is None:
        return _empty(tr("BP"), PRESSURE, systolic)
    change = _changes(state, (("systolic_mmhg", upper), ("diastolic_mmhg", lower)))
    shown = Cell(tr("BP"), f"{upper:g}/{lower:g}", change, tone, word, _stale(systolic), side=side)
    said = _all_said(
        pressure_said(upper, lower), _word_said(word, tone, side), _change_said(change)
    )
    return replace(shown, name=tr(PRESSURE), said=said, at=_instant(systolic))


def _heart_rate(state: SessionState) -> Cell:
    current = state.current.get("heart_rate_bpm")
    rate = _number(current)
    if rate is None:
        return _empty(tr("HR"), NAMES[HEART], current)
    tone, word, side = _remark_now(state, _codes(HEART))
    rhythm = state.current.get("rhythm")
    irregular = rhythm is not None and rhythm.value == "irregular"
    change = _changes(state, (("heart_rate_bpm", rate),))
    beside = _all_said(change, tr("irreg.") if irregular else _briefly(tone, word, side))
    shown = Cell(tr("HR"), f"{rate:g}", beside, tone, word, _stale(current), side=side)
    heard = _word_said(word, tone, side)
    remarks = (heard, tr_in("rhythm", "irregular") if irregular else "", _change_said(change))
    said = _all_said(number_said("heart_rate_bpm", rate), *remarks)
    return replace(shown, name=tr(NAMES[HEART]), said=said, at=_instant(current))


def _oxygen(state: SessionState, protocol: Protocol) -> Cell:
    current = state.current.get("spo2_percent")
    percent = _number(current)
    if percent is None:
        return _empty("SpO₂", NAMES[OXYGEN], current)
    tone, word, side = _remark_now(state, _codes(OXYGEN))
    if tone == "high" and not is_saturation_urgent(protocol, percent):
        word = tr("needs oxygen")
    change = _changes(state, (("spo2_percent", percent),))
    beside = _all_said(change, _briefly(tone, word, side) or _air(state))
    shown = Cell("SpO₂", f"{percent:g}", beside, tone, word, _stale(current), side=side)
    litres = _number(state.current.get("oxygen_l_min"))
    heard = _word_said(word, tone, side)
    remarks = (heard, "" if litres is None else air_said(litres), _change_said(change))
    said = _all_said(number_said("spo2_percent", percent), *remarks)
    return replace(shown, name=tr(NAMES[OXYGEN]), said=said, at=_instant(current))


def _briefly(tone: str, word: str, side: str) -> str:
    """The remark as a narrow cell has room for it, whole; it is heard in full."""
    if tone != "high" or word == tr("needs oxygen"):
        return word
    said = tr("very high") if side == HIGH else tr("very low")
    return said.replace(" ", "\N{NO-BREAK SPACE}")


def _all_said(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _word_said(word: str, tone: str, side: str) -> str:
    """A card shortens the gravest words in some languages; nobody has to hear them short."""
    if tone != "high" or word == tr("needs oxygen"):
        return word
    return tr_in("heard", "critically high") if side == HIGH else tr_in("heard", "critically low")


def _change_said(change: str) -> str:
    return change_said(change) if change else ""


def _instant(current: Current | None) -> datetime | None:
    return None if current is None else current.at


def _air(state: SessionState) -> str:
    litres = _number(state.current.get("oxygen_l_min"))
    if litres is None:
        return ""
    return tr("air") if litres == 0 else f"{decimal(litres)} L"


def _changes(state: SessionState, values: tuple[tuple[str, float], ...]) -> str:
    references = [state.baseline.value(field) for field, _ in values]
    if state.time_zero is None or any(reference is None for reference in references):
        return ""
    pairs = zip(values, references, strict=True)
    return " / ".join(signed(round(value - (base or 0))) for (_, value), base in pairs)


def _compared(state: SessionState) -> str:
    base = state.baseline
    pressure = f"{base.systolic_mmhg}/{base.diastolic_mmhg}"
    if base.status != "accepted":
        return tr(NO_BASELINE.get(base.status, NO_BASELINE["missing"]))
    if state.time_zero is None:
        return tr("baseline {pressure}", pressure=pressure)
    return tr("vs baseline {pressure}", pressure=pressure)


def _remark(state: SessionState, codes: dict[str, str]) -> tuple[str, str, str]:
    """Say how remarkable the value is now: tone, word and side, from the alert that stands on it.

    An alert keeps the worst value of its episode; when the current one is better, the card says
    what the worst was. What is urgent now comes first: 72 after 204 is critically low.
    """
    standing = [a for a in state.alerts if a.code in codes and a.state in STANDING_ALERTS]
    if not standing:
        return "", "", ""
    gravest = min(standing, key=lambda alert: (_ORDER[alert.latest], _ORDER[alert.level]))
    side = codes[gravest.code]
    if gravest.latest is Level.URGENT:
        return "high", tr("critically high") if side == HIGH else tr("critically low"), side
    if gravest.level is Level.URGENT or gravest.latest is None:
        peak = say("peak {value}") if side == HIGH else say("lowest {value}")
        tone = PAST if gravest.latest is None else "flagged"
        return tone, tr(peak, value=decimal(_worst(gravest))), side
    return "flagged", tr("high") if side == HIGH else tr("low"), side


def _remark_now(state: SessionState, codes: dict[str, str]) -> tuple[str, str, str]:
    """Remark only on the current value: a narrow cell has no room for the past, the band has."""
    tone, word, side = _remark(state, codes)
    if tone == "flagged":
        word = tr("high") if side == HIGH else tr("low")
    return ("", "", "") if tone == PAST else (tone, word, side)


def _worst(alert: Alert) -> float:
    assert isinstance(alert.value, int | float)
    return float(alert.value)


def _empty(label: str, name: str, current: Current | None) -> Cell:
    if current is None:
        said = tr("not measured yet")
        return Cell(label, tr("not yet"), "", measured=False, name=tr(name), said=said)
    why = tr(NOT_MEASURED.get(current.not_measured or "other", NOT_MEASURED["other"]))
    shown = Cell(label, why, "", stale=current.stale, measured=False)
    said = why if current.not_measured in {None, "other"} else tr("not measured: {why}", why=why)
    return replace(shown, name=tr(name), said=said, at=current.at)


def _number(current: Current | None) -> float | None:
    if current is None or not isinstance(current.value, int | float):
        return None
    return float(current.value)


def _stale(current: Current | None) -> bool:
    return current is not None and current.stale

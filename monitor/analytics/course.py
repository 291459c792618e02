"""A course as a frame: one row for each place in the row of sessions, empty where none was held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from monitor.analytics.frames import pd
from monitor.clinical.course_scores import Measure
from monitor.clinical.outcomes import PHQ9
from monitor.clinical.session_summary import SessionSummary
from monitor.clinical.words import GRADE_RANK, SIDE_EFFECTS

NUMBERS = (
    "item_9", "dose_mg", "mg_per_kg", "systolic_rise", "diastolic_rise", "lowest_spo2", "ready",
    "left",
)  # fmt: skip
HALF_COLUMN = 0.45
"""How far a score can stand outside the first and the last column and still be seen."""
FIELDS = ("systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spo2_percent")


@dataclass(frozen=True, slots=True)
class Held:
    """A session in its place in the row; ``totals`` are the scales scored at it."""

    place: int
    number: int
    summary: SessionSummary
    mg_per_kg: float | None
    totals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PeakTold:
    """The highest rise of one session against the median of those before it."""

    number: int
    systolic: int
    diastolic: int
    earlier: int
    median_systolic: float | None
    median_diastolic: float | None


@dataclass(frozen=True, slots=True)
class Between:
    """A score between sessions, at a share of a column between the places of the row."""

    place: float
    measure: Measure


def between_places(
    days: Sequence[date], scored: Iterable[Measure], columns: int = 0
) -> tuple[Between, ...]:
    """Each score between the columns of the sessions around it, evenly, in the order of days.

    ``days`` are those of the places, ``columns`` how many are drawn at the least. A score on the
    day of a session stands after it; scores of one day, on several scales, stand at one place.
    """
    told = sorted(scored, key=lambda one: (one.taken_on, one.scale))
    found: list[Between] = []
    beyond = max(columns, len(days)) - len(days) + HALF_COLUMN
    for gap in range(len(days) + 1):
        mine = [one for one in told if sum(day <= one.taken_on for day in days) == gap]
        on = sorted({one.taken_on for one in mine})
        parts = max(len(on), 1)
        step = 1 / (parts + 1) if gap < len(days) else min(HALF_COLUMN * 2, beyond / parts)
        found += [Between(gap - 1 + step * (on.index(one.taken_on) + 1), one) for one in mine]
    return tuple(_inside(one) for one in found)


def _inside(one: Between) -> Between:
    """Before the first session there is half a column only."""
    return one if one.place >= 0 else Between(one.place * HALF_COLUMN, one.measure)


def course_frame(
    held: Sequence[Held], places: int, between: Iterable[Between] = ()
) -> pd.DataFrame:
    """Every number of a course, one row a place; grades as ranks from 0 (none) to 3 (severe).

    What was scored between sessions is in no row; its scale has a column all the same.
    """
    scales = _scales(held, between)
    columns = ["number", *scales, *NUMBERS, *(f"grade_{one}" for one in SIDE_EFFECTS)]
    rows = {one.place: _row(one) for one in held}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype="Float64")
    return frame.reindex(range(places))


def _scales(held: Iterable[Held], between: Iterable[Between]) -> tuple[str, ...]:
    told = {scale for one in held for scale in one.totals}
    told |= {one.measure.scale for one in between}
    return (PHQ9, *sorted(told - {PHQ9}))


def _row(one: Held) -> dict[str, Any]:
    told = one.summary
    return {
        "number": one.number,
        **one.totals,
        "item_9": told.phq9.item_9 if told.phq9 else None,
        "dose_mg": told.dose_mg,
        "mg_per_kg": one.mg_per_kg,
        "systolic_rise": told.rises.get("systolic_mmhg"),
        "diastolic_rise": told.rises.get("diastolic_mmhg"),
        "lowest_spo2": told.lowest_spo2,
        "ready": told.ready,
        "left": told.left,
        **{f"grade_{name}": GRADE_RANK[grade] for name, grade in told.grades.items()},
    }


def scales_of(frame: pd.DataFrame) -> tuple[str, ...]:
    """The scales that have a total anywhere in the course, PHQ-9 first."""
    names = list(frame.columns)
    return tuple(names[1 : names.index(NUMBERS[0])])


def effects_of(frame: pd.DataFrame, always: Iterable[str]) -> tuple[str, ...]:
    """The side effects to show: those always asked for, and any that was ever above none."""
    kept = set(always)
    shown = [one for one in SIDE_EFFECTS if one in kept or _was_felt(frame[f"grade_{one}"])]
    return tuple(shown)


def _was_felt(grades: pd.Series[Any]) -> bool:
    return bool((grades.fillna(0) > 0).any())


def values(column: pd.Series[Any]) -> list[float | None]:
    """A column as plain values, None where there is none."""
    return [None if pd.isna(one) else float(one) for one in column]


def latest_peak(frame: pd.DataFrame) -> PeakTold | None:
    """The rise of the last session that has one, beside the median of the earlier ones."""
    both = frame[["number", "systolic_rise", "diastolic_rise"]].dropna()
    if both.empty:
        return None
    last, before = both.iloc[-1], both.iloc[:-1]
    middle = before[["systolic_rise", "diastolic_rise"]].median()
    known = not before.empty
    return PeakTold(
        number=int(last["number"]),
        systolic=int(last["systolic_rise"]),
        diastolic=int(last["diastolic_rise"]),
        earlier=len(before),
        median_systolic=float(middle["systolic_rise"]) if known else None,
        median_diastolic=float(middle["diastolic_rise"]) if known else None,
    )


def overlay_frame(held: Sequence[Held], field: str, *, above_baseline: bool) -> pd.DataFrame:
    """One field of every session over minutes from its own time zero: ``number minutes value``.

    ``above_baseline`` tells the change from the session's own baseline; a session without one then
    has no rows.
    """
    rows = [
        (one.place, one.number, reading.minutes, _value(one, reading, field, above_baseline))
        for one in held
        for reading in one.summary.readings
    ]
    frame = pd.DataFrame(rows, columns=["place", "number", "minutes", "value"])
    frame["value"] = pd.to_numeric(frame["value"]).astype("Float64")
    return frame.dropna(subset=["value"]).sort_values(["place", "minutes"], kind="stable")


def _value(one: Held, reading: object, field: str, above_baseline: bool) -> float | None:
    said = getattr(reading, field)
    if said is None or not above_baseline:
        return None if said is None else float(said)
    base = one.summary.baseline.get(field)
    return None if base is None else float(said - base)


def extreme_place(frame: pd.DataFrame, but: int, *, lowest: bool) -> int | None:
    """The place of the session with the highest (or lowest) value after time zero, but one."""
    others = frame[(frame["place"] != but) & (frame["minutes"] > 0)]
    if others.empty:
        return None
    found = others["value"].idxmin() if lowest else others["value"].idxmax()
    return int(others.loc[found, "place"])

"""A clinic's sessions as a frame, and the figures that are told of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from monitor.analytics.proportions import Share, wilson
from monitor.clinical.grading import ALWAYS_ASKED
from monitor.clinical.outcomes import is_response
from monitor.clinical.words import GRADE_RANK, OTHER_EFFECTS, SIDE_EFFECTS

CAUTION, URGENT = "caution", "urgent"
LEVELS = (CAUTION, URGENT)
OVERDUE = "observation_overdue"
MANY_SESSIONS = 8
PER_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of some values and where half of them lie."""

    count: int
    median: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Answered:
    """Alerts of one level: how many, how many a session, how fast they were acknowledged."""

    level: str
    count: int
    per_session: float
    minutes: Spread | None
    unanswered: int


@dataclass(frozen=True, slots=True)
class Responding:
    """Patients scored at the n-th of their sessions: the median score, and who had responded."""

    number: int
    median: float
    share: Share


def sessions_frame(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """One row a closed session; what is not known is missing.

    Each mapping has the head of a session (``id patient chair protocol route mg_per_kg started
    closed``) and its ``numbers`` as they are kept.
    """
    frame = pd.DataFrame.from_records([_flat(row) for row in rows], columns=_COLUMNS)
    for name in ("started", "closed"):
        frame[name] = pd.to_datetime(frame[name], utc=True)
    numeric = ["mg_per_kg", "to_dose", "ready", "met", "left", "phq9", *_GRADES]
    frame[numeric] = frame[numeric].apply(pd.to_numeric).astype("float64")
    return frame.sort_values(["started", "id"], kind="stable", ignore_index=True)


_GRADES = [f"grade_{one}" for one in SIDE_EFFECTS]
_COLUMNS = [
    "id", "patient", "chair", "protocol", "route", "mg_per_kg", "started", "closed", "to_dose",
    "ready", "met", "left", "phq9", "late_sets", "missed_sets", "caution", "urgent", "alerts",
    "overridden", *_GRADES,
]  # fmt: skip


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    numbers = row["numbers"]
    zero, asked, alerts = numbers["time_zero"], numbers["phq9"], numbers["alerts"]
    started: datetime = row["started"]
    dose = numbers["dose_mg"]
    to_dose = (datetime.fromisoformat(zero) - started).total_seconds() / 60 if zero else None
    return {
        "id": row["id"],
        "patient": row["patient"],
        "chair": row["chair"],
        "protocol": row["protocol"],
        "route": row["route"],
        "mg_per_kg": dose / row["weight_kg"] if dose else None,
        "started": started,
        "closed": row["closed"],
        "to_dose": to_dose,
        "ready": numbers["ready"],
        "met": numbers["met"],
        "left": numbers["left"],
        "phq9": asked[0] if asked else None,
        "late_sets": sum(code == OVERDUE for code, _, _ in alerts),
        "missed_sets": numbers["missed_sets"],
        "caution": sum(level == CAUTION for _, level, _ in alerts),
        "urgent": sum(level == URGENT for _, level, _ in alerts),
        "alerts": alerts,
        "overridden": numbers["overridden"],
        **{f"grade_{name}": GRADE_RANK[grade] for name, grade in numbers["grades"].items()},
    }


def spread(column: pd.Series[Any]) -> Spread | None:
    """Median and quartiles of what is known; None where nothing is."""
    known = column.dropna()
    if known.empty:
        return None
    lower, median, upper = known.quantile([0.25, 0.5, 0.75])
    return Spread(len(known), float(median), float(lower), float(upper))


def chair_use(frame: pd.DataFrame) -> list[tuple[str, int, float]]:
    """Each chair with its sessions and the hours for which it was taken."""
    if frame.empty:
        return []
    hours = (frame["closed"] - frame["started"]).dt.total_seconds() / 3600
    told = hours.groupby(frame["chair"]).agg(["size", "sum"])
    return [(str(chair), int(row["size"]), float(row["sum"])) for chair, row in told.iterrows()]


def effect_shares(frame: pd.DataFrame) -> dict[str, tuple[Share, Share]]:
    """Of the sessions in which a side effect was assessed: any grade, and at least moderate.

    What every set asks for was assessed where it has a grade. What is told only when it is felt
    was assessed wherever side effects were asked for at all: else it would be felt in 100 of 100.
    """
    found = {}
    asked = frame[[f"grade_{one}" for one in ALWAYS_ASKED]].notna().any(axis="columns")
    for effect in SIDE_EFFECTS:
        grades = frame[f"grade_{effect}"]
        known = grades[asked].fillna(0) if effect in OTHER_EFFECTS else grades.dropna()
        felt = wilson(int((known > 0).sum()), len(known))
        strong = wilson(int((known >= GRADE_RANK["moderate"]).sum()), len(known))
        if felt is not None and strong is not None:
            found[effect] = (felt, strong)
    return found


def alerts_answered(frame: pd.DataFrame) -> list[Answered]:
    """Alerts of each level, and how fast somebody acknowledged them."""
    told = [(level, after) for listed in frame["alerts"] for _, level, after in listed]
    listed = pd.DataFrame(told, columns=["level", "after"])
    listed["after"] = pd.to_numeric(listed["after"]).astype("float64")
    found = []
    for level in LEVELS:
        after = listed.loc[listed["level"] == level, "after"]
        count, unanswered = len(after), int(after.isna().sum())
        rate = count / len(frame) if len(frame) else 0.0
        found.append(Answered(level, count, rate, spread(after), unanswered))
    return found


def overridden(frame: pd.DataFrame) -> list[tuple[str, int, tuple[str, ...]]]:
    """Each criterion that was overridden: in how many sessions, and the reasons given."""
    counts: dict[str, int] = {}
    reasons: dict[str, list[str]] = {}
    for listed in frame["overridden"]:
        for criterion in {one for criteria, _ in listed for one in criteria}:
            counts[criterion] = counts.get(criterion, 0) + 1
        for criteria, reason in listed:
            for criterion in criteria:
                reasons.setdefault(criterion, []).append(reason)
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [(name, count, tuple(dict.fromkeys(reasons[name]))) for name, count in ordered]


def responding(frame: pd.DataFrame) -> list[Responding]:
    """PHQ-9 at each patient's n-th scored session, against the first score of the same patient."""
    scored = frame.dropna(subset=["phq9"])
    if scored.empty:
        return []
    nth = scored.groupby("patient").cumcount() + 1
    first = scored.groupby("patient")["phq9"].transform("first")
    found = []
    for number in range(1, min(int(nth.max()), MANY_SESSIONS) + 1):
        now = scored[nth == number]
        told: Sequence[tuple[float, float]] = list(
            zip(first[nth == number], now["phq9"], strict=True)
        )
        count = sum(is_response(int(one), int(other)) for one, other in told)
        share = wilson(count if number > 1 else 0, len(now))
        if share is not None:
            found.append(Responding(number, float(now["phq9"].median()), share))
    return found


def leaving(frame: pd.DataFrame) -> pd.Series[Any]:
    """Minutes from *criteria met* to leaving, of the sessions that met them."""
    return frame["left"] - frame["met"]

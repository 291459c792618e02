"""A clinic's sessions as a frame, and the figures that are told of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from monitor.analytics.frames import pd
from monitor.analytics.proportions import Share, wilson
from monitor.clinical.grading import ALWAYS_ASKED
from monitor.clinical.outcomes import is_response
from monitor.clinical.session_summary import SessionSummary
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


Line = list[Any]
"""What of one session the figures need, as short as it can be kept; see ``line_of``."""

HEAD = ("id", "patient", "chair", "protocol", "route", "started", "closed")
TOLD = ("mg_per_kg", "to_dose", "ready", "met", "left", "phq9", "missed_sets", "late_sets")
MINUTES = ("cautions", "urgents")
COUNTS = ("caution", "urgent")
_NOT_ASKED = "-"


def line_of(
    summary: SessionSummary,
    overridden: Sequence[tuple[Sequence[str], str]],
    started_at: datetime,
    mg_per_kg: float | None,
) -> Line:
    """The line of one session: numbers, minutes to each acknowledgement, a letter a grade."""
    zero, asked = summary.time_zero, summary.phq9
    answered: dict[str, list[float | None]] = {level: [] for level in LEVELS}
    for alert in summary.alerts:
        answered[alert.level].append(_short(alert.answered_after))
    ranks = {name: str(GRADE_RANK[grade]) for name, grade in summary.grades.items()}
    return [
        None if mg_per_kg is None else round(mg_per_kg, 4),
        None if zero is None else _short((zero - started_at).total_seconds() / 60),
        _short(summary.ready),
        _short(summary.met),
        _short(summary.left),
        asked.total if asked else None,
        summary.missed_sets,
        sum(alert.code == OVERDUE for alert in summary.alerts),
        answered[CAUTION] or None,
        answered[URGENT] or None,
        [[list(criteria), reason] for criteria, reason in overridden] or None,
        "".join(ranks.get(name, _NOT_ASKED) for name in SIDE_EFFECTS),
    ]


def _short(minutes: float | None) -> float | None:
    return None if minutes is None else round(minutes, 2)


def sessions_frame(heads: Sequence[Sequence[Any]], lines: Sequence[Line]) -> pd.DataFrame:
    """One row a closed session, the earliest first; what is not known is missing.

    Each head has what ``HEAD`` names, its instants aware or as ISO texts with their zone, and the
    line at the same place is the session's own. Minutes to each acknowledgement are columns of
    lists, and what was overridden is the text of a JSON list.
    """
    left = pd.DataFrame(list(heads), columns=list(HEAD))
    right = pd.DataFrame(list(lines), columns=[*TOLD, *MINUTES, "overridden", "grades"])
    frame = pd.concat([left, right], axis="columns")
    for name in ("started", "closed"):
        frame[name] = pd.to_datetime(frame[name], format="ISO8601", utc=True).dt.as_unit("us")
    frame[list(TOLD)] = frame[list(TOLD)].apply(pd.to_numeric).astype("float64")
    said = [json.dumps(told) if told else None for told in frame["overridden"]]
    frame["overridden"] = pd.Series(said, dtype="str")
    for column, count in zip(MINUTES, COUNTS, strict=True):
        told = [listed or [] for listed in frame[column]]
        frame[column] = _lists(told)
        frame[count] = pd.Series([len(listed) for listed in told], dtype="int64")
    frame = pd.concat([frame.drop(columns="grades"), _ranks(frame["grades"])], axis="columns")
    return frame.sort_values(["started", "id"], kind="stable", ignore_index=True)


def _lists(told: list[list[float | None]]) -> pd.Series[Any]:
    import pyarrow as pa

    kind = pa.list_(pa.float64())
    return pd.Series(pa.array(told, type=kind), dtype=pd.ArrowDtype(kind))


def _ranks(letters: pd.Series[Any]) -> pd.DataFrame:
    """The grades of every side effect as ranks: all letters at once, for one by one is slow."""
    joined = np.frombuffer("".join(letters).encode("ascii"), dtype=np.uint8)
    ranks = (joined.reshape(-1, len(SIDE_EFFECTS)) - ord("0")).astype("float64")
    ranks[ranks > max(GRADE_RANK.values())] = np.nan  # whatever is no digit: nobody asked
    return pd.DataFrame(ranks, columns=[f"grade_{name}" for name in SIDE_EFFECTS])


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
    found = []
    for level, column in zip(LEVELS, MINUTES, strict=True):
        told = frame[column].list.flatten().to_numpy(dtype="float64", na_value=np.nan)
        after = pd.Series(told)
        rate = len(after) / len(frame) if len(frame) else 0.0
        unanswered = int(after.isna().sum())
        found.append(Answered(level, len(after), rate, spread(after), unanswered))
    return found


def overridden(frame: pd.DataFrame) -> list[tuple[str, int, tuple[str, ...]]]:
    """Each criterion that was overridden: in how many sessions, and the reasons given."""
    counts: dict[str, int] = {}
    reasons: dict[str, list[str]] = {}
    for listed in map(json.loads, frame["overridden"].dropna()):
        for criterion in {one for criteria, _ in listed for one in criteria}:
            counts[criterion] = counts.get(criterion, 0) + 1
        for criteria, reason in listed:
            for criterion in criteria:
                reasons.setdefault(criterion, []).append(reason)
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [(name, count, tuple(dict.fromkeys(reasons[name]))) for name, count in ordered]


def overrides(frame: pd.DataFrame, criterion: str) -> pd.Series[bool]:
    """Of each session whether this criterion was overridden in it."""
    told = frame["overridden"].dropna()
    found = [any(criterion in named for named, _ in json.loads(listed)) for listed in told]
    return pd.Series(frame.index.isin(told.index[np.array(found, dtype=bool)]), index=frame.index)


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

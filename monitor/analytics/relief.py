"""How courses went on PHQ-9, out of the scores of their sessions and of those between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.analytics.frames import pd
from monitor.analytics.proportions import Share, is_stronger_shown, wilson
from monitor.clinical.outcomes import LASTING_FROM, PHQ9, Outcome, outcome

SCORED_TWICE = 2
_INSTANT = "datetime64[ns, UTC]"

Opened = tuple[str, str, datetime]
"""A course, its patient, and when it was opened."""
Between = tuple[str, datetime, int]
"""The course that a score between sessions was recorded for, when it counts, its total."""


@dataclass(frozen=True, slots=True)
class CourseOutcome:
    """How one course went; ``followed`` says that it was scored three months after its last dose.

    ``scored`` counts its scores: with a single one there is nothing to compare.
    """

    course: str
    outcome: Outcome
    scored: int
    followed: bool


@dataclass(frozen=True, slots=True)
class Relief:
    """Shares of courses; None where there is no course to take a share of.

    Response and remission are those at the latest score, of the courses that were scored twice.
    Relapse is of those that ever responded; lasting relief of those that did and were scored from
    three months after their last dose on.
    """

    response: Share | None
    remission: Share | None
    relapse: Share | None
    lasting: Share | None


def course_outcomes(
    frame: pd.DataFrame, opened: Sequence[Opened], between: Iterable[Between]
) -> tuple[CourseOutcome, ...]:
    """Every scored course that a session of the frame belongs to.

    A session belongs to the patient's course that was opened last before it.
    """
    if frame.empty or not opened:
        return ()
    sessions = _in_courses(frame, opened)
    scores: dict[str, list[tuple[datetime, int]]] = {one: [] for one in sessions["course"]}
    for course, at, total in between:
        if course in scores:
            scores[course].append((at, total))
    scored = sessions.dropna(subset=["phq9"])
    for course, at, total in zip(scored["course"], scored["started"], scored["phq9"], strict=True):
        scores[course].append((at.to_pydatetime(), int(total)))
    dosed = sessions.dropna(subset=["mg_per_kg"])
    ended = {
        str(one): at.to_pydatetime() for one, at in dosed.groupby("course")["closed"].max().items()
    }
    return tuple(_went(course, told, ended.get(course)) for course, told in scores.items() if told)


def _in_courses(frame: pd.DataFrame, opened: Sequence[Opened]) -> pd.DataFrame:
    begun = pd.DataFrame(list(opened), columns=["course", "patient", "opened"])
    begun["opened"] = pd.to_datetime(begun["opened"], utc=True).astype(_INSTANT)
    told = frame[["patient", "started", "closed", "phq9", "mg_per_kg"]].copy()
    told["started"] = told["started"].astype(_INSTANT)
    found = pd.merge_asof(
        told.sort_values("started", kind="stable"),
        begun.sort_values("opened", kind="stable"),
        left_on="started",
        right_on="opened",
        by="patient",
    )
    return found.dropna(subset=["course"])


def _went(course: str, told: list[tuple[datetime, int]], ended: datetime | None) -> CourseOutcome:
    found = outcome(PHQ9, told)
    assert found is not None
    followed = ended is not None and found.latest_at - ended >= LASTING_FROM
    return CourseOutcome(course, found, len(told), followed)


def relief(courses: Iterable[CourseOutcome]) -> Relief:
    """What share of courses responded, remitted, relapsed, and for what share relief lasted."""
    told = [one for one in courses if one.scored >= SCORED_TWICE]
    ever = [one for one in told if one.outcome.responded_at is not None]
    followed = [one for one in ever if one.followed]
    return Relief(
        response=wilson(sum(one.outcome.response for one in told), len(told)),
        remission=wilson(sum(one.outcome.remission for one in told), len(told)),
        relapse=wilson(sum(one.outcome.relapsed_at is not None for one in ever), len(ever)),
        lasting=wilson(sum(one.outcome.relapsed_at is None for one in followed), len(followed)),
    )


def relief_shown(courses: Iterable[CourseOutcome], *, sees_patients: bool) -> Relief:
    """The same for one reader: without remission where few responded and did not remit.

    Whoever sees no patients would be told how few by the two shares beside each other.
    """
    found = relief(courses)
    if found.response is None or found.remission is None:
        return found
    if is_stronger_shown(found.remission, found.response, sees_patients=sees_patients):
        return found
    return replace(found, remission=None)

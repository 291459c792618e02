"""Bodies about scores of depression between and after the sessions of a course."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from monitor.api.schemas.common import Body, Shown, Text, Utc
from monitor.api.schemas.courses import Day
from monitor.clinical.course_scores import ANSWERS, PHQ9_ITEMS
from monitor.clinical.outcomes import SCALES

Number = Annotated[int, Field(strict=True, ge=0, le=100)]
Reason = Annotated[Text, Field(min_length=1)]


class NewScoreBody(Body):
    """A score to record. All nine items of PHQ-9 give the total; item 9 alone goes with one."""

    scale: Literal[tuple(SCALES)]  # type: ignore[valid-type]
    taken_on: Day
    total: Number | None = None
    items: dict[Literal[PHQ9_ITEMS], Number] = Field(  # type: ignore[valid-type]
        default_factory=dict
    )


class CorrectionBody(NewScoreBody):
    """What a score should have been, whole, and why."""

    reason: Reason


class SafetyBody(Body):
    """A physician's answer for an item 9 above 0; the words name nobody."""

    answer: Literal[ANSWERS]  # type: ignore[valid-type]
    words: Reason


class ScoreVersionShown(Shown):
    """One thing that was said of a score."""

    id: str
    said: str = Field(description="recorded, corrected, struck, no_concern or concern.")
    scale: str
    taken_on: date
    total: int
    items: dict[str, int]
    recorded_at: Utc
    recorded_by: str
    reason: str | None


class ScoreShown(Shown):
    """A score as it stands, with its versions, the first one first."""

    id: str = Field(description="The version that stands.")
    scale: str
    taken_on: date
    total: int
    item_9: int | None = Field(description="Of PHQ-9; null where it is not known.")
    counts: bool = Field(description="False where it was struck out.")
    waits_for_answer: bool = Field(description="Item 9 is above 0 and no physician answered yet.")
    versions: list[ScoreVersionShown]


class ScoresShown(Shown):
    """The scores of a course in the order of their days."""

    scores: list[ScoreShown]

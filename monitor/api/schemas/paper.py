"""Bodies about rows that are copied from paper."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from monitor.api.schemas.common import Body, Instant
from monitor.services.paper import LONGEST_MEASURED_BY, MOST_IN_A_ROW

MOST_QUESTIONS = 20

Answered = Annotated[str, Field(min_length=1, max_length=LONGEST_MEASURED_BY)]


class PaperRowBody(Body):
    """One row of a downtime sheet: when, who measured it, and what it says."""

    at: Instant = Field(description="When it was measured, as the paper says.")
    measured_by: str = Field(
        min_length=1, max_length=LONGEST_MEASURED_BY, description="Initials or name on the paper."
    )
    events: list[dict[str, Any]] = Field(
        min_length=1,
        max_length=MOST_IN_A_ROW,
        description="As in a case file, without at and id; kept all or none.",
        examples=[[{"kind": "vitals", "systolic_mmhg": 122, "diastolic_mmhg": 78}]],
    )
    recorded_at: Instant | None = Field(default=None, description="When it was typed.")
    above_at: Instant | None = Field(
        default=None, description="The instant of the row above it on the sheet."
    )
    confirmed: list[Answered] = Field(
        default=[],
        max_length=MOST_QUESTIONS,
        description="The questions of asked_back that somebody answered with yes.",
    )

"""What a tablet knew when something was entered on it, and the questions about what was kept."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from monitor.api.schemas.common import Body, Identity, Shown, Utc

A_YEAR_MS = 366 * 24 * 3600 * 1000
MOST_ENTRIES = 10**9


class SeenBody(Body):
    """What stood on the tablet; what is left out is not asked about."""

    chair_id: Identity | None = Field(default=None, description="Where the patient sat.")
    last_seq: int | None = Field(
        default=None, ge=0, le=MOST_ENTRIES, description="The last entry that the tablet knew."
    )
    skew_ms: float | None = Field(
        default=None,
        ge=-A_YEAR_MS,
        le=A_YEAR_MS,
        description="The server's clock less the tablet's, as the tablet took it to be.",
    )
    confirmed: list[Literal["chair_given_away", "corrected_meanwhile"]] = Field(
        default=[], max_length=2, description="Questions that somebody has answered: keep it."
    )


class OtherShown(Shown):
    """An entry that was made elsewhere of the same time."""

    id: str
    kind: str
    at: Utc
    by: str
    fields: dict[str, Any]


class AskShown(Shown):
    """A question about what has been saved; it stands as it is until it is answered."""

    code: Literal["entered_elsewhere", "tablet_clock"]
    others: list[OtherShown]
    kept_at: Utc | None = Field(description="When it was measured, as it was saved.")
    shown_at: Utc | None = Field(description="When it was measured, as the tablet showed it.")

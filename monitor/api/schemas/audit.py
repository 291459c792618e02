"""Bodies of the audit."""

from __future__ import annotations

from pydantic import Field

from monitor.api.schemas.common import Shown, Utc


class AuditEntryShown(Shown):
    """One act; no patient is named, and nothing that was typed is shown."""

    seq: int
    at: Utc
    action: str
    person_id: str | None
    person: str | None
    device_id: str | None
    token_id: str | None
    session_id: str | None
    subject_id: str | None
    emergency: str | None = Field(
        description="The emergency access under which it was done; null where it was not."
    )


class AuditShown(Shown):
    """A page, the newest entry first; ``more_before`` is asked for next, null at the end."""

    entries: list[AuditEntryShown]
    more_before: int | None

"""Searching the audit."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from monitor.api.calling import Signed
from monitor.api.problems import problem_docs
from monitor.api.schemas.audit import AuditEntryShown, AuditShown
from monitor.api.schemas.common import WITH_OFFSET, read_instant
from monitor.services.audit_views import AuditQuestion
from monitor.services.auditing import MOST_ENTRIES, search_audit

router = APIRouter(prefix="/api/v1", tags=["administration"])
Of = Annotated[str | None, Query(max_length=64, description="An id; never a name.")]
Action = Annotated[str | None, Query(max_length=64, description="As listed in docs/access.md.")]
From = Annotated[str | None, Query(alias="from", description=f"Not before {WITH_OFFSET}.")]
To = Annotated[str | None, Query(description=f"Before {WITH_OFFSET}.")]
Before = Annotated[
    int | None, Query(ge=1, le=2**53, description="``more_before`` of the page before.")
]
AtMost = Annotated[int, Query(ge=1, le=MOST_ENTRIES, description="Entries of a page.")]


@router.get(
    "/audit",
    summary="Who did what, the newest first; the search leaves an entry of its own",
    responses=problem_docs(400, 401, 403, 404, 503),
)
async def search(  # noqa: PLR0913, PLR0917  (what can be asked for)
    caller: Signed,
    patient_id: Of = None,
    person_id: Of = None,
    action: Action = None,
    since: From = None,
    to: To = None,
    before: Before = None,
    at_most: AtMost = 50,
) -> AuditShown:
    asked = AuditQuestion(
        patient_id=patient_id,
        person_id=person_id,
        action=action,
        from_at=None if since is None else read_instant(since, "from"),
        to_at=None if to is None else read_instant(to, "to"),
        before=before,
    )
    page = await caller.run(search_audit, asked, at_most)
    entries = [AuditEntryShown.model_validate(entry) for entry in page.entries]
    return AuditShown(entries=entries, more_before=page.more_before)

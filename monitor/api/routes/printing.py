"""Papers of a session and of a course, as PDF."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from monitor.api.calling import Caller, Signed
from monitor.api.papers import papers_of
from monitor.api.problems import problem_docs
from monitor.api.routes.recording import check_id
from monitor.api.routes.sessions import SessionId
from monitor.interop.document import PaperSize
from monitor.services.printing import SessionPaper

router = APIRouter(prefix="/api/v1", tags=["papers"])
Paper = Annotated[PaperSize, Query(description="The size of the paper.")]


class Language(StrEnum):
    """The languages that the words are told in."""

    ENGLISH = "en"
    SPANISH = "es"


PatientsLanguage = Annotated[
    Language | None, Query(description="The patient's language; else the caller's.")
]
DOCS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The paper. It names the patient; the audit says who printed it.",
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        "headers": {"Content-Disposition": {"schema": {"type": "string"}}},
    },
    **problem_docs(400, 401, 403, 404, 503),
}


@router.get(
    "/sessions/{session_id}/record.pdf",
    summary="The record of a session on paper",
    response_class=Response,
    responses=DOCS,
)
async def record(
    request: Request, caller: Signed, session_id: SessionId, paper: Paper = PaperSize.A4
) -> Response:
    return await _session_paper(request, caller, session_id, SessionPaper.RECORD, paper)


@router.get(
    "/sessions/{session_id}/instructions.pdf",
    summary="What the patient takes home",
    response_class=Response,
    responses=DOCS,
)
async def instructions(
    request: Request,
    caller: Signed,
    session_id: SessionId,
    paper: Paper = PaperSize.A4,
    language: PatientsLanguage = None,
) -> Response:
    kind, spoken = SessionPaper.INSTRUCTIONS, language.value if language else None
    return await _session_paper(request, caller, session_id, kind, paper, spoken)


@router.get(
    "/sessions/{session_id}/monitoring-form.pdf",
    summary="The monitoring form for esketamine",
    response_class=Response,
    responses={**DOCS, **problem_docs(409)},
)
async def monitoring_form(
    request: Request, caller: Signed, session_id: SessionId, paper: Paper = PaperSize.A4
) -> Response:
    return await _session_paper(request, caller, session_id, SessionPaper.MONITORING_FORM, paper)


@router.get(
    "/patients/{patient_id}/courses.pdf",
    summary="A patient's courses on paper",
    response_class=Response,
    responses=DOCS,
)
async def courses(
    request: Request, caller: Signed, patient_id: SessionId, paper: Paper = PaperSize.A4
) -> Response:
    check_id(patient_id)
    made = await caller.run(papers_of(request).course_paper, patient_id, paper)
    return pdf(made, f"courses-{patient_id}.pdf")


@router.get(
    "/sessions/{session_id}/sheet.pdf",
    summary="The downtime sheet of an open session",
    response_class=Response,
    responses={**DOCS, **problem_docs(409)},
)
async def sheet(
    request: Request, caller: Signed, session_id: SessionId, paper: Paper = PaperSize.A4
) -> Response:
    check_id(session_id)
    made = await caller.run(papers_of(request).downtime_paper, paper, session_id)
    return pdf(made, f"sheet-{session_id}.pdf")


@router.get(
    "/downtime.pdf",
    summary="The downtime sheets of the room",
    response_class=Response,
    responses=DOCS,
)
async def downtime(
    request: Request,
    caller: Signed,
    paper: Paper = PaperSize.A4,
    blank: Annotated[bool, Query(description="Only a blank sheet, of no session.")] = False,
) -> Response:
    made = await caller.run(papers_of(request).downtime_paper, paper, blank=blank)
    return pdf(made, "blank-sheet.pdf" if blank else "downtime.pdf")


async def _session_paper(  # noqa: PLR0913, PLR0917  (which paper, of what, how, for whom)
    request: Request,
    caller: Caller,
    session_id: str,
    kind: SessionPaper,
    paper: PaperSize,
    language: str | None = None,
) -> Response:
    check_id(session_id)
    made = await caller.run(papers_of(request).session_paper, session_id, kind, paper, language)
    return pdf(made, f"{kind.value}-{session_id}.pdf")


def pdf(content: bytes, file_name: str) -> Response:
    """A file that opens in the browser; its name names nobody."""
    headers = {
        "Content-Disposition": f'inline; filename="{file_name}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type="application/pdf", headers=headers)

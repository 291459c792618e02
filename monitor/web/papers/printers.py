"""Every paper as a file: read once, told to the reader, set in type."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from monitor.access.actor import Actor
from monitor.interop.document import Document, PaperSize
from monitor.interop.typesetting import typeset
from monitor.language.reader import reader, reading_in
from monitor.services.course_printing import print_course
from monitor.services.downtime import read_sheets
from monitor.services.house import House
from monitor.services.printing import Printing, SessionPaper, print_session
from monitor.web.papers.course import course_document
from monitor.web.papers.downtime import downtime_document
from monitor.web.papers.instructions import instructions_document
from monitor.web.papers.monitoring_form import form_document
from monitor.web.papers.record import record_document

Maker = Callable[[Printing], Document]
MAKERS: Mapping[SessionPaper, Maker] = {
    SessionPaper.RECORD: record_document,
    SessionPaper.INSTRUCTIONS: instructions_document,
    SessionPaper.MONITORING_FORM: form_document,
}


def session_paper(  # noqa: PLR0913, PLR0917  (which paper, of what, how, for whom)
    house: House,
    actor: Actor,
    session_id: str,
    paper: SessionPaper,
    size: PaperSize,
    language: str | None = None,
) -> bytes:
    """A paper of a session as a PDF, in that language, else in that of whoever reads now."""
    printing = print_session(house, actor, session_id, paper)
    with reading_in(language or reader()):
        return typeset(MAKERS[paper](printing), size, printing.at)


def downtime_paper(
    house: House,
    actor: Actor,
    size: PaperSize,
    session_id: str | None = None,
    *,
    blank: bool = False,
) -> bytes:
    """The downtime sheets as a PDF: of one session, of the room with a blank one, or that alone."""
    found = read_sheets(house, actor, session_id, blank=blank)
    document = downtime_document(found, actor.name, with_blank=session_id is None)
    return typeset(document, size, found.at)


def course_paper(house: House, actor: Actor, patient_id: str, size: PaperSize) -> bytes:
    """A patient's courses as a PDF."""
    printing = print_course(house, actor, patient_id)
    return typeset(course_document(printing), size, printing.at)

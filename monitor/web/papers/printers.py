"""Every paper of a session as a file: read once, told to the reader, set in type."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from monitor.access.actor import Actor
from monitor.interop.document import Document, PaperSize
from monitor.interop.typesetting import typeset
from monitor.services.house import House
from monitor.services.printing import Printing, SessionPaper, print_session
from monitor.web.papers.record import record_document

Maker = Callable[[Printing], Document]
MAKERS: Mapping[SessionPaper, Maker] = {
    SessionPaper.RECORD: record_document,
}


def session_paper(
    house: House, actor: Actor, session_id: str, paper: SessionPaper, size: PaperSize
) -> bytes:
    """A paper of a session as a PDF, in the language of whoever reads now."""
    printing = print_session(house, actor, session_id, paper)
    return typeset(MAKERS[paper](printing), size, printing.at)

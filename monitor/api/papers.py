"""What the machine interface asks of whoever makes papers; the server puts it there."""

from __future__ import annotations

from typing import Protocol

from fastapi import Request

from monitor.access.actor import Actor
from monitor.interop.document import PaperSize
from monitor.services.house import House
from monitor.services.printing import SessionPaper


class Papers(Protocol):
    """Makes the papers. Their words are those of the screens, which lie beside this interface."""

    def session_paper(  # noqa: PLR0913, PLR0917  (which paper, of what, how, for whom)
        self,
        house: House,
        actor: Actor,
        session_id: str,
        paper: SessionPaper,
        size: PaperSize,
        language: str | None = None,
    ) -> bytes:
        """A paper of a session as a PDF, in that language, else in the caller's own."""

    def downtime_paper(
        self,
        house: House,
        actor: Actor,
        size: PaperSize,
        session_id: str | None = None,
        *,
        blank: bool = False,
    ) -> bytes:
        """The downtime sheets of the room or of one session as a PDF, or a blank one alone."""

    def course_paper(self, house: House, actor: Actor, patient_id: str, size: PaperSize) -> bytes:
        """A patient's courses as a PDF."""


def papers_of(request: Request) -> Papers:
    """The papers that the server was made with."""
    made: Papers = request.app.state.papers
    return made

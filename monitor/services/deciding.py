"""An open session held still while one decision about it is made and kept."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.clinical.event import Event
from monitor.clinical.record import check_record
from monitor.clinical.session import evaluate
from monitor.errors import Conflict, InvalidEvent, SessionClosed
from monitor.language.said import say
from monitor.services.admin_views import OverrideRights
from monitor.services.entries import SYSTEM_KINDS, Entry, append
from monitor.services.folding import (
    brief_row,
    facts_of,
    head_row,
    pinned_protocol,
    record_of,
    view_of,
)
from monitor.services.house import House
from monitor.services.protocol_choices import rights_of
from monitor.services.signatures import standing_overrides
from monitor.services.views import SessionView
from monitor.store import sessions as rows
from monitor.store.work import About


def require_open(house: House, actor: Actor, session_id: str) -> None:
    """Refuse a session that is not there or has ended, before a PIN is tried for it."""
    with house.reading(actor.clinic_id) as look:
        _check_open(brief_row(look, session_id))


def _check_open(row: Row[Any]) -> None:
    if row.closed_at is not None:
        raise SessionClosed(say("The session has ended already; nothing was signed"))


class OpenSession:
    """One transaction on one open session, judged at the instant at which it began."""

    def __init__(self, house: House, actor: Actor, session_id: str) -> None:
        self.house, self.actor, self.session_id = house, actor, session_id
        self._work = house.writing(actor.clinic_id)

    def __enter__(self) -> Self:
        self._work.__enter__()
        try:
            self._look()
        except BaseException:
            self._work.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._work.__exit__(kind, error, trace)

    def _look(self) -> None:
        self.now = self.house.clock()
        row = head_row(self._work, self.session_id)
        _check_open(row)
        self.row, self.facts = row, facts_of(row)
        self.protocol = pinned_protocol(self.house, self._work, row)
        self.record = record_of(self.house, self._work, row)
        self.state = evaluate(self.protocol, self.facts, self.record.events, self.now)

    def override_rights(self) -> OverrideRights:
        """What the clinic leaves of the protocol's overrides, and whether the actor has them."""
        return rights_of(self._work, self.actor, self.protocol.id)

    def entry(self, kind: str, by: str, fields: dict[str, Any], *, after: int = 0) -> Entry:
        """An entry of this instant, at the end of the record or so many places after it."""
        position = self.record.last_seq + 1 + after
        event = Event(kind, self.now, self.now, fields, str(uuid4()), by, position)
        return Entry(event, self.now)

    def keep(self, entries: Sequence[Entry], action: AuditAction, detail: dict[str, Any]) -> None:
        """Write the entries down, held against the whole record; ``done`` says who did it."""
        facts = [entry.event for entry in entries if entry.event.kind not in SYSTEM_KINDS]
        try:
            check_record(self.protocol, (*self.record.events, *facts))
        except InvalidEvent as error:
            raise Conflict(
                say(
                    "The record does not allow it now ({message}); nothing was signed",
                    message=error.message,
                )
            ) from None
        self._longer = append(self._work, self.actor, self.session_id, self.record, entries)
        self._told = action, About(session_id=self.session_id, detail=detail)

    def decide(self, to: str, reason: str | None, signatures: list[dict[str, Any]]) -> None:
        """Close the session and keep the findings as they stood, under the protocol's version."""
        rows.close(self._work, self.session_id, self.now, to)
        rows.add_decision(
            self._work,
            {
                "session_id": self.session_id,
                "decided_at": self.now,
                "person_id": self.actor.person_id,
                "closed_to": to,
                "reason": reason,
                "protocol_id": self.protocol.id,
                "protocol_version": self.protocol.version,
                "findings": self._findings(),
                "signatures": signatures,
            },
        )

    def _findings(self) -> dict[str, Any]:
        overridden = standing_overrides(self.record, self.state)
        return {
            criterion: {
                "finding": verdict.finding.value,
                "reason": verdict.reason,
                "value": verdict.value,
                "limit": verdict.limit,
                "evidence": list(verdict.evidence),
                "measured_at": verdict.measured_at.isoformat() if verdict.measured_at else None,
                "overridden": criterion in overridden,
            }
            for criterion, verdict in self.state.findings.items()
        }

    def done(self) -> SessionView:
        """Make it last, then look at the session as everybody sees it now."""
        action, about = self._told
        self._work.audit(action, self.now, self.actor, about)  # last: it vouches for all the rest
        self._work.commit()
        self._work.__exit__(None, None, None)
        clinic_id = self.actor.clinic_id
        # Remembered only once it is on disk: what was rolled back must never be shown.
        self.house.memory.keep_record((clinic_id, self.session_id), self._longer)
        with self.house.reading(clinic_id) as look:
            return view_of(self.house, look, head_row(look, self.session_id), self.now)

"""Searching the audit: who did what, to whom, and when."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.errors import BadInput, NotFound
from monitor.language.said import say
from monitor.services.house import House
from monitor.store import audits
from monitor.store import patients as patient_rows
from monitor.store import people as people_rows
from monitor.store.work import About

MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class AuditQuestion:
    """What an entry must fit: all that is not None. ``to_at`` is no longer in it.

    ``patient_id`` finds what was done to the patient and in each of the patient's sessions;
    ``before`` goes on after a page, with the number of its last entry.
    """

    patient_id: str | None = None
    person_id: str | None = None
    action: str | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act; ``person`` is the name of who did it, None where nobody was known."""

    seq: int
    at: datetime
    action: str
    person_id: str | None
    person: str | None
    device_id: str | None
    token_id: str | None
    session_id: str | None
    subject_id: str | None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, the newest first; ``more_before`` asks for the next page, None at the end."""

    entries: tuple[AuditEntry, ...]
    more_before: int | None


def search_audit(
    house: House, actor: Actor, asked: AuditQuestion, at_most: int = MOST_ENTRIES
) -> AuditPage:
    """The entries that fit; the search leaves an entry of its own, saying what was asked.

    It names people of the clinic and no patient.
    """
    permit(actor, Permission.SEARCH_AUDIT)
    _check(asked, at_most)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        if asked.patient_id and patient_rows.patient(work, asked.patient_id) is None:
            raise NotFound(say("There is no such patient in this clinic"), field="patient_id")
        found = audits.search(work, asdict(asked), at_most + 1)
        everybody, _ = people_rows.everybody(work)
        about = About(subject_id=asked.patient_id, detail=_told(asked))
        work.audit(AuditAction.AUDIT_SEARCHED, now, actor, about)
        work.commit(changes=False)
    names = {row.id: row.name for row in everybody}
    entries = tuple(
        AuditEntry(person=names.get(row.person_id), **row._mapping) for row in found[:at_most]
    )
    return AuditPage(entries, entries[-1].seq if len(found) > at_most else None)


def _check(asked: AuditQuestion, at_most: int) -> None:
    actions = sorted(action.value for action in AuditAction)
    if asked.action is not None and asked.action not in actions:
        message = say("There is no such action")
        raise BadInput(message, field="action", allowed=", ".join(actions))
    if asked.from_at is not None and asked.to_at is not None and asked.from_at >= asked.to_at:
        message = say("The end lies before the beginning")
        raise BadInput(message, field="to", allowed=say("an instant after the beginning"))
    if not 1 <= at_most <= MOST_ENTRIES:
        message = say("That many entries are not shown at once")
        raise BadInput(message, field="at_most", allowed=f"1 to {MOST_ENTRIES}")


def _told(asked: AuditQuestion) -> dict[str, object]:
    values = asdict(asked)
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
        if value is not None
    }

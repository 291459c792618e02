"""Searching the audit: who did what, to whom, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.errors import BadInput, NotFound
from monitor.language.said import say
from monitor.services.audit_views import (
    Audited,
    AuditEntry,
    AuditLine,
    AuditPage,
    AuditQuestion,
    AuditSheet,
    Device,
)
from monitor.services.house import House
from monitor.services.patients import MOST_WORDS
from monitor.store import audits, chairs, clinics
from monitor.store import patients as patient_rows
from monitor.store import people as people_rows
from monitor.store.chain_heads import head_line
from monitor.store.chain_walk import Head
from monitor.store.erased import is_erased_patient
from monitor.store.words import searchable
from monitor.store.work import EMERGENCY, About, Reading

MOST_ENTRIES = 200
SHEET_ENTRIES = 50


def search_audit(
    house: House, actor: Actor, asked: AuditQuestion, at_most: int = MOST_ENTRIES
) -> AuditPage:
    """The entries that fit; the search leaves an entry of its own, saying what was asked.

    It names people of the clinic and no patient. It reads without keeping anybody from writing;
    where its own entry cannot be written, nothing is shown.
    """
    permit(actor, Permission.SEARCH_AUDIT)
    _check(asked, at_most)
    with house.reading(actor.clinic_id) as look:
        _patient(look, asked)
        page = _page(look, _People(look), asked, at_most)
    _note(house, actor, asked)
    return page


def read_audit_sheet(house: House, actor: Actor, asked: AuditQuestion | None) -> AuditSheet:
    """The same as a person reads it: whose record it was, and from which device.

    Whoever searches sees who a patient is, and nothing that was recorded. Where nothing is asked
    it holds what can be searched by.
    """
    permit(actor, Permission.SEARCH_AUDIT)
    if asked is not None:
        _check(asked, SHEET_ENTRIES)
    with house.reading(actor.clinic_id) as look:
        now, zone = house.clock(), clinics.the_clinic(look).zone
        head = head_line(now, Head(look.clinic_id, *audits.head(look)))
        people = _People(look)
        sheet = AuditSheet(now, zone, people.listed(), head)
        if asked is None:
            return sheet
        patient, page = _patient(look, asked), _page(look, people, asked, SHEET_ENTRIES)
        lines = _lines(look, people, page.entries)
    _note(house, actor, asked)
    return replace(sheet, patient=patient, lines=lines, more_before=page.more_before)


def find_audited(house: House, actor: Actor, words: str) -> tuple[Audited, ...]:
    """Patients to search the audit by: of whom every word begins a name, a number, a birth date.

    Each search is an entry, with who was found; where that cannot be written, nobody is shown.
    """
    permit(actor, Permission.SEARCH_AUDIT)
    asked = list(searchable(words))[:MOST_WORDS]
    if not asked:
        return ()
    with house.reading(actor.clinic_id) as look:
        found = tuple(_audited(row) for row in patient_rows.find(look, asked))
    detail = {"found": [one.id for one in found]}
    with house.writing(actor.clinic_id) as work:
        work.audit(AuditAction.PATIENTS_SEARCHED, house.clock(), actor, About(detail=detail))
        work.commit(changes=False)
    return found


def _note(house: House, actor: Actor, asked: AuditQuestion) -> None:
    about = About(subject_id=asked.patient_id, detail=_told(asked))
    with house.writing(actor.clinic_id) as work:
        work.audit(AuditAction.AUDIT_SEARCHED, house.clock(), actor, about)
        work.commit(changes=False)


class _People:
    """Everybody there ever was, read once."""

    def __init__(self, look: Reading) -> None:
        everybody, self.roles = people_rows.everybody(look)
        self.names = {row.id: row.name for row in everybody}

    def listed(self) -> tuple[tuple[str, str], ...]:
        """Each by name."""
        return tuple(sorted(self.names.items(), key=lambda one: one[1].casefold()))


def _page(look: Reading, people: _People, asked: AuditQuestion, at_most: int) -> AuditPage:
    found = audits.search(look, asdict(asked), at_most + 1)
    entries = tuple(_entry(row, people.names.get(row.person_id)) for row in found[:at_most])
    return AuditPage(entries, entries[-1].seq if len(found) > at_most else None)


def _entry(row: Row[Any], person: str | None) -> AuditEntry:
    said = dict(row._mapping)
    return AuditEntry(person=person, emergency=said.pop("detail").get(EMERGENCY), **said)


def _patient(look: Reading, asked: AuditQuestion) -> Audited | None:
    if not asked.patient_id:
        return None
    found = audits.patients_named(look, {asked.patient_id})
    if not found:
        raise NotFound(say("There is no such patient in this clinic"), field="patient_id")
    return _audited(found[0])


def _audited(row: Row[Any]) -> Audited:
    numbers = tuple((str(system), str(value)) for system, value in row.identifiers)
    return Audited(row.id, row.name, row.birth_date, numbers, erased=is_erased_patient(row))


def _lines(look: Reading, people: _People, entries: Sequence[AuditEntry]) -> tuple[AuditLine, ...]:
    """Each entry with the names of what it speaks of, all read in a few questions."""
    sessions = audits.sessions_named(look, {one.session_id for one in entries})
    subjects = {one.subject_id for one in entries}
    asked = subjects | {row.patient_id for row in sessions.values()}
    patients = {row.id: _audited(row) for row in audits.patients_named(look, asked)}
    about = people.names | {row.id: row.label for row in chairs.all_chairs(look)}
    devices = _devices(look, people, entries)
    lines = []
    for one in entries:
        session = sessions.get(one.session_id or "")
        of = session.patient_id if session else one.subject_id
        lines.append(
            AuditLine(
                one,
                roles=tuple(sorted(people.roles.get(one.person_id or "", ()))),
                patient=patients.get(of or ""),
                session_on=session.started_at if session else None,
                about=about.get(one.subject_id or "", ""),
                device=devices.get(one.device_id or one.token_id or ""),
            )
        )
    return tuple(lines)


def _devices(look: Reading, people: _People, entries: Sequence[AuditEntry]) -> dict[str, Device]:
    """Where somebody acted from, by the number of the device or of the access token."""
    names = people.names
    devices = audits.devices_named(look, {one.device_id for one in entries})
    tokens = audits.tokens_named(look, {one.token_id for one in entries})
    known = {
        row.id: Device(
            row.id, names.get(row.registered_by, ""), row.registered_at, name=row.name or ""
        )
        for row in devices
    }
    known |= {
        row.id: Device(row.id, names.get(row.person_id, ""), row.created_at, row.name)
        for row in tokens
    }
    return known


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

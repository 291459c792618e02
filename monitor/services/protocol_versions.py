"""A clinic's own versions of protocols: drafted, compared, signed into force by its director.

A version is never changed and its number never given again. Sessions that run keep theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, may, permit
from monitor.access.roles import Role
from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_changes import every_difference, own_version
from monitor.clinical.protocol_reading import read_protocol
from monitor.errors import BadInput, Conflict, InvalidProtocol, NotFound, NotPermitted
from monitor.language.said import say
from monitor.services.back_test_views import ProtocolNumber
from monitor.services.back_tests import latest_stand, numbers_of
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.protocol_history import History, ids_of
from monitor.services.protocol_views import NewDraft, ProtocolRoom, ProtocolStand
from monitor.services.protocols_in_force import unreadable
from monitor.services.revisions import require_seen
from monitor.services.tries import confirm_pin
from monitor.services.wording import plain
from monitor.store import clinics, people
from monitor.store import protocol_texts as texts
from monitor.store import sessions as rows
from monitor.store.protocol_files import text_digest
from monitor.store.work import About, Reading, Writing

IN_FORCE = "protocol_in_force"
"""What the signature means: I put this version in force in this clinic for new sessions."""

LONGEST_WHY = 500
"""It stands beside every number that was changed."""


def list_protocol_stands(house: House, actor: Actor) -> tuple[ProtocolStand, ...]:
    """Every protocol with its version in force, since when, and who signed it."""
    permit(actor, Permission.DRAFT_PROTOCOL)
    with house.reading(actor.clinic_id) as look:
        found = tuple(History(house, look, one).stand() for one in ids_of(house, look))
    note_look(house, actor, AuditAction.PROTOCOLS_READ, About())
    return found


def read_protocol_room(
    house: House, actor: Actor, protocol_id: str, base: int | None = None
) -> ProtocolRoom:
    """One protocol: its numbers in a version, the draft that waits, every version before.

    ``base`` is the version whose numbers are to be changed; else the draft's own, else the one in
    force.
    """
    permit(actor, Permission.DRAFT_PROTOCOL)
    with house.reading(actor.clinic_id) as look:
        found = History(house, look, protocol_id)
        draft, in_force = found.draft(), found.in_force()
        goes_on = draft is not None and not draft.problem and draft.numbers
        base = base or (draft.based_on if draft and goes_on else found.version)
        room = ProtocolRoom(
            stand=found.stand(),
            in_force=in_force,
            base=base,
            numbers=_numbers(found, base),
            draft=draft,
            last_draft=found.last_draft,
            may_sign=may(actor, Permission.SIGN_PROTOCOL) and _is_director(look, actor),
            zone=clinics.the_clinic(look).zone,
            history=found.versions(),
        )
    note_look(house, actor, AuditAction.PROTOCOLS_READ, About(subject_id=protocol_id))
    return room


def read_version_text(house: House, actor: Actor, protocol_id: str, version: int) -> str:
    """The whole text of a version, as every session on it has it."""
    permit(actor, Permission.DRAFT_PROTOCOL)
    with house.reading(actor.clinic_id) as look:
        text = History(house, look, protocol_id).text(version)
    note_look(house, actor, AuditAction.PROTOCOLS_READ, About(subject_id=protocol_id))
    return text


def draft_protocol(house: House, actor: Actor, new: NewDraft) -> ProtocolRoom:
    """Save a draft: other numbers in the version in force, or in an earlier one.

    Raises BadInput for numbers that are out of bounds or contradict each other, and where nothing
    differs; ChangedMeanwhile where somebody else has saved since ``seen``.
    """
    permit(actor, Permission.DRAFT_PROTOCOL)
    why = plain(new.reason, "reason", LONGEST_WHY)
    with house.writing(actor.clinic_id) as work:
        found = History(house, work, new.protocol_id)
        require_seen(found.stand().title, new.seen, found.last_draft)
        based_on = new.based_on or found.version
        text = _drafted(found, based_on, new.numbers, why)
        _require_different(found.in_force(), read_protocol(text, new.protocol_id))
        _keep_draft(house, work, actor, found, based_on, text, why)
        work.audit(
            AuditAction.PROTOCOL_DRAFTED,
            house.clock(),
            actor,
            About(
                subject_id=new.protocol_id,
                detail={
                    "draft": found.last_draft + 1,
                    "version": found.next_version,
                    "replaces": found.version,
                    "digest": text_digest(text),
                },
            ),
        )
        work.commit()
    return read_protocol_room(house, actor, new.protocol_id)


def set_draft_aside(house: House, actor: Actor, protocol_id: str, seen: int) -> ProtocolRoom:
    """Take a draft off the table; what it said stays readable in the database."""
    permit(actor, Permission.DRAFT_PROTOCOL)
    with house.writing(actor.clinic_id) as work:
        found = History(house, work, protocol_id)
        require_seen(found.stand().title, seen, found.last_draft)
        waiting = found.draft()
        if waiting is None:
            raise Conflict(say("No draft waits; nothing was changed"))
        _keep_draft(house, work, actor, found, waiting.based_on, None, waiting.reason)
        about = About(subject_id=protocol_id, detail={"draft": waiting.draft})
        work.audit(AuditAction.PROTOCOL_SET_ASIDE, house.clock(), actor, about)
        work.commit()
    return read_protocol_room(house, actor, protocol_id)


def sign_protocol(
    house: House, actor: Actor, protocol_id: str, draft: int, pin: str
) -> ProtocolRoom:
    """Sign the draft of this number into force for every session that is started from now on.

    Raises NotPermitted for whoever is not named to sign, ChangedMeanwhile where another draft was
    saved since, Conflict where another version came into force or the text is not taken any more.
    """
    permit(actor, Permission.SIGN_PROTOCOL)
    with house.reading(actor.clinic_id) as look:
        _require_director(look, actor)
        _signable(History(house, look, protocol_id), draft)
    confirm_pin(house, actor, pin)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        _require_director(work, actor)
        found = History(house, work, protocol_id)
        text, version = _signable(found, draft)
        # The one before may be a file that a later release has no more; the history tells it still.
        if rows.protocol_version(work, protocol_id, found.version) is None:
            _pin(work, protocol_id, found.version, found.text(found.version), now)
        _pin(work, protocol_id, version, text, now)
        texts.add_signature(
            work,
            {
                "protocol_id": protocol_id, "version": version, "draft": draft,
                "replaces": found.version, **_shipped(found), "tried": _tried(actor, found, draft),
                "person_id": actor.person_id, "name": actor.name, "role": Role.PHYSICIAN.value,
                "meaning": IN_FORCE, "signed_at": now,
            },
        )  # fmt: skip
        detail = {"version": version, "replaces": found.version, "draft": draft}
        about = About(subject_id=protocol_id, detail={**detail, "digest": text_digest(text)})
        work.audit(AuditAction.PROTOCOL_SIGNED, now, actor, about)
        work.commit()
    return read_protocol_room(house, actor, protocol_id)


def _numbers(found: History, base: int) -> tuple[ProtocolNumber, ...]:
    """The numbers that stand to be changed; none where the program cannot read that version."""
    found.text(base)  # NotFound for a number that no version has
    read = found.read(base)
    return numbers_of(read) if read else ()


def _drafted(found: History, based_on: int, numbers: Mapping[str, object], why: str) -> str:
    base = found.text(based_on)
    try:
        now = {one.path: one.value for one in read_protocol(base, found.id).quantities}
    except InvalidProtocol as error:
        raise unreadable(found.id, based_on, error) from error
    changed = {path: value for path, value in numbers.items() if now.get(path) != value}
    return own_version(base, found.id, changed, found.next_version, why, found.shipped())


def _require_different(before: Protocol | None, after: Protocol) -> None:
    if before is not None and not every_difference(before, after):
        raise BadInput(
            say("No number is different from the version in force; nothing was saved"),
            field="numbers",
            allowed=say("at least one other number"),
        )


def _keep_draft(  # noqa: PLR0913, PLR0917  (one step of two use cases)
    house: House,
    work: Writing,
    actor: Actor,
    found: History,
    based_on: int,
    text: str | None,
    why: str,
) -> None:
    texts.add_draft(
        work,
        {
            "protocol_id": found.id, "draft": found.last_draft + 1, "version": found.next_version,
            "replaces": found.version, "based_on": based_on, "text": text, "reason": why,
            "person_id": actor.person_id, "drafted_at": house.clock(),
        },
    )  # fmt: skip


def _is_director(look: Reading, actor: Actor) -> bool:
    person = people.person(look, actor.person_id)
    return person is not None and bool(person.signs_protocols)


def _require_director(look: Reading, actor: Actor) -> None:
    if not _is_director(look, actor):
        raise NotPermitted(
            say("{name} is not named to sign protocols; nothing was signed", name=actor.name),
            allowed=say("a physician whom an administrator has named as medical director"),
        )


def _signable(found: History, draft: int) -> tuple[str, int]:
    """The text of the draft that was seen, and its version; refuses what must not be signed."""
    require_seen(found.stand().title, draft, found.last_draft)
    waiting = found.draft()
    row = texts.draft(found.look, found.id, draft)
    if waiting is None or row is None:
        raise NotFound(say("No draft waits; nothing was signed"), field="draft")
    if waiting.problem:
        raise Conflict(
            say("{problem}; nothing was signed", problem=waiting.problem),
            field="draft",
            allowed=say("a draft made from the version in force"),
        )
    return str(row.text), int(row.version)


def _pin(work: Writing, protocol_id: str, version: int, text: str, now: datetime) -> None:
    kept = {"protocol_id": protocol_id, "version": version, "text": text}
    rows.pin_protocol(work, {**kept, "digest": text_digest(text), "pinned_at": now})


def _shipped(found: History) -> dict[str, Any]:
    """The program's file at the signature, so that a later one is noticed."""
    shipped = found.shipped()
    if shipped is None:
        return {"shipped_version": None, "shipped_digest": None}
    digest = text_digest(found.house.protocols.text(found.id))
    return {"shipped_version": shipped.version, "shipped_digest": digest}


def _tried(actor: Actor, found: History, draft: int) -> dict[str, int] | None:
    """What the back-test of this very draft came to, where there was one."""
    stand = latest_stand(actor)
    is_its = stand is not None and stand.is_of_draft(found.id, draft)
    return stand.counts() if stand is not None and is_its else None

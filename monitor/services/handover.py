"""Handover: one nurse gives the watch over chairs, another reads, signs and answers for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.access.roles import Role
from monitor.errors import ChangedSinceShown, Conflict, NotPermitted
from monitor.language.said import say
from monitor.services import tablets
from monitor.services.days import bounds_of, check_day
from monitor.services.handover_asked import ask_given
from monitor.services.handover_reading import (
    Room,
    given_chairs,
    heads_of,
    is_received,
    may_withdraw,
    nurses_of,
    row_of,
    signatures_of,
)
from monitor.services.handover_shown import keep, mark
from monitor.services.handover_views import (
    BREAK,
    RECEIVED,
    WITHDRAWN,
    HandoverChair,
    HandoverDay,
    HandoverDesk,
    HandoverHead,
    HandoverView,
    NewHandover,
)
from monitor.services.house import House
from monitor.services.identities import ordered_id
from monitor.services.looking import note_look
from monitor.services.tries import confirm_pin
from monitor.store import clinics, sessions
from monitor.store import handovers as rows
from monitor.store import watches as watch_rows
from monitor.store.work import About, Reading, Writing

HANDED_OVER = "handed_over"
RECENT = timedelta(hours=24)
"""How long ago a break may have begun for its way back to be offered."""


def read_desk(house: House, actor: Actor, takes_back_id: str | None = None) -> HandoverDesk:
    """What the actor answers for now, to whom it can be handed over, and what waits."""
    permit(actor, Permission.READ_HANDOVER)
    now = house.clock()
    with house.reading(actor.clinic_id) as look:
        clinic, room = clinics.the_clinic(look), Room(house, look, now)
        back = _back_of(look, actor, takes_back_id)
        own = tuple(room.chair(each) for each in room.watched_by(actor.person_id))
        waiting = {one.handover_id: row_of(look, one.handover_id)
                   for one in room.watch.handovers.values()}  # fmt: skip
        others = [one for each, one in nurses_of(look).items() if each != actor.person_id]
        desk = HandoverDesk(
            now, clinic.zone, clinic.version, own,
            {one.chair_id: mark(one) for one in own}, tuple(others),
            heads_of(look, list(waiting.values())),
            _breaks(look, actor, room), back, min(room.changes, default=None),
            tablets.shown(tablets.unsent_rows(look), sessions.open_heads(look), actor, now),
        )  # fmt: skip
    note_look(house, actor, AuditAction.HANDOVER_READ, About())
    return desk


def read_handover(house: House, actor: Actor, handover_id: str) -> HandoverView:
    """One handover: what was shown, what has changed since, who signed."""
    permit(actor, Permission.READ_HANDOVER)
    now = house.clock()
    with house.reading(actor.clinic_id) as look:
        view = _view(house, look, actor, handover_id, now)
    note_look(house, actor, AuditAction.HANDOVER_READ, About(subject_id=handover_id))
    return view


def list_handovers(house: House, actor: Actor, day: date | None = None) -> HandoverDay:
    """The handovers given on one day of the clinic (today, unless named), the latest first."""
    permit(actor, Permission.READ_HANDOVER)
    check_day(day)
    now = house.clock()
    with house.reading(actor.clinic_id) as look:
        clinic = clinics.the_clinic(look)
        on = day or now.astimezone(ZoneInfo(clinic.zone)).date()
        found = heads_of(look, rows.between(look, *bounds_of(on, clinic.zone)))
    note_look(house, actor, AuditAction.HANDOVER_READ, About())
    return HandoverDay(on, now, clinic.zone, clinic.version, found)


def give(house: House, actor: Actor, new: NewHandover, pin: str) -> HandoverView:
    """Sign that chairs are handed over as shown; they move at the second signature.

    ChangedSinceShown where a chair is other than what its mark was of.
    """
    permit(actor, Permission.HAND_OVER)
    with house.reading(actor.clinic_id) as look:
        ask_given(look, actor, new, Room(house, look, house.clock()))  # before a PIN is tried
    confirm_pin(house, actor, pin)
    now, handover_id = house.clock(), ordered_id(house.clock())
    with house.writing(actor.clinic_id) as work:
        listed = ask_given(work, actor, new, Room(house, work, now))
        values = {
            "id": handover_id,
            "giver_id": actor.person_id,
            "receiver_id": new.receiver_id,
            "reason": new.reason,
            "takes_back_id": new.takes_back_id,
            "role": Role.NURSE.value,
            "signed_at": now,
        }
        rows.add(work, values, listed)
        detail = {"chairs": [each["chair_id"] for each in listed],
                  "receiver": new.receiver_id, "reason": new.reason}  # fmt: skip
        about = About(subject_id=handover_id, detail=detail)
        work.audit(AuditAction.HANDOVER_GIVEN, now, actor, about)
        work.commit()
    return _seen(house, actor, handover_id)


def receive(
    house: House, actor: Actor, handover_id: str, pin: str, seen: Mapping[str, str]
) -> HandoverView:
    """The named nurse signs that she has read it, and answers for the chairs from then on.

    The PIN is hers, whoever is signed in on the tablet. ``seen`` are the marks of what was shown;
    ChangedSinceShown where a chair is other than that, and nothing is signed.
    """
    permit(actor, Permission.HAND_OVER)
    with house.reading(actor.clinic_id) as look:
        signer = _receiver(look, actor, handover_id)
        _receivable(house, look, signer, handover_id, seen)
    confirm_pin(house, signer, pin)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        _receiver(work, actor, handover_id)
        view = _receivable(house, work, signer, handover_id, seen)
        moving = [one for one in view.chairs if _moves(one, view.head)]
        for chair in moving:
            values = {"at": now, "set_by": signer.person_id, "why": HANDED_OVER}
            watch_rows.set_watch(work, chair.chair_id, signer.person_id, values)
        shown = [{"shown": keep(one.now), "moved": one in moving} for one in view.chairs if one.now]
        _end(work, signer, handover_id, RECEIVED, now, shown)
        detail = {"chairs": [one.chair_id for one in moving], "signed_in": actor.person_id}
        about = About(subject_id=handover_id, detail=detail)
        work.audit(AuditAction.HANDOVER_RECEIVED, now, signer, about)
        work.commit()
    return _seen(house, actor, handover_id)


def withdraw(house: House, actor: Actor, handover_id: str) -> HandoverView:
    """Take back a handover that waits: by who gave it, or who answers for one of its chairs."""
    permit(actor, Permission.HAND_OVER)
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        view = _waiting(house, work, actor, handover_id, now)
        if not view.may_withdraw:
            raise NotPermitted(
                say("Only who gave it withdraws a handover; nothing was saved"),
                allowed=say("{name}, or who answers for one of the chairs", name=view.head.giver),
            )
        _end(work, actor, handover_id, WITHDRAWN, now, [])
        about = About(subject_id=handover_id)
        work.audit(AuditAction.HANDOVER_WITHDRAWN, now, actor, about)
        work.commit()
    return _seen(house, actor, handover_id)


def _seen(house: House, actor: Actor, handover_id: str) -> HandoverView:
    with house.reading(actor.clinic_id) as look:
        return _view(house, look, actor, handover_id, house.clock())


def _view(
    house: House, look: Reading, actor: Actor, handover_id: str, now: datetime
) -> HandoverView:
    row = row_of(look, handover_id)
    (head,) = heads_of(look, [row])
    clinic, room = clinics.the_clinic(look), Room(house, look, now)
    chairs = given_chairs(look, head, room)
    return HandoverView(
        head,
        chairs,
        signatures_of(head, row.role),
        now,
        clinic.zone,
        clinic.version,
        min(room.changes, default=None),
        may_withdraw(head, actor, room, [one.chair_id for one in chairs]),
    )


def _waiting(
    house: House, look: Reading, actor: Actor, handover_id: str, now: datetime
) -> HandoverView:
    view = _view(house, look, actor, handover_id, now)
    ended = view.head.ended
    if ended is not None:
        raise Conflict(
            say("{name} has received it already; nothing was saved", name=ended.name)
            if ended.meaning == RECEIVED
            else say("{name} has withdrawn it; nothing was saved", name=ended.name)
        )
    return view


def _receivable(
    house: House, look: Reading, signer: Actor, handover_id: str, seen: Mapping[str, str]
) -> HandoverView:
    """The handover as it is signed now; refuses what was not shown so."""
    view = _waiting(house, look, signer, handover_id, house.clock())
    if any(seen.get(one.chair_id) != one.seen for one in view.chairs):
        raise ChangedSinceShown(
            say("It has changed since it was shown; nothing was signed"),
            field="seen",
            allowed=say("read what has changed, then sign"),
        )
    if not any(_moves(one, view.head) for one in view.chairs):
        raise Conflict(
            say("Other nurses have taken all of these chairs; nothing was signed"),
            allowed=say("withdraw it, or take chairs on the screen of the watch"),
        )
    return view


def _moves(chair: HandoverChair, head: HandoverHead) -> bool:
    """Whether the responsibility goes along: not where a third nurse has taken the chair."""
    holder = chair.now.responsible_id if chair.now else None
    return holder in {None, head.giver_id, head.receiver_id}


def _receiver(look: Reading, actor: Actor, handover_id: str) -> Actor:
    """The nurse to whom it is given, acting on this tablet; nobody signs for her."""
    row = row_of(look, handover_id)
    if row.receiver_id not in nurses_of(look):
        raise Conflict(
            say("{name} cannot sign any more; nothing was saved", name=row.receiver),
            allowed=say("withdraw it and hand over to another nurse"),
        )
    if row.receiver_id == actor.person_id:
        return actor
    return replace(
        actor, person_id=row.receiver_id, name=row.receiver, roles=frozenset({Role.NURSE})
    )


def _end(  # noqa: PLR0913, PLR0917  (one row, of two use cases)
    work: Writing,
    signer: Actor,
    handover_id: str,
    how: str,
    now: datetime,
    shown: Sequence[Mapping[str, object]],
) -> None:
    values = {
        "how": how,
        "at": now,
        "person_id": signer.person_id,
        "role": Role.NURSE.value,
        "chairs": list(shown),
    }
    rows.end(work, handover_id, values)


def _back_of(look: Reading, actor: Actor, takes_back_id: str | None) -> HandoverHead | None:
    """The handover whose chairs go back: one that the actor received."""
    if takes_back_id is None:
        return None
    (head,) = heads_of(look, [row_of(look, takes_back_id)])
    return head if is_received(head) and head.receiver_id == actor.person_id else None


def _breaks(look: Reading, actor: Actor, room: Room) -> tuple[HandoverHead, ...]:
    """Breaks of others whose chairs the actor has still: each can go back by one tap."""
    watched = {room.labels[each] for each in room.watched_by(actor.person_id)}
    recent = heads_of(look, rows.between(look, room.now - RECENT, room.now + RECENT))
    gone_back = {head.takes_back_id for head in recent if head.waits or is_received(head)}
    return tuple(
        head
        for head in recent
        if head.reason == BREAK
        and head.receiver_id == actor.person_id
        and is_received(head)
        and head.takes_back_id is None
        and head.id not in gone_back
        and watched & set(head.chairs)
    )

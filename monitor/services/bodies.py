"""What a tablet or a machine sends, read into entries: times, author, form and limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, permit
from monitor.access.roles import Role
from monitor.clinical.event import Event
from monitor.clinical.fields import instant
from monitor.clinical.kinds import ENVELOPE, KINDS
from monitor.clinical.reading_events import check_instants, kind_of, read_said
from monitor.clinical.running_kinds import (
    ORDER,
    ORDER_CANCELLED,
    ORDER_SEEN,
    RUNNING_KINDS,
    read_running_fields,
)
from monitor.errors import InvalidEvent, MonitorError
from monitor.language.said import say, say_either
from monitor.services.entries import Entry
from monitor.services.identities import EVENT_ID, LONGEST_EVENT_ID, ordered_id
from monitor.services.running_views import CLOCKS_AGREE_WITHIN

AUTHORS = (Role.NURSE, Role.PHYSICIAN)
"""Who an event may say that it is by: those of them that its sender is."""

FINER: Mapping[str, Permission] = {
    ORDER: Permission.GIVE_ORDER,
    ORDER_CANCELLED: Permission.GIVE_ORDER,
    ORDER_SEEN: Permission.ACKNOWLEDGE_ORDER,
}
"""Kinds of the running system that not everybody at the chair may record."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who sends, when the server received it, and how far the tablet's clock is off."""

    actor: Actor
    received_at: datetime
    skew: timedelta | None

    @classmethod
    def of(cls, actor: Actor, received_at: datetime, tablet: datetime | None) -> Arrival:
        """Measure the skew from the tablet's clock at sending."""
        return cls(actor, received_at, None if tablet is None else received_at - tablet)

    def on_our_clock(self, claimed: datetime) -> datetime:
        """What the tablet claims, with its skew taken off."""
        if self.skew is None or abs(self.skew) <= CLOCKS_AGREE_WITHIN:
            return claimed
        try:
            return claimed + self.skew
        except OverflowError:
            raise InvalidEvent(
                say("it lies beyond every calendar"),
                field="at",
                allowed=say("an instant of the last 24 h"),
            ) from None


def read_entry(body: Mapping[str, object], arrival: Arrival, position: int) -> Entry:
    """Read one event as it was sent; raises InvalidEvent or NotPermitted."""
    if not isinstance(body, Mapping):
        raise InvalidEvent(say("it is no event"), allowed=say("an object with kind and at"))
    if "at" not in body:
        raise InvalidEvent(
            say("it is missing"), field="at", allowed=say("an instant with an offset")
        )
    claimed_at = instant("at", body["at"])
    recorded_at = body.get("recorded_at")
    event = _event(body, arrival, arrival.on_our_clock(claimed_at), position)
    return Entry(
        event,
        claimed_at,
        None if recorded_at is None else instant("recorded_at", recorded_at),
        None if arrival.skew is None else arrival.skew.total_seconds(),
    )


def _event(body: Mapping[str, object], arrival: Arrival, at: datetime, position: int) -> Event:
    by = _author(body, arrival.actor)
    event_id = _identity(body, arrival)
    _permit_kind(body, arrival.actor)
    kind = body.get("kind")
    if isinstance(kind, str) and kind in RUNNING_KINDS:
        return _running(body, Event(kind, at, arrival.received_at, {}, event_id, by, position))
    kind = kind_of(body)
    check_instants("at", at, arrival.received_at)
    fields = read_said(kind, by, body)
    read = Event(kind, at, arrival.received_at, fields, event_id, by, position)
    return _moved(read, arrival)


def _moved(event: Event, arrival: Arrival) -> Event:
    """A correction's new instant comes from the same clock as the rest."""
    changes = event.fields.get("changes")
    if not isinstance(changes, Mapping) or "new_at" not in changes:
        return event
    new_at = changes["new_at"]
    assert isinstance(new_at, datetime)
    moved = {**changes, "new_at": arrival.on_our_clock(new_at)}
    return replace(event, fields={**event.fields, "changes": moved})


def _running(body: Mapping[str, object], empty: Event) -> Event:
    """An event of the running system, which case files do not know."""
    check_instants("at", empty.at, empty.recorded_at)
    said = {key: value for key, value in body.items() if key not in ENVELOPE}
    return replace(empty, fields=read_running_fields(empty.kind, said))


def _permit_kind(body: Mapping[str, object], actor: Actor) -> None:
    kind = body.get("kind")
    if kind == "discharged":
        raise InvalidEvent(
            say("a discharge is signed, not recorded"),
            field="kind",
            allowed=say("the discharge screen"),
        )
    if isinstance(kind, str) and kind in KINDS and KINDS[kind].physician_only:
        permit(actor, Permission.DECIDE_CLINICALLY)
    if isinstance(kind, str) and kind in FINER:
        permit(actor, FINER[kind])


def _author(body: Mapping[str, object], actor: Actor) -> str:
    said = body.get("by")
    if said is None:
        return actor.by
    held = [role.value for role in AUTHORS if role in actor.roles]
    if said not in held:
        raise InvalidEvent(
            say(
                "it is not what {name} is; the sender's sign-in says who recorded it",
                name=actor.name,
            ),
            field="by",
            allowed=say_either(held),
        )
    return str(said)


def _identity(body: Mapping[str, object], arrival: Arrival) -> str:
    said = body.get("id")
    if said is None:
        return ordered_id(arrival.received_at)
    if not isinstance(said, str) or not EVENT_ID.fullmatch(said):
        raise InvalidEvent(
            say("it is no id"), field="id", allowed=f"1 to {LONGEST_EVENT_ID} of A-Z a-z 0-9 _ -"
        )
    return said


def at_number(error: MonitorError, number: int, of: int) -> MonitorError:
    """The error, saying which of several events it speaks of."""
    where = f"event {number}" if of > 1 else None
    return type(error)(error.message, field=error.field, allowed=error.allowed, where=where)

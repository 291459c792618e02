"""Tablets: what people call them, and what each said last of the entries that lie unsent on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.clinical.reading_events import OLDEST_ENTRY
from monitor.errors import BadInput, ChangedMeanwhile, Conflict, NotFound
from monitor.language.said import say
from monitor.services.house import House
from monitor.services.memory import UnsentRows
from monitor.services.tablet_views import TabletUnsent, UnsentReport
from monitor.services.wording import chair_order, plain
from monitor.store import audits
from monitor.store import tablets as rows
from monitor.store.work import About, Reading

STANDS_FOR = OLDEST_ENTRY
"""How long a report is shown: what is older than that no server takes any more."""

LONGEST_NAME = 40
LONGEST_AGE = timedelta(days=365)
_NO_DEVICE = say("Only a device on which somebody is signed in says what is unsent on it")


def report_unsent(house: House, actor: Actor, report: UnsentReport) -> datetime:
    """Keep what the actor's device says of its unsent entries, until it says something else.

    Answers from when on that stands. A session that this clinic does not know (any more) counts
    and is in no chair. Raises BadInput for an access token, which acts on no device.
    """
    permit(actor, Permission.REPORT_UNSENT)
    if actor.device_id is None:
        raise BadInput(_NO_DEVICE, allowed=say("a sign-in"))
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        known = audits.sessions_named(work, {part.session_id for part in report.parts})
        places = {part.session_id: part.count for part in report.parts if part.session_id in known}
        values = {
            "count": report.unsent,
            "asked": min(report.asking, report.unsent),
            "since": now - min(report.oldest, LONGEST_AGE),
            "now": now,
            "places": places,
        }
        rows.report(work, actor.device_id, values)
        detail = {"unsent": report.unsent, "asking": values["asked"], "sessions": sorted(places)}
        about = About(subject_id=actor.device_id, detail=detail)
        work.audit(AuditAction.UNSENT_REPORTED, now, actor, about)
        work.commit()
    return now


def name_tablet(house: House, actor: Actor, device_id: str, name: str, seen: str) -> str:
    """Give a device the name that people call it by; answers it.

    ``seen`` is the name that stood there, empty where there was none: raises ChangedMeanwhile
    where it has another one by now, and Conflict where another device is called the same.
    """
    permit(actor, Permission.NAME_TABLETS)
    said = plain(name, "name", LONGEST_NAME)
    with house.writing(actor.clinic_id) as work:
        there = rows.all_devices(work)
        device = next((row for row in there if row.id == device_id), None)
        if device is None:
            raise NotFound(say("There is no such device in this clinic"), field="device_id")
        if (device.name or "") != seen:
            raise ChangedMeanwhile(
                say("Somebody has given it another name meanwhile; nothing was saved"),
                field="seen",
                allowed=say("the name that it has now; load it afresh"),
            )
        _require_new([row for row in there if row.id != device_id], said)
        rows.name(work, device_id, said)
        detail = {"before": device.name or "", "after": said}
        about = About(subject_id=device_id, detail=detail)
        work.audit(AuditAction.TABLET_NAMED, house.clock(), actor, about)
        work.commit()
    return said


def _require_new(others: Sequence[Row[Any]], name: str) -> None:
    if any((row.name or "").casefold() == name.casefold() for row in others):
        raise Conflict(
            say("Another device is called {name} already; nothing was saved", name=name),
            field="name",
            allowed=say("a name of its own"),
        )


def names(look: Reading) -> Mapping[str, tuple[str, int]]:
    """Each device's name, empty where nobody gave one, and its place in the order of devices."""
    there = enumerate(rows.all_devices(look), start=1)
    return {row.id: (row.name or "", place) for place, row in there}


def unsent_rows(look: Reading) -> UnsentRows:
    """What tablets said last, and what each is called; names only where one said something."""
    found = rows.with_unsent(look)
    return UnsentRows(found, names(look) if found else {})


def shown(
    found: UnsentRows, heads: Sequence[Row[Any]], actor: Actor, now: datetime
) -> tuple[TabletUnsent, ...]:
    """The tablets that said within a day that entries lie unsent on them, the oldest first."""
    chairs = {row.id: row.chair_label for row in heads}
    listed = [
        TabletUnsent(
            device_id=row.id,
            name=found.names[row.id][0],
            number=found.names[row.id][1],
            unsent=row.unsent,
            asking=row.asking,
            oldest_at=row.oldest_at,
            said_at=row.said_at,
            chairs=_in_chairs(row.unsent_in or {}, chairs),
            own=row.id == actor.device_id,
        )
        for row in found.said
        if now - row.said_at <= STANDS_FOR
    ]
    return tuple(sorted(listed, key=lambda one: (one.oldest_at, one.device_id)))


def _in_chairs(unsent: Mapping[str, int], chairs: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    counted: dict[str, int] = {}
    for session_id, count in unsent.items():
        if session_id in chairs:
            label = chairs[session_id]
            counted[label] = counted.get(label, 0) + count
    return tuple(sorted(counted.items(), key=lambda one: chair_order(one[0])))

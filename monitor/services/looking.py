"""Who looked at which record: written down, but never in the way of looking."""

from __future__ import annotations

from datetime import timedelta

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.errors import StoreUnavailable
from monitor.services.house import House
from monitor.store.work import About

WRITTEN_AGAIN_AFTER = timedelta(minutes=15)
"""A screen that refreshes by itself is one look, not hundreds."""


def note_look(house: House, actor: Actor, action: AuditAction, about: About) -> None:
    """Leave an audit entry for a look at a record, once in a while for the same person.

    In a full or busy database the look is not written down: an emergency must be readable.
    """
    now = house.clock()
    look = (
        actor.clinic_id,
        actor.person_id,
        actor.device_id or actor.token_id or "",
        action.value,
        about.session_id or about.subject_id or "",
        actor.emergency.id if actor.emergency is not None else "",
    )
    if not house.memory.is_new_look(look, now, WRITTEN_AGAIN_AFTER):
        return
    try:
        with house.writing(actor.clinic_id) as work:
            work.audit(action, now, actor, about)
            work.commit(changes=False)
    except StoreUnavailable:
        return

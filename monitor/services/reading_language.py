"""The language that a person reads."""

from __future__ import annotations

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.errors import BadInput
from monitor.language.catalogue import languages
from monitor.language.said import say
from monitor.services.house import House
from monitor.store import people as rows
from monitor.store.work import About


def choose_language(house: House, actor: Actor, language: str) -> str:
    """Keep the language that the actor wants to read; answers it."""
    permit(actor, Permission.CHOOSE_LANGUAGE)
    if language not in languages():
        message = say("There is no such language here; nothing was saved")
        raise BadInput(message, field="language", allowed=", ".join(languages()))
    now = house.clock()
    with house.writing(actor.clinic_id) as work:
        rows.set_language(work, actor.person_id, language)
        about = About(subject_id=actor.person_id, detail={"language": language})
        work.audit(AuditAction.LANGUAGE_CHOSEN, now, actor, about)
        work.commit(changes=False)
    return language

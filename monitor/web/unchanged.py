"""What a drawing for one reader depends on besides its own question."""

from __future__ import annotations

from typing import Any

from monitor.access.actor import Actor
from monitor.language.reader import reader
from monitor.services.changes import version
from monitor.services.house import House


def reader_key(around: House, who: Actor, until: str) -> tuple[Any, ...]:
    """Who reads, with which rights, in which language, of which version of the clinic.

    ``until`` is how finely the clock is looked at, as for strftime: a drawing lasts no longer, so
    that the ages in it are no older and a look that goes on is written down again.
    """
    rights = (*sorted(who.roles), "|", *sorted(who.only or ()), who.only is None)
    clinic = (who.clinic_id, who.person_id, version(around, who))
    return (str(around.engine.url), *clinic, rights, reader(), f"{around.clock():{until}}")

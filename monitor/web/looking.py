"""One look at one session: what the patient screens draw from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b

from monitor.access.actor import Actor
from monitor.services.changes import version as read_version
from monitor.services.house import House
from monitor.services.people import read_clinic
from monitor.services.sessions import read_session
from monitor.services.views import SessionView
from monitor.services.watch import read_watch
from monitor.services.watch_views import Watch


@dataclass(frozen=True, slots=True)
class Looked:
    """A session as read for one look at it, with the clinic's zone and version and the instant.

    ``may_override`` is false where the clinic has taken that right from the one who looks.
    """

    view: SessionView
    zone: str
    now: datetime
    version: int = 0
    watch: Watch = field(default_factory=Watch)
    may_override: bool = True

    @property
    def clock(self) -> datetime:
        """Now, or the instant the patient left."""
        state = self.view.state
        return self.now if state.discharged_to is None else state.clock

    def told(self) -> str:
        """What the record says: it differs when anything was entered or signed in this session.

        Or when another patient, chair or dose is meant, or one of them is written differently.
        """
        view, state = self.view, self.view.state
        head = blake2b(repr(view.head).encode(), digest_size=8).hexdigest()
        counts = f"{view.version} {len(view.entries)} {len(view.notes)} {len(view.signatures)}"
        lapsed = "".join("x" if one.lapsed else "-" for one in view.signatures)
        rungs = "".join(climb.rung.value for climb in view.running.climbs)
        duty = self.watch.duty.phone if self.watch.duty else ""
        return f"{head} {counts} {lapsed} {state.met} {state.changes_at} {rungs} {duty}"


def look(house: House, actor: Actor, session_id: str) -> Looked:
    """Read one session with the clinic's zone."""
    # The version is read first: what changes in between makes the screen ask once more.
    version = read_version(house, actor)
    view = read_session(house, actor, session_id)
    zone, watch = read_clinic(house, actor).zone, read_watch(house, actor)
    return Looked(view, zone, house.clock(), version, watch)


def look_at(
    house: House, actor: Actor, looked: Looked, at: datetime, device_id: str | None = None
) -> Looked:
    """The session as it was known at a past instant, to the server or on one device."""
    view = read_session(house, actor, looked.view.head.id, at, device_id)
    return replace(looked, view=view, now=at)


def look_back(house: House, actor: Actor, looked: Looked) -> Looked:
    """The session as it was known at the instant it ended."""
    closed = looked.view.head.closed_at
    if closed is None:
        return looked
    view = read_session(house, actor, looked.view.head.id, closed)
    return Looked(view, looked.zone, looked.now, looked.version, looked.watch)

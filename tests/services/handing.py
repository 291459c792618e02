"""Handovers as the tests give and receive them."""

from __future__ import annotations

from dataclasses import replace

from monitor.access.actor import Actor
from monitor.services import handover, watch
from monitor.services.handover_views import ChairGiven, HandoverView, NewHandover
from tests.people import PINS, Cast


def watched(cast: Cast, who: Actor | None = None) -> str:
    """A session whose chair a nurse (the first one) watches over."""
    session_id = cast.start().head.id
    watch.take_chairs(cast.house, who or cast.nurse, [cast.chair.id])
    return session_id


def asked(cast: Cast, who: Actor | None = None) -> NewHandover:
    """All chairs of a nurse, as shown to her now, to the second nurse."""
    desk = handover.read_desk(cast.house, who or cast.nurse)
    chairs = tuple(ChairGiven(one.chair_id, desk.marks[one.chair_id]) for one in desk.chairs)
    return NewHandover(cast.nurse_too.person_id, "shift", chairs)


def given(cast: Cast, **other: object) -> HandoverView:
    """The first nurse has signed; the second one has not."""
    new = replace(asked(cast), **other)  # type: ignore[arg-type]
    return handover.give(cast.house, cast.nurse, new, PINS["nurse"])


def marks(cast: Cast, handover_id: str) -> dict[str, str]:
    """What the second nurse is shown now."""
    view = handover.read_handover(cast.house, cast.nurse_too, handover_id)
    return {one.chair_id: one.seen for one in view.chairs}


def received(cast: Cast, handover_id: str) -> HandoverView:
    """The second nurse reads and signs on her own tablet."""
    seen = marks(cast, handover_id)
    return handover.receive(cast.house, cast.nurse_too, handover_id, PINS["nurse_too"], seen)

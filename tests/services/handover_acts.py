"""One call of every use case of handover, as a person might make it."""

from __future__ import annotations

from collections.abc import Callable

from monitor.access.actor import Actor
from monitor.services import handover, watch
from tests.people import PINS, Cast
from tests.services.handing import asked, given, marks

PIN_OF_THE_STRANGER = "9517"


Act = Callable[[Cast, Actor, str], object]


def _given(act: Act) -> Act:
    def with_handover(cast: Cast, who: Actor, _session_id: str) -> object:
        watch_it(cast)
        return act(cast, who, given(cast).head.id)

    return with_handover


def watch_it(cast: Cast) -> None:
    """The session of the test has started; the first nurse takes its chair."""
    watch.take_chairs(cast.house, cast.nurse, [cast.chair.id])


def _pin(cast: Cast, who: Actor) -> str:
    named = (name for name in PINS if getattr(cast, name).person_id == who.person_id)
    return PINS.get(next(named, ""), PIN_OF_THE_STRANGER)


def _give(cast: Cast, who: Actor, _session_id: str) -> object:
    watch_it(cast)
    return handover.give(cast.house, who, asked(cast), _pin(cast, who))


def _receive(cast: Cast, who: Actor, handover_id: str) -> object:
    seen = marks(cast, handover_id)
    return handover.receive(cast.house, who, handover_id, PINS["nurse_too"], seen)


READING: dict[str, Act] = {
    "handover.read_desk": lambda c, who, _s: handover.read_desk(c.house, who),
    "handover.list_handovers": lambda c, who, _s: handover.list_handovers(c.house, who),
}
READING_ONE: dict[str, Act] = {
    "handover.read_handover": _given(lambda c, who, one: handover.read_handover(c.house, who, one)),
}
BY_NURSES: dict[str, Act] = {
    "handover.give": _give,
    "handover.receive": _given(_receive),
    "handover.withdraw": _given(lambda c, who, one: handover.withdraw(c.house, who, one)),
}

"""The invented nurses' breaks: chairs go to a colleague and come back, each time signed by both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.access.actor import Actor
from monitor.demo.acts import minutes
from monitor.demo.scene import BreakTold
from monitor.demo.stage import Stage
from monitor.services import handover
from monitor.services.handover_views import BREAK, ChairGiven, NewHandover

READ_FOR = timedelta(seconds=70)


@dataclass
class _Handing:
    """One break while it is played: the handover that stands now."""

    stage: Stage
    told: BreakTold
    giver: Actor
    receiver: Actor
    handover_id: str = ""

    def go(self) -> None:
        """The chairs that she answers for are given to her colleague."""
        self._give(self.giver, self.receiver, self.told.notes)

    def come_back(self) -> None:
        """The same chairs are given back."""
        self._give(self.receiver, self.giver, {}, self.handover_id)

    def take(self, receiver: Actor) -> None:
        """The other one has read it, and signs."""
        house, pin = self.stage.house, self.stage.pins[receiver.person_id]
        view = handover.read_handover(house, receiver, self.handover_id)
        seen = {one.chair_id: one.seen for one in view.chairs}
        handover.receive(house, receiver, self.handover_id, pin, seen)

    def _give(
        self, giver: Actor, receiver: Actor, notes: Mapping[str, str], back: str | None = None
    ) -> None:
        house, pin = self.stage.house, self.stage.pins[giver.person_id]
        desk = handover.read_desk(house, giver, back)
        gone = desk.takes_back.chairs if desk.takes_back else [one.chair for one in desk.chairs]
        chairs = tuple(
            ChairGiven(one.chair_id, desk.marks[one.chair_id], notes.get(one.chair, ""))
            for one in desk.chairs
            if one.chair in gone
        )
        new = NewHandover(receiver.person_id, BREAK, chairs, takes_back_id=back)
        self.handover_id = handover.give(house, giver, new, pin).head.id


def break_of(
    stage: Stage, told: BreakTold, now: datetime
) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """What is done in a break, in order, each with its instant."""
    named = {nurse.name: nurse for nurse in stage.nurses}
    one = _Handing(stage, told, named[told.giver], named[told.receiver])
    went, back = now - minutes(told.went_min_ago), now - minutes(told.back_min_ago)
    yield went, one.go
    yield went + READ_FOR, lambda: one.take(one.receiver)
    yield back, one.come_back
    yield back + READ_FOR, lambda: one.take(one.giver)

"""What is asked when a handover is given, held against the room as it stands."""

from __future__ import annotations

from typing import Any

from monitor.access.actor import Actor
from monitor.errors import BadInput, ChangedSinceShown, Conflict, NotFound
from monitor.language.said import say
from monitor.services.handover_reading import Room, heads_of, is_received, nurses_of, row_of
from monitor.services.handover_shown import keep, mark
from monitor.services.handover_views import BREAK, SHIFT, ChairGiven, ChairNow, NewHandover
from monitor.services.wording import LONGEST_REASON
from monitor.store.work import Reading

REASONS = (SHIFT, BREAK)


def ask_given(look: Reading, actor: Actor, new: NewHandover, room: Room) -> list[dict[str, Any]]:
    """The rows of the chairs to hand over; refuses what cannot be."""
    _check_people(look, actor, new)
    if new.reason not in REASONS:
        raise BadInput(
            say("Why it is handed over is not said; nothing was signed"),
            field="reason",
            allowed=", ".join(REASONS),
        )
    if not new.chairs or len({one.chair_id for one in new.chairs}) < len(new.chairs):
        raise BadInput(
            say("No chair was chosen, or one twice; nothing was signed"),
            field="chairs",
            allowed=say("each of your chairs once"),
        )
    if new.unsent:
        raise Conflict(
            say("Entries of these chairs are still on the tablet; nothing was signed"),
            field="unsent",
            allowed=say("once they are sent, or taken off the list of unsent entries"),
        )
    _check_back(look, actor, new)
    return [_chair(actor, one, room) for one in new.chairs]


def _check_people(look: Reading, actor: Actor, new: NewHandover) -> None:
    if new.receiver_id == actor.person_id:
        raise BadInput(
            say("Nobody hands over to herself; nothing was signed"),
            field="receiver_id",
            allowed=say("another nurse of the clinic"),
        )
    if new.receiver_id not in nurses_of(look):
        raise NotFound(
            say("There is no such nurse with a PIN in this clinic; nothing was signed"),
            field="receiver_id",
        )


def _check_back(look: Reading, actor: Actor, new: NewHandover) -> None:
    if new.takes_back_id is None:
        return
    (head,) = heads_of(look, [row_of(look, new.takes_back_id)])
    if not is_received(head) or head.receiver_id != actor.person_id:
        raise Conflict(
            say("You did not receive that handover; nothing was signed"),
            field="takes_back_id",
            allowed=say("a handover that you received"),
        )


def _chair(actor: Actor, given: ChairGiven, room: Room) -> dict[str, Any]:
    chair = room.chair(given.chair_id)
    if chair.responsible_id != actor.person_id:
        raise Conflict(
            say("You do not watch over chair {chair}; nothing was signed", chair=chair.chair),
            field="chairs",
            allowed=say("chairs that you watch over"),
        )
    if waiting := room.watch.handovers.get(given.chair_id):
        raise Conflict(
            say(
                "Chair {chair} waits in a handover from {giver} to {receiver}; nothing was signed",
                chair=chair.chair,
                giver=waiting.giver,
                receiver=waiting.receiver,
            ),
            field="chairs",
            allowed=say("withdraw that one first"),
        )
    if mark(chair) != given.seen:
        raise ChangedSinceShown(
            say("Chair {chair} has changed since it was shown; nothing was signed",
                chair=chair.chair),
            field="seen",
            allowed=say("read it again, then sign"),
        )  # fmt: skip
    return _row(chair, given)


def _row(chair: ChairNow, given: ChairGiven) -> dict[str, Any]:
    note = "\n".join(line.strip() for line in given.note.strip().splitlines())
    if len(note) > LONGEST_REASON or not note.replace("\n", " ").isprintable():
        raise BadInput(
            say("The note of chair {chair} is too long or unreadable; nothing was signed",
                chair=chair.chair),
            field="note",
            allowed=say("up to {longest} printable characters", longest=LONGEST_REASON),
        )  # fmt: skip
    return {
        "chair_id": chair.chair_id,
        "session_id": chair.session.session_id if chair.session else None,
        "note": note,
        "shown": keep(chair),
    }

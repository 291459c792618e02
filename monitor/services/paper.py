"""Copying a row from paper: what was measured and given while the screens were away.

A row goes the way of every entry, under a key of its own, all of it or none. Who measured it is
kept beside it. What is unlikely, or there already, is asked back once, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, permit
from monitor.clinical.event import Event
from monitor.clinical.limits import ENTRY_LIMITS, USUAL_PULSE_PRESSURE_MMHG
from monitor.clinical.running_kinds import DETAILS, FROM_PAPER, SPEAKS_OF
from monitor.clinical.terms import FIELDS, term
from monitor.clinical.versions import facts_at
from monitor.errors import AskedBack, BadInput, InvalidEvent
from monitor.language.said import Said, say, say_list
from monitor.services.entries import Entry
from monitor.services.house import House
from monitor.services.memory import Record
from monitor.services.recording import Sent, keep
from monitor.services.views import Receipt
from monitor.services.wording import plain
from monitor.store import clinics
from monitor.store import sessions as heads
from monitor.store.work import Writing

BEFORE_START, OUT_OF_ORDER, RECORDED = "before_start", "out_of_order", "recorded_already"
MOST_IN_A_ROW = 20
LONGEST_MEASURED_BY = 80
WHAT = {
    "vitals": say("vital signs"),
    "side_effects": say("side effects"),
    "consciousness": say("alertness"),
    "red_flags": say("red flags"),
    "mobility": say("a walk test"),
    "medication": say("a medicine"),
    "dose_given": say("a dose"),
}
"""What a line can hold, by its kind."""
_NEVER_DOUBTED = frozenset({"oxygen_l_min"})
"""That oxygen was given is written down, not mistyped."""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One line of a sheet: when, who was there, and what was written in it.

    ``events`` are bodies as in a case file, without their instant. ``recorded_at`` is when it was
    typed, ``above_at`` the instant of the line above it on the sheet. ``confirmed`` names the
    questions that were answered with yes.
    """

    at: datetime
    measured_by: str
    events: Sequence[Mapping[str, object]]
    recorded_at: datetime | None = None
    above_at: datetime | None = None
    confirmed: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked back before a row is kept."""

    id: str
    words: Said


def copy_row(house: House, actor: Actor, session_id: str, key: str, row: PaperRow) -> Receipt:
    """Keep one row of a sheet, all of it or none; the same key never keeps it twice.

    The time on paper was read from a wall: however wrong the tablet's clock is, nothing is taken
    off. Raises InvalidEvent for what cannot be, naming the bounds; SessionClosed for what was
    measured after the end; AskedBack for what must be confirmed first.
    """
    permit(actor, Permission.RECORD_EVENTS)
    bodies = _bodies(row, key)

    def ask(work: Writing, head: Row[Any], record: Record, entries: Sequence[Entry]) -> None:
        asked = _Asking(work, head, record, row, [entry.event for entry in entries])
        _ask_back([one for one in asked.questions() if one.id not in row.confirmed])

    try:
        return keep(Sent(session_id, key, bodies), house, actor, ask)
    except InvalidEvent as error:
        # Which of the row's events it was says nothing to whoever wrote a row.
        raise InvalidEvent(error.message, field=error.field, allowed=error.allowed) from None


def _bodies(row: PaperRow, key: str) -> list[Mapping[str, object]]:
    """The bodies with their ids, made from the key so that the same row is the same again."""
    if not 1 <= len(row.events) <= MOST_IN_A_ROW:
        raise BadInput(
            say("The row says nothing, or too much; nothing was saved"),
            field="events",
            allowed=say("1 to {most} events", most=MOST_IN_A_ROW),
        )
    measured_by = plain(row.measured_by, "measured_by", LONGEST_MEASURED_BY)
    times = {"at": row.at.isoformat()}
    if row.recorded_at is not None:
        times["recorded_at"] = row.recorded_at.isoformat()
    told: list[Mapping[str, object]] = []
    given = ""
    for place, body in enumerate(row.events):
        own = {**body, **times, "id": _id(key, place)}
        if body.get("kind") == DETAILS and given:
            # Whoever copies cannot know the id of the medicine beside it.
            own.setdefault("target", given)
        elif body.get("kind") in SPEAKS_OF[DETAILS]:
            given = _id(key, place)
        told.append(own)
    return [*told, *_provenance(row, key, times, measured_by)]


def _provenance(
    row: PaperRow, key: str, times: Mapping[str, str], measured_by: str
) -> Iterator[Mapping[str, object]]:
    """Who measured it, beside each event that can be told apart by it."""
    for place, body in enumerate(row.events):
        if body.get("kind") in SPEAKS_OF[FROM_PAPER]:
            yield {
                "kind": FROM_PAPER,
                **times,
                "id": _id(key, len(row.events) + place),
                "target": _id(key, place),
                "measured_by": measured_by,
            }


def _id(key: str, place: int) -> str:
    return str(uuid5(NAMESPACE_URL, f"{key}/{place}"))


def _ask_back(questions: Sequence[Question]) -> None:
    if questions:
        raise AskedBack(
            say_list([one.words for one in questions], " "),
            field="confirmed",
            allowed=", ".join(dict.fromkeys(one.id for one in questions)),
        )


@dataclass(frozen=True, slots=True)
class _Asking:
    """A row against what stands in the record already."""

    work: Writing
    head: Row[Any]
    record: Record
    row: PaperRow
    new: Sequence[Event]

    def questions(self) -> Iterator[Question]:
        """Everything to be asked of the row, times first."""
        at = self.new[0].at
        head = heads.head(self.work, self.head.id)
        assert head is not None
        if at < head.started_at:
            words = say(
                "{time} is before the session was started at {started}.",
                time=self._clock(at),
                started=self._clock(head.started_at),
            )
            yield Question(BEFORE_START, words)
        above = self.row.above_at
        if above is not None and at < above:
            words = say(
                "{time} is earlier than the row above it, {above}.",
                time=self._clock(at),
                above=self._clock(above),
            )
            yield Question(OUT_OF_ORDER, words)
        yield from self._recorded()
        for event in self.new:
            yield from _unlikely(event)

    def _recorded(self) -> Iterator[Question]:
        """What of the same kind stands at the same minute of the clock."""
        entered = {entry.event.id: entry.person_name for entry in self.record.entries}
        counting, _ = facts_at(self.record.events, self.new[-1].recorded_at)
        found: dict[str, list[str]] = {}
        for event in self.new:
            for fact in counting:
                if fact.kind == event.kind and _minute(fact.at) == _minute(event.at):
                    name = entered.get(fact.event.id, "")
                    found.setdefault(name, []).append(_name(event.kind))
        for name, kinds in found.items():
            words = say(
                "{name} has recorded {what} at {time} already.",
                name=name,
                what=say_list(dict.fromkeys(kinds)),
                time=self._clock(self.new[0].at),
            )
            yield Question(RECORDED, words)

    def _clock(self, at: datetime) -> str:
        zone = ZoneInfo(clinics.the_clinic(self.work).zone)
        return f"{at.astimezone(zone):%H:%M}"


def _name(code: str) -> str:
    return WHAT.get(code) or FIELDS.get(code) or term(code)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _unlikely(event: Event) -> Iterator[Question]:
    """Values that are rare enough to be a slip of the pen or of the finger."""
    for name, limits in ENTRY_LIMITS.items():
        value = event.fields.get(name)
        if name in _NEVER_DOUBTED or not isinstance(value, int | float):
            continue
        if not limits.usual_lowest <= value <= limits.usual_highest:
            words = say(
                "{name} {value}: the usual is {low} to {high}.",
                name=_name(name),
                value=value,
                low=limits.usual_lowest,
                high=limits.usual_highest,
            )
            yield Question(name, words)
    yield from _pulse_pressure(event)


def _pulse_pressure(event: Event) -> Iterator[Question]:
    systolic, diastolic = event.fields.get("systolic_mmhg"), event.fields.get("diastolic_mmhg")
    if not isinstance(systolic, int) or not isinstance(diastolic, int):
        return
    low, high = USUAL_PULSE_PRESSURE_MMHG
    if not low <= systolic - diastolic <= high:
        words = say(
            "{systolic}/{diastolic} lie {apart} mmHg apart: the usual is {low} to {high}.",
            systolic=systolic,
            diastolic=diastolic,
            apart=systolic - diastolic,
            low=low,
            high=high,
        )
        yield Question("pulse_pressure_mmhg", words)

"""Trying a protocol with other numbers on every past session; nothing of the record is changed.

The work is done in processes of its own, so that the room notices nothing of it; one at a time for
a clinic, kept in memory until the next or until the program ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from os import cpu_count
from threading import Event as Flag
from threading import Lock, Thread
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.analytics.back_test import Outcome, Past, told
from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_changes import bounds_of, every_difference, with_numbers
from monitor.clinical.protocol_reading import read_protocol
from monitor.errors import BadInput, Conflict, NotFound
from monitor.language.said import say
from monitor.services.back_test_views import (
    BackTestStand,
    NewBackTest,
    ProtocolNumber,
    TriedSession,
)
from monitor.services.back_test_work import answers, workforce
from monitor.services.entries import read_record
from monitor.services.folding import facts_known_at
from monitor.services.house import House
from monitor.services.looking import note_look
from monitor.services.protocols_in_force import in_force, text_in_force, version_text
from monitor.store import back_tests as rows
from monitor.store import clinics, protocol_texts
from monitor.store.work import About, Reading

AT_ONCE = 20
"""Sessions that travel to a process together; each is some ten kilobytes."""

LAST_SECONDS_S = 5.0
Tell = Callable[[int, int], None]
log = structlog.get_logger(__name__)


@dataclass
class BackTests:
    """The latest back-test of each clinic."""

    stands: dict[str, BackTestStand] = field(default_factory=dict)
    flags: dict[str, Flag] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


_running = BackTests()


def list_numbers(house: House, actor: Actor, protocol_id: str) -> tuple[ProtocolNumber, ...]:
    """Every number of a protocol with unit, bounds and source, in the order of its file."""
    permit(actor, Permission.TRY_PROTOCOL)
    with house.reading(actor.clinic_id) as look:
        protocol = in_force(house, look, protocol_id)
    return numbers_of(protocol)


def numbers_of(protocol: Protocol) -> tuple[ProtocolNumber, ...]:
    """The same of a protocol that was read."""
    return tuple(
        ProtocolNumber(
            one.path, one.value, bounds_of(one), one.source, protocol.sources[one.source]
        )
        for one in protocol.quantities
    )


def run_back_test(  # noqa: PLR0913, PLR0917  (what it is told, whom it tells, what stops it)
    house: House,
    actor: Actor,
    asked: NewBackTest,
    tell: Tell,
    stop: Flag,
    workers: int | None = None,
) -> BackTestStand:
    """Try it now; answers when it is done or when ``stop`` is set. ``workers`` 0 is this process.

    Raises BadInput for a period that ends before it starts, numbers that are none of the protocol's
    or contradict each other, and a protocol that no session of the period was on.
    """
    permit(actor, Permission.TRY_PROTOCOL)
    stand = _prepared(house, actor, asked)
    note_look(house, actor, AuditAction.PROTOCOL_TRIED, About(subject_id=asked.protocol_id))
    return _tried(house, actor, stand, tell, stop, _of_this_machine(workers))


def begin_back_test(
    house: House, actor: Actor, asked: NewBackTest, workers: int | None = None
) -> BackTestStand:
    """Begin it beside everything else; ``read_back_test`` says how far it is."""
    permit(actor, Permission.TRY_PROTOCOL)
    stand, stop = _prepared(house, actor, asked), Flag()
    with _running.lock:
        now = _running.stands.get(actor.clinic_id)
        if now is not None and now.is_running:
            raise Conflict(
                say("A back-test is running already; nothing new was begun"),
                allowed=say("stop that one, or wait for it"),
            )
        _running.stands[actor.clinic_id], _running.flags[actor.clinic_id] = stand, stop
    note_look(house, actor, AuditAction.PROTOCOL_TRIED, About(subject_id=asked.protocol_id))
    told_to = (house, actor, stand, stop, _of_this_machine(workers))
    thread = Thread(target=_in_background, args=told_to, daemon=True)
    _running.threads[actor.clinic_id] = thread
    thread.start()
    return stand


def read_back_test(house: House, actor: Actor) -> BackTestStand | None:
    """How the clinic's latest back-test stands; None where there was none."""
    permit(actor, Permission.TRY_PROTOCOL)
    stand = latest_stand(actor)
    note_look(house, actor, AuditAction.BACK_TEST_READ, About())
    return stand


def latest_stand(actor: Actor) -> BackTestStand | None:
    """The same inside another use case."""
    return _running.stands.get(actor.clinic_id)


def stop_back_test(house: House, actor: Actor) -> BackTestStand:
    """Stop the one that runs; what it has found so far is thrown away."""
    permit(actor, Permission.TRY_PROTOCOL)
    stand = latest_stand(actor)
    note_look(house, actor, AuditAction.BACK_TEST_READ, About())
    if stand is None:
        raise NotFound(say("No back-test is running"))
    _running.flags[actor.clinic_id].set()
    return stand


def end_back_tests(within_s: float = LAST_SECONDS_S) -> None:
    """Stop what runs, and wait until it has let go of the database; for the program's end."""
    for flag in tuple(_running.flags.values()):
        flag.set()
    for thread in tuple(_running.threads.values()):
        if thread.ident is not None:
            thread.join(within_s)


def _of_this_machine(workers: int | None) -> int:
    """As many processes as there are processors; 0 is none beside this one."""
    return (cpu_count() or 1) if workers is None else workers


def _prepared(house: House, actor: Actor, asked: NewBackTest) -> BackTestStand:
    """Everything that can be refused is refused here, before anything is begun."""
    with house.reading(actor.clinic_id) as look:
        before = in_force(house, look, asked.protocol_id)
        text = text_in_force(house, look, before.id)
        base = _base(house, look, asked) or text
    other = with_numbers(base, before.id, asked.numbers)
    changed = every_difference(before, read_protocol(other, before.id))
    if not changed:
        raise BadInput(
            say("No number is different from the protocol in force"),
            field="numbers",
            allowed=say("at least one other number"),
        )
    if asked.from_day and asked.to_day and asked.to_day < asked.from_day:
        raise BadInput(
            say("The period ends before it starts"),
            field="to_day",
            allowed=say("a day on or after the first one"),
        )
    of = len(_heads(house, actor, asked))
    if of == 0:
        raise BadInput(
            say("No session that is over was on this protocol in this period"),
            field="protocol_id",
            allowed=say("a protocol and a period with sessions"),
        )
    stand = BackTestStand(str(uuid4()), asked, changed, actor.name, house.clock(), 0, of)
    return replace(stand, texts=(text, other))


def _base(house: House, look: Reading, asked: NewBackTest) -> str:
    """The text that the numbers are put into; empty for the version in force."""
    if asked.draft is not None:
        kept = protocol_texts.draft(look, asked.protocol_id, asked.draft)
        if kept is None or kept.text is None:
            raise NotFound(say("There is no such draft in this clinic"), field="draft")
        return str(kept.text)
    return (
        "" if asked.version is None else version_text(house, look, asked.protocol_id, asked.version)
    )


def _heads(house: House, actor: Actor, asked: NewBackTest) -> Sequence[Row[Any]]:
    with house.reading(actor.clinic_id) as look:
        zone = ZoneInfo(clinics.the_clinic(look).zone)
        found = rows.past_sessions(look, asked.protocol_id)
    return [row for row in found if _is_in(row.started_at.astimezone(zone).date(), asked)]


def _is_in(day: date, asked: NewBackTest) -> bool:
    return (asked.from_day or day) <= day <= (asked.to_day or day)


def _in_background(
    house: House, actor: Actor, stand: BackTestStand, stop: Flag, workers: int
) -> None:
    def tell(done: int, of: int) -> None:
        with _running.lock:
            _running.stands[actor.clinic_id] = replace(stand, done=done, of=of)

    try:
        ended = _tried(house, actor, stand, tell, stop, workers)
    except Exception:
        log.exception("back_test_failed", back_test=stand.id)
        ended = replace(stand, failed=stand.id)
    with _running.lock:
        _running.stands[actor.clinic_id] = ended


def _tried(  # noqa: PLR0913, PLR0917
    house: House, actor: Actor, stand: BackTestStand, tell: Tell, stop: Flag, workers: int
) -> BackTestStand:
    heads = _heads(house, actor, stand.asked)
    outcomes: list[Outcome] = []
    with workforce(workers) as pool:
        batches = _batches(house, actor, heads)
        for batch in answers(pool, batches, stand.asked.protocol_id, stand.texts):
            if stop.is_set():
                return replace(stand, done=len(outcomes), stopped=True)
            outcomes += batch
            tell(len(outcomes), len(heads))
    found = told(outcomes)
    named = {one.session_id for one in found.outcomes}
    sessions = {
        row.id: TriedSession(row.id, row.patient_name, row.started_at)
        for row in heads
        if row.id in named
    }
    return replace(stand, done=len(outcomes), of=len(heads), found=found, sessions=sessions)


def _batches(house: House, actor: Actor, heads: Sequence[Row[Any]]) -> Iterator[list[Past]]:
    for start in range(0, len(heads), AT_ONCE):
        with house.reading(actor.clinic_id) as look:
            batch = [
                Past(
                    row.id,
                    facts_known_at(look, row, row.closed_at),
                    read_record(look, row.id, None).events,
                    row.closed_at,
                )
                for row in heads[start : start + AT_ONCE]
            ]
        yield batch  # the database is let go of while the batch waits for a process

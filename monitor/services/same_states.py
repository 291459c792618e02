"""Whether two databases tell the same of every session, at several instants of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Engine

from monitor.errors import StoreUnavailable
from monitor.services.folding import head_row, record_of, view_at
from monitor.services.house import House
from monitor.services.memory import SessionMemory
from monitor.services.views import SessionView
from monitor.store.contents import Progress, silent
from monitor.store.door import every_session

_JUST_AFTER = timedelta(seconds=1)
_LATER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class StatesCompared:
    """How many sessions were compared, and how many states of them."""

    sessions: int
    states: int


def compare_states(
    house: House, one: Engine, other: Engine, progress: Progress = silent
) -> StatesCompared:
    """Fold every session of every clinic out of both; raises StoreUnavailable at a difference."""
    here, there = _on(house, one), _on(house, other)
    named, told = every_session(one), 0
    if named != every_session(other):
        raise StoreUnavailable("The two databases do not hold the same sessions")
    for done, (clinic_id, session_id) in enumerate(named):
        progress("comparing sessions", done, len(named))
        told += _compare(here, there, clinic_id, session_id)
    progress("comparing sessions", len(named), len(named))
    return StatesCompared(len(named), told)


def _compare(here: House, there: House, clinic_id: str, session_id: str) -> int:
    told = 0
    pairs = zip(
        states_of(here, clinic_id, session_id),
        states_of(there, clinic_id, session_id),
        strict=True,
    )
    for ours, theirs in pairs:
        if ours != theirs:
            raise StoreUnavailable(f"The session {session_id} is not told alike by both databases")
        told += 1
    return told


def states_of(
    house: House, clinic_id: str, session_id: str
) -> Iterator[tuple[datetime, SessionView]]:
    """A session as it was known at its start, between, at its last entry and later."""
    with house.reading(clinic_id) as look:
        row = head_row(look, session_id)
        record = record_of(house, look, row)
        for at in _instants([entry.received_at for entry in record.entries], row.started_at):
            yield at, view_at(house, look, row, at)


def _instants(received: Sequence[datetime], started_at: datetime) -> list[datetime]:
    """The start, each quarter of the entries, just after the last of them, and an hour later."""
    moments = sorted({started_at, *received})
    quarters = {moments[len(moments) * part // 4] for part in range(4)}
    return sorted({*quarters, moments[-1] + _JUST_AFTER, moments[-1] + _LATER})


def _on(house: House, engine: Engine) -> House:
    return replace(house, engine=engine, memory=SessionMemory())

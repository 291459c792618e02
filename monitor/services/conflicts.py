"""What a tablet could not know when something was entered on it: held back, or asked afterwards.

Held back, and kept only once somebody says so: what may belong to another patient, and what would
silently overwrite a colleague's correction. Kept, and asked about afterwards: what stands beside
another entry, and a time that two clocks see differently. An urgent value never waits for an
answer that would only say whether it was entered twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.clinical.kinds import CORRECTING_KINDS
from monitor.errors import ChairGivenAway, CorrectedMeanwhile
from monitor.language.said import say
from monitor.services.conflict_views import ENTERED_ELSEWHERE, TABLET_CLOCK, Ask, Seen
from monitor.services.entries import CHAIR_CHANGED, Entry
from monitor.services.folding import brief_row, record_of
from monitor.services.house import House
from monitor.services.memory import Record
from monitor.services.running_views import StoredEvent
from monitor.services.views import Receipt
from monitor.store import sessions as rows
from monitor.store.work import Writing

SAME_TIME = timedelta(minutes=5)
"""Two sets measured no further apart may be one set entered twice: half the shortest time that
the rules ask for between two sets that both count. This project's proposal."""

CLOCKS_DIFFER_FROM = timedelta(minutes=2)
"""From here the time that a tablet showed and the time that is kept are asked about."""

SET_KINDS = frozenset({"vitals", "side_effects", "consciousness", "red_flags"})


def hold_back(  # noqa: PLR0913, PLR0917  (who knew what, and what a check is asked with)
    seen: Seen,
    actor: Actor,
    work: Writing,
    row: Row[Any],
    record: Record,
    entries: Sequence[Entry],
) -> None:
    """Raise ChairGivenAway or CorrectedMeanwhile where somebody has to answer first."""
    if seen.chair_id is not None and ChairGivenAway.code not in seen.confirmed:
        _ask_chair(seen, work, row, record, entries)
    if seen.last_seq is not None and CorrectedMeanwhile.code not in seen.confirmed:
        _ask_corrections(seen.last_seq, actor, record, entries)


def _ask_chair(
    seen: Seen, work: Writing, row: Row[Any], record: Record, entries: Sequence[Entry]
) -> None:
    """Asked of what was measured while the patient was not in that chair, if another was since.

    Rather once too often than not at all: whoever came into it after the patient's return counts.
    """
    chair_id = str(seen.chair_id)
    for left_at, back_at in _away(seen, row, record):
        measured = (one.event.at for one in entries if one.event.kind not in CORRECTING_KINDS)
        if not any(left_at < at and (back_at is None or at < back_at) for at in measured):
            continue
        if rows.was_in_chair_since(work, chair_id, left_at, row.id):
            raise ChairGivenAway(
                say("The chair has been given to another patient meanwhile; it was not saved"),
                field="chair_id",
                allowed=say("once somebody says whose it is"),
            )


def _away(seen: Seen, row: Row[Any], record: Record) -> Iterator[tuple[datetime, datetime | None]]:
    """When the patient was out of the chair that the tablet knew, as far as it did not know it."""
    moves = [one.event for one in record.system if one.event.kind == CHAIR_CHANGED]
    for place, move in enumerate(moves):
        if move.fields.get("from_chair_id") != seen.chair_id:
            continue
        returns = (
            later.at for later in moves[place:] if later.fields.get("to_chair_id") == seen.chair_id
        )
        back_at = next(returns, None)
        is_news = seen.last_seq is None or move.position > seen.last_seq
        if back_at is None or is_news:
            yield move.at, back_at


def _ask_corrections(last_seq: int, actor: Actor, record: Record, entries: Sequence[Entry]) -> None:
    targets = {
        entry.event.fields.get("target")
        for entry in entries
        if entry.event.kind in CORRECTING_KINDS
    }
    if not targets:
        return
    for kept in (*record.entries, *record.system):
        is_new = kept.event.position > last_seq and kept.event.kind in CORRECTING_KINDS
        is_own = (kept.person_id, kept.device_id) == (actor.person_id, actor.device_id)
        if is_new and not is_own and kept.event.fields.get("target") in targets:
            raise CorrectedMeanwhile(
                say(
                    "{name} has corrected this entry meanwhile; it was not saved",
                    name=kept.person_name,
                ),
                field="target",
                allowed=say("once somebody says which of the two is right"),
            )


def asks_of(
    house: House, clinic_id: str, session_id: str, receipt: Receipt, seen: Seen
) -> tuple[Ask, ...]:
    """What is to be asked about entries that have been kept; the same whenever it is asked."""
    record = house.memory.record((clinic_id, session_id))
    if record is None or not _own(record, receipt):
        with house.reading(clinic_id) as look:
            record = record_of(house, look, brief_row(look, session_id))
    own = _own(record, receipt)
    asked = (_elsewhere(record, own, seen), _clock(own, seen))
    return tuple(ask for ask in asked if ask is not None)


def _own(record: Record, receipt: Receipt) -> tuple[StoredEvent, ...]:
    ids = set(receipt.event_ids)
    return tuple(kept for kept in record.entries if kept.event.id in ids)


def _elsewhere(record: Record, own: Sequence[StoredEvent], seen: Seen) -> Ask | None:
    sets = [kept for kept in own if kept.event.kind in SET_KINDS]
    if seen.last_seq is None or not sets:
        return None
    first = sets[0].event.position
    unknown = [kept for kept in record.entries if seen.last_seq < kept.event.position < first]
    struck = {
        kept.event.fields.get("target")
        for kept in record.entries
        if kept.event.kind == "entered_in_error"
    }
    found = tuple(
        kept for kept in unknown if kept.event.id not in struck and _is_beside(kept, sets)
    )
    return Ask(ENTERED_ELSEWHERE, found) if found else None


def _is_beside(other: StoredEvent, own: Sequence[StoredEvent]) -> bool:
    """Whether it says the same kind of thing of the same time, and comes from somewhere else."""
    return any(
        other.event.kind == kept.event.kind
        and abs(other.event.at - kept.event.at) <= SAME_TIME
        and (other.person_id, other.device_id) != (kept.person_id, kept.device_id)
        for kept in own
    )


def _clock(own: Sequence[StoredEvent], seen: Seen) -> Ask | None:
    """Asked where the clock that showed the time is not the clock by which it was kept."""
    if seen.skew is None or not own:
        return None
    kept = own[0]
    if kept.claimed_at is None:
        return None
    try:
        shown_at = kept.claimed_at + seen.skew
    except OverflowError:
        return None
    if abs(shown_at - kept.event.at) < CLOCKS_DIFFER_FROM:
        return None
    return Ask(TABLET_CLOCK, kept_at=kept.event.at, shown_at=shown_at)

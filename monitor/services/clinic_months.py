"""A clinic's closed sessions as one frame: whole months as they are kept, the rest by their lines.

A kept month counts while the closed sessions that began in it, the last entry of each, the patients
as known today and the way of summing up are those it was made from; else it is made anew. Months
that are not over yet, and those of which a session is still to be summed up, are not kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Row

from monitor.analytics.clinic import HEAD, sessions_frame
from monitor.analytics.clinic_columns import packed, unpacked, whole
from monitor.analytics.frames import pd
from monitor.services import summaries
from monitor.services.folding import facts_of
from monitor.services.summaries import (
    Summing,
    begins,
    closed_in_months,
    ends,
    facts_digest,
    made_from_digest,
    session_told,
)
from monitor.store import summaries as rows
from monitor.store.work import Reading

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Closed:
    """What the closed sessions of a time are made from, as it stands now.

    ``months`` has of each month of UTC its sessions with their last entries, ``facts`` of each
    patient what changes how readings are judged, ``labels`` what the chairs are called.
    """

    months: Mapping[str, Sequence[str]]
    facts: Mapping[str, str]
    labels: Mapping[str, str]

    def stamp(self) -> str:
        """What differs as soon as anything of this does."""
        made_from = [made_from_digest(said) for said in self.months.values()]
        parts = (made_from, sorted(self.facts.items()), sorted(self.labels.items()))
        return blake2b(repr(parts).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Framed:
    """The sessions of a time as a frame, and how many are not summed up yet."""

    frame: pd.DataFrame
    waiting: int


def closed_in(look: Reading, span: Span) -> Closed:
    """The closed sessions of every month that a time touches."""
    since, until = (at.astimezone(UTC) for at in span)
    facts = {row.id: facts_digest(facts_of(row)) for row in rows.patient_facts(look)}
    months = closed_in_months(look, f"{since:%Y-%m}", f"{until:%Y-%m}")
    return Closed(months, facts, rows.chair_labels(look))


def framed(look: Reading, closed: Closed, span: Span, summing: Summing) -> Framed:
    """The closed sessions that began in a time; what is to be kept of them is in ``summing``."""
    held = dict(_held(look, closed))
    loose: list[pd.DataFrame] = []
    waiting = 0
    for months, part in _missing(closed, held.keys(), span):
        found = _loose(look, closed.facts, part, summing)
        loose.append(found.frame)
        waiting += found.waiting
        _pack(closed, months, part, found.frame, summing)
    frame = whole(held.values(), loose)
    within = (frame["started"] >= span[0]) & (frame["started"] < span[1])
    frame = frame if within.all() else frame[within].reset_index(drop=True)
    frame["chair"] = frame["chair"].map(closed.labels).astype("str")
    return Framed(frame, waiting)


def _held(look: Reading, closed: Closed) -> Iterator[tuple[str, Any]]:
    """The columns of the kept months that would be made of the same today."""
    if not closed.months:
        return
    for row in rows.months_kept(look, min(closed.months), max(closed.months)):
        sessions = closed.months.get(row.month, ())
        same = row.made_from == made_from_digest(sessions)
        if same and row.facts.items() <= closed.facts.items():
            columns = unpacked(row.packed)
            if columns is not None:
                yield row.month, columns


def _missing(closed: Closed, held: Set[str], span: Span) -> Iterator[tuple[list[str], Span]]:
    """The months that are not kept, each run of them with its part of the time."""
    run: list[str] = []
    for month in [*closed.months, ""]:
        if month and month not in held:
            run.append(month)
        elif run:
            part = max(begins(run[0]), span[0]), min(ends(run[-1]), span[1])
            if part[0] < part[1]:
                yield run, part
            run = []


def _loose(look: Reading, facts: Mapping[str, str], part: Span, summing: Summing) -> Framed:
    """A part of the time by the lines of its sessions; some without one are summed up now."""
    kept = [
        row
        for row in rows.lines_between(look, *part, summaries.MADE_BY)
        if facts.get(row.patient_id) == row.facts
    ]
    heads = [tuple(row)[: len(HEAD)] for row in kept]
    texts = [row.line for row in kept]
    there = {row.id for row in kept}
    missing = [one for one in rows.closed_ids(look, *part) if one not in there]
    room = max(0, summing.at_most - len(summing.fresh))
    for head in rows.heads_by_id(look, missing[:room]):
        session_told(summing.house, look, head, {}, summing.house.clock(), summing)
        made = summing.fresh.get(head.id)
        if made is not None:
            heads.append(_head(head))
            texts.append(made["line"])
    lines = json.loads(f"[{','.join(texts)}]")  # one text: to read each alone takes twice as long
    return Framed(sessions_frame(heads, lines), max(0, len(missing) - room))


def _head(head: Row[Any]) -> tuple[Any, ...]:
    return (
        head.id,
        head.patient_id,
        head.chair_id,
        head.protocol_id,
        head.route,
        head.started_at,
        head.closed_at,
    )


def _pack(
    closed: Closed, months: Sequence[str], part: Span, frame: pd.DataFrame, summing: Summing
) -> None:
    """Have those months kept that are over, that lie within the time and that are whole."""
    now = summing.house.clock()
    began = frame["started"].dt.strftime("%Y-%m")
    for month in months:
        over = part[0] <= begins(month) and ends(month) <= part[1] and ends(month) <= now
        mine = frame[began == month] if over else frame
        if over and len(mine) == len(closed.months[month]):
            patients = mine["patient"].unique()
            summing.months[month] = {
                "made_from": made_from_digest(closed.months[month]),
                "facts": {patient: closed.facts[patient] for patient in patients},
                "packed": packed(mine),
            }

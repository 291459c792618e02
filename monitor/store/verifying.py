"""Verifies a whole database: every clinic's chain, and every row that a chain vouches for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, select

from monitor.store.chain_heads import KnownHead
from monitor.store.chain_walk import ChainWalk, Entry, Head
from monitor.store.covering import COVERED
from monitor.store.engine import one_instant
from monitor.store.erasures import Erasure, erasures_in
from monitor.store.findings import CHANGED, INSERTED, REMOVED, Fault
from monitor.store.following import rows_apart
from monitor.store.row_walk import RowWalk
from monitor.store.tables import audit_entries, clinics
from monitor.store.vouched import Vouched

Progress = Callable[[str, int, int], None]
"""Hears what is read, how much of it is done, and how much there is."""

_CLINICS = select(
    clinics.c.clinic_id, clinics.c.name, clinics.c.audit_seq, clinics.c.audit_hash
).order_by(clinics.c.clinic_id)


@dataclass(slots=True)
class Verdict:
    """What was found in one clinic."""

    clinic_id: str
    name: str
    entries: int = 0
    rows: int = 0
    uncovered: int = 0
    in_block: int = 0
    block_at: str | None = None
    heads: int = 0
    newest_head: int = 0
    erasures: list[Erasure] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def erased_since(self) -> list[Erasure]:
        """The erasures that no head outside knows of: somebody must say whether they are right."""
        return [one for one in self.erasures if self.heads and one.seq > self.newest_head]

    @property
    def first(self) -> Fault | None:
        """The first entry that is not as it was written."""
        return min(self.faults, key=lambda fault: fault.place, default=None)


def verify(
    engine: Engine,
    known: Sequence[KnownHead] = (),
    progress: Progress = lambda _what, _done, _all: None,
) -> list[Verdict]:
    """Walk everything, as it stood at one instant; the server may go on.

    ``known`` are heads written outside: an end that was cut off and a chain that was written anew
    are found by nothing else.
    """
    with one_instant(engine) as connection, _tolerant(connection):
        return verify_on(connection, known, progress)


def verify_on(
    connection: Connection,
    known: Sequence[KnownHead] = (),
    progress: Progress = lambda _what, _done, _all: None,
) -> list[Verdict]:
    """The same, in a transaction that has begun."""
    verdicts = [
        _clinic(connection, Head(row.clinic_id, row.audit_seq, row.audit_hash), row.name,
                known, progress)
        for row in connection.execute(_CLINICS).all()
    ]  # fmt: skip
    return [*verdicts, *_nobodys(connection, {each.clinic_id for each in verdicts}, known)]


def _clinic(
    connection: Connection, head: Head, name: str, known: Sequence[KnownHead], progress: Progress
) -> Verdict:
    verdict = Verdict(head.clinic_id, name)
    outside = {each.seq: each for each in known if each.clinic_id == head.clinic_id}
    verdict.heads, verdict.newest_head = len(outside), max(outside, default=0)
    verdict.erasures = erasures_in(connection, head.clinic_id)
    chain = ChainWalk(connection, head, verdict.erasures)
    verdict.faults += [
        Fault(head.clinic_id, "audit_entries", INSERTED, f"entry {it.seq}", it.seq, it.at, (),
              f"it is called an erasure, and {it.wrong}")
        for it in verdict.erasures if it.wrong
    ]  # fmt: skip
    with Vouched(verdict.erasures) as told:
        last_good, broken = 0, None
        for entry in chain.entries():
            told.take(entry)
            if not chain.length % 500:
                progress("entries", chain.length, head.seq)
            said = outside.pop(entry["seq"], None)
            if said is None or broken is not None:
                continue
            if said.hash == entry["hash"]:
                last_good = said.seq
            else:
                broken = _rewritten(entry, said, last_good)
        verdict.entries = chain.length
        verdict.block_at = told.sealed_at[1] if told.sealed_at else None
        verdict.faults += [each for each in (chain.fault, broken) if each is not None]
        verdict.faults += _beyond(head.clinic_id, outside)
        _rows(connection, verdict, chain, told, progress)
    return verdict


def _rows(
    connection: Connection, verdict: Verdict, chain: ChainWalk, told: Vouched, progress: Progress
) -> None:
    total = told.number
    walk = RowWalk(connection, verdict.clinic_id, told, verdict.erasures)
    found = list(walk.faults(chain, lambda done: progress("rows", done, total)))
    # Where the chain is broken, rows that nothing names may be those of its missing entries.
    verdict.faults += [each for each in found if chain.fault is None or each.seq is not None]
    verdict.rows, verdict.uncovered, verdict.in_block = walk.read, walk.uncovered, walk.in_block
    if not verdict.faults:
        verdict.faults += rows_apart(connection, verdict.clinic_id)


def _rewritten(entry: Entry, said: KnownHead, last_good: int) -> Fault:
    note = (
        f"at {said.at} it had another hash; what was written anew begins after entry {last_good}"
        if last_good
        else f"at {said.at} it had another hash; the chain was written anew"
    )
    return Fault(
        said.clinic_id, "audit_entries", CHANGED, f"entry {entry['seq']}", entry["seq"],
        str(entry["at"]), (), note,
    )  # fmt: skip


def _beyond(clinic_id: str, outside: dict[int, KnownHead]) -> Iterator[Fault]:
    """Heads of entries that are no longer there."""
    for seq in sorted(outside)[:1]:
        note = f"it was there at {outside[seq].at}; the end of the chain was cut off"
        yield Fault(clinic_id, "audit_entries", REMOVED, f"entry {seq}", seq, None, (), note)


def _nobodys(
    connection: Connection, there: set[str], known: Sequence[KnownHead]
) -> Iterator[Verdict]:
    """Clinics that are gone, of which rows or heads outside speak."""
    gone: dict[str, Verdict] = {}
    for table in (audit_entries, *COVERED):
        for row in connection.execute(select(table.c.clinic_id).distinct()):
            if row.clinic_id not in there:
                verdict = gone.setdefault(row.clinic_id, Verdict(row.clinic_id, "?"))
                note = "there is no clinic of that id"
                verdict.faults.append(
                    Fault(row.clinic_id, table.name, INSERTED, "rows", None, None, (), note)
                )
    for head in known:
        if head.clinic_id not in there and head.clinic_id not in gone:
            note = f"it was there at {head.at}, with {head.seq} entries"
            fault = Fault(head.clinic_id, "clinics", REMOVED, "its row", None, None, (), note)
            gone[head.clinic_id] = Verdict(head.clinic_id, "?", faults=[fault])
    yield from gone.values()


@contextmanager
def _tolerant(connection: Connection) -> Iterator[None]:
    """Let spoiled text be read, so that it can be named."""
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    driver.text_factory = lambda raw: raw.decode(errors="backslashreplace")
    try:
        yield
    finally:
        driver.text_factory = str

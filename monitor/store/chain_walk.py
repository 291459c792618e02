"""Walks the audit chain of one clinic and says which entry is the first that is not as written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, String, bindparam, func, select, type_coerce

from monitor.store.chain import COVERED, START, is_linked, link, link_whole
from monitor.store.covering import as_said
from monitor.store.erasures import APART, Erasure
from monitor.store.findings import CHANGED, INSERTED, REMOVED, REORDERED, Fault
from monitor.store.tables import audit_entries

Entry = Mapping[str, Any]
AT_ONCE = 500
_NAMES = (*COVERED, "hash")
# As the engine keeps it: what somebody spoiled must not stop the one who looks for it.
RAW = [type_coerce(audit_entries.c[name], String).label(name) for name in _NAMES]
_OF_CLINIC = (
    select(*RAW)
    .where(audit_entries.c.clinic_id == bindparam("clinic"))
    .order_by(audit_entries.c.seq)
)
_CONTENT = ("at", "action", "person_id", "device_id", "token_id", "session_id", "subject_id",
            "detail")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """What a clinic's own row says of the end of its chain."""

    clinic_id: str
    seq: int
    hash: str


class ChainWalk:
    """One pass over the entries of a clinic; ``fault`` is known at its end."""

    def __init__(
        self, connection: Connection, head: Head, erasures: Iterable[Erasure] = ()
    ) -> None:
        self._connection = connection
        self._head = head
        self._erasures = tuple(erasures)
        self._apart = False  # from the first entry on that was hashed in two parts, all are
        self.fault: Fault | None = None
        self.length = 0

    def entries(self) -> Iterator[Entry]:
        """Every entry, in its order, each judged as it passes."""
        before: Entry | None = None
        expected, previous = 1, START
        here = {"clinic": self._head.clinic_id}
        streaming = {"stream_results": True, "yield_per": AT_ONCE}
        for row in self._connection.execute(_OF_CLINIC, here, execution_options=streaming):
            entry = _read(dict(row._mapping))
            if self.fault is None:
                self.fault = self._judge(entry, before, expected, previous)
            self.length += 1
            yield entry
            before, expected, previous = entry, entry["seq"] + 1, entry["hash"]
        if self.fault is None:
            self.fault = self._judge_end(before, expected, previous)

    def entry(self, seq: int) -> Entry | None:
        """The entry at a place."""
        found = self._find(audit_entries.c.seq == seq)
        return found[0] if found else None

    def _judge(self, entry: Entry, before: Entry | None, at: int, previous: str) -> Fault | None:
        """The fault that shows at this entry, which ought to be number ``at``."""
        if entry["seq"] < at:
            return self._fault(INSERTED, entry)
        if entry["seq"] > at:
            return self._gap(entry, at, previous)
        genuine, linked = self._is_genuine(entry), entry["previous_hash"] == previous
        if genuine and linked:
            return None
        if genuine:  # it is whole, and follows another entry than the one that stands before it
            wrong = before if before is not None and self._is_followed(entry) else entry
            return self._fault(CHANGED, wrong, note="its hash was made anew")
        return self._not_whole(entry, before, at, previous)

    def _is_genuine(self, entry: Entry) -> bool:
        """Whether it says what it said, or what a lawful erasure left of it."""
        apart = link(entry) == entry["hash"]
        if apart or link_whole(entry) == entry["hash"]:
            self._apart = self._apart or apart
            return True
        ways = (one.left(entry, whole=not self._apart) for one in self._erasures)
        found = next((way for way in ways if way is not None), None)
        self._apart = self._apart or found is APART
        return found is not None

    def _not_whole(self, entry: Entry, before: Entry | None, at: int, previous: str) -> Fault:
        if entry["previous_hash"] == previous and self._follower(at) in {
            link(entry),
            link_whole(entry),
        }:
            return self._fault(CHANGED, entry, ("hash",))
        if is_linked({**entry, "previous_hash": previous}):
            return self._fault(CHANGED, entry, ("previous_hash",))
        if before is not None and _stood_at(entry, before):
            return self._fault(INSERTED, before, note=f"entry {before['seq']} of then follows it")
        return self._misplaced(entry, at, previous)

    def _gap(self, entry: Entry, at: int, previous: str) -> Fault:
        true = self._belonging(at, previous)
        if true is not None:
            return self._fault(CHANGED, true, ("seq",), at=at)
        last = entry["seq"] - 1
        return self._missing(at, last, f"entry {entry['seq']} is the next that is there")

    def _misplaced(self, entry: Entry, at: int, previous: str) -> Fault:
        """Neither whole nor linked: something else stands here, or it was spoiled in its place."""
        true, real = self._belonging(at, previous), self._real_place(entry)
        if true is not None and real is not None and self._is_once(entry):
            note = f"entries {at} and {true['seq']} are not in the order they were written in"
            return self._fault(REORDERED, entry, note=note)
        if true is not None:
            return self._fault(INSERTED, entry, note=f"entry {at} of then follows it")
        if real is not None and real > at:
            return self._missing(at, real - 1, "those after it were numbered anew")
        return self._fault(CHANGED, entry, _CONTENT)

    def _judge_end(self, last: Entry | None, expected: int, previous: str) -> Fault | None:
        head = self._head
        if (head.seq, head.hash) == (expected - 1, previous):
            return None
        if head.hash == previous:
            return Fault(head.clinic_id, "clinics", CHANGED, "its row", None, None, ("audit_seq",))
        if head.seq >= expected:
            return self._missing(expected, head.seq, "the end of the chain was cut off")
        if head.seq < expected - 1:
            extra = self.entry(head.seq + 1)
            if extra is not None:
                return self._fault(INSERTED, extra, note="the clinic's row knows of no such entry")
        note = "its hash was made anew, or audit_hash in the clinic's row was changed"
        if last is None:
            return Fault(head.clinic_id, "clinics", CHANGED, "its row", columns=("audit_hash",))
        return self._fault(CHANGED, last, note=note)

    def _follower(self, at: int) -> str | None:
        """The hash that whatever comes next holds of the entry at a place."""
        after = self.entry(at + 1)
        if after is not None:
            return str(after["previous_hash"])
        return self._head.hash if self._head.seq == at else None

    def _is_followed(self, entry: Entry) -> bool:
        return bool(self._follower(entry["seq"]) == entry["hash"])

    def _belonging(self, at: int, previous: str) -> Entry | None:
        """The entry that was written at a place, wherever it stands now."""
        for entry in self._find(audit_entries.c.previous_hash == previous):
            if is_linked({**entry, "seq": at}):
                return entry
        return None

    def _real_place(self, entry: Entry) -> int | None:
        highest = max(self._head.seq, self._highest())
        places = range(1, highest + 1)
        return next((at for at in places if is_linked({**entry, "seq": at})), None)

    def _highest(self) -> int:
        here = audit_entries.c.clinic_id == self._head.clinic_id
        found = self._connection.execute(select(func.max(audit_entries.c.seq)).where(here))
        return int(found.scalar_one() or 0)

    def _is_once(self, entry: Entry) -> bool:
        return len(self._find(audit_entries.c.hash == entry["hash"])) == 1

    def _find(self, condition: Any) -> list[Entry]:
        here = {"clinic": self._head.clinic_id}
        found = self._connection.execute(_OF_CLINIC.where(condition), here).all()
        return [_read(dict(row._mapping)) for row in found]

    def _fault(
        self,
        what: str,
        entry: Entry,
        columns: tuple[str, ...] = (),
        note: str = "",
        at: int | None = None,
    ) -> Fault:
        seq = entry["seq"] if at is None else at
        where = f"entry {seq}"
        return Fault(
            self._head.clinic_id, "audit_entries", what, where, seq, str(entry["at"]), columns, note
        )

    def _missing(self, first: int, last: int, note: str) -> Fault:
        where = f"entry {first}" if first == last else f"entries {first} to {last}"
        return Fault(self._head.clinic_id, "audit_entries", REMOVED, where, first, None, (), note)


def _stood_at(entry: Entry, before: Entry) -> bool:
    """Whether an entry was written in the place of the one that stands before it now."""
    there = {**entry, "seq": before["seq"]}
    if entry["hash"] == before["hash"]:  # its likeness, not what was pushed aside
        return False
    linked = entry["previous_hash"] == before["previous_hash"]
    return bool(linked and is_linked(there))


def _read(row: Mapping[str, Any]) -> Entry:
    entry = {name: as_said(audit_entries.c[name], row[name]) for name in _NAMES}
    return entry if isinstance(entry["seq"], int) else {**entry, "seq": 0}

"""Holds the rows of one clinic against what its chain says of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Column, Connection, Executable, Table, bindparam, select, type_coerce
from sqlalchemy.types import String

from monitor.store.chain import digest
from monitor.store.chain_walk import AT_ONCE, ChainWalk, Entry
from monitor.store.covering import (
    COVERED,
    as_said,
    block_digest,
    named_by,
    row_digest,
    row_key,
)
from monitor.store.erased import is_blank
from monitor.store.erasures import Erasure
from monitor.store.findings import CHANGED, INSERTED, REMOVED, REORDERED, Fault
from monitor.store.registered import as_registered
from monitor.store.tables import metadata, patient_identifiers, patients, session_events
from monitor.store.vouched import Named, Vouched, as_key

Values = dict[str, Any]
_OF_CLINIC = {
    # As the engine keeps it: what somebody spoiled must not stop the one who looks for it.
    table: select(*(type_coerce(each, String).label(each.name) for each in columns)).where(
        table.c.clinic_id == bindparam("clinic")
    )
    for table, columns in COVERED.items()
}
_LISTED = _OF_CLINIC[session_events].where(
    session_events.c.session_id == bindparam("the_session"),
    session_events.c.id.in_(bindparam("ids", expanding=True)),
)
_QUARTERS = range(-14 * 4, 14 * 4 + 1)


class RowWalk:
    """One pass over the covered rows of a clinic; its chain has been walked before."""

    def __init__(
        self,
        connection: Connection,
        clinic_id: str,
        told: Vouched,
        erasures: Iterable[Erasure] = (),
    ) -> None:
        self._connection = connection
        self._clinic_id = clinic_id
        self._told = told
        self._erasures = {one.seq: one for one in erasures}
        self._not_blank: list[tuple[str, int]] = []
        self._registered: dict[str, Values] | None = None
        self.read = 0
        self.uncovered = 0
        self.in_block = 0

    def faults(
        self,
        chain: ChainWalk,
        passed: Callable[[int], None] = lambda _read: None,
        tables: Iterable[Table] = tuple(COVERED),
    ) -> Iterator[Fault]:
        """What is wrong, table by table; ``passed`` hears how many rows have been read."""
        for older in self._told.older():
            if not self._as_before(older.session_id, older.ids, older.digest):
                where = f"session {older.session_id}, events {', '.join(older.ids)}"
                yield self._fault(session_events, CHANGED, where, chain.entry(older.seq))
        for wrong in self._told.wrong:
            table = metadata.tables.get(wrong.table)
            if table is not None and table in COVERED:
                where, entry = _where(table, wrong.key), chain.entry(wrong.seq)
                yield self._fault(table, wrong.what, where, entry, (), wrong.note)
        for name, seq in self._told.resealed:
            note = "it says anew what stood there before each row was named, which it may not"
            where = f"entry {seq}"
            yield Fault(self._clinic_id, name, CHANGED, where, seq, None, (), note)
        for table in tables:
            self.hold(table, passed)
            yield from self._erased_otherwise(table, chain)
            yield from self._changed(table, chain)
            yield from self._missing(table, chain)
            yield from self._loose(table, chain)

    def hold(self, table: Table, passed: Callable[[int], None] = lambda _read: None) -> None:
        """Hold each row of a table against what was said of it."""
        for row in self._rows(table, _OF_CLINIC[table]):
            key = _key_of(table, row)
            said = self._told.check(table.name, key, row_digest(table, row))
            if said in self._told.erasing and not self._is_erased(table, row, said):
                self._not_blank.append((key, said))
            self.read += 1
            if not self.read % AT_ONCE:
                passed(self.read)

    def _is_erased(self, table: Table, row: Values, seq: int) -> bool:
        """Whether a row that an erasure named anew is one it may name, and says nothing more."""
        one = self._erasures.get(seq)
        return one is not None and one.is_of(table, row) and is_blank(table, row, one.sessions)

    def _erased_otherwise(self, table: Table, chain: ChainWalk) -> Iterator[Fault]:
        found, self._not_blank = self._not_blank, []
        for key, seq in found[:100]:
            note = "an erasure names it, and it is none of what that may leave"
            yield self._fault(table, CHANGED, _where(table, key), chain.entry(seq), (), note)

    def _rows(self, table: Table, asked: Executable, **values: Any) -> Iterator[Values]:
        streaming = {"stream_results": True, "yield_per": AT_ONCE}
        values["clinic"] = self._clinic_id
        for row in self._connection.execute(asked, values, execution_options=streaming):
            said = {
                column.name: as_said(column, value)
                for column, value in zip(COVERED[table], row, strict=True)
            }
            yield said | self._before_corrections(said["id"]) if table is patients else said

    def _before_corrections(self, patient_id: Any) -> Values:
        if self._registered is None:
            self._registered = as_registered(self._connection, self._clinic_id)
        return self._registered.get(patient_id, {})

    def _row(self, table: Table, key: str) -> Values | None:
        asked = _OF_CLINIC[table].where(*(column == part for column, part in _parts(table, key)))
        return next(iter(list(self._rows(table, asked))), None)

    def _changed(self, table: Table, chain: ChainWalk) -> Iterator[Fault]:
        changed = self._told.changed(table.name)
        for one in changed:
            row, entry = self._row(table, one.key), chain.entry(one.seq)
            if row is None:
                continue
            others = [each for each in changed if each is not one]
            if any(_with_key(table, row, each.key) == each.digest for each in others):
                yield self._fault(table, REORDERED, _where(table, one.key), entry)
            else:
                columns = _spoiled(table, row, one.digest, entry)
                yield self._fault(table, CHANGED, _where(table, one.key), entry, columns)

    def _missing(self, table: Table, chain: ChainWalk) -> Iterator[Fault]:
        loose: list[str] | None = None
        for one in self._told.missing(table.name):
            loose = self._told.loose_keys(table.name) if loose is None else loose
            columns = self._renamed(table, one, loose)
            what = CHANGED if columns else REMOVED
            yield self._fault(table, what, _where(table, one.key), chain.entry(one.seq), columns)

    def _renamed(self, table: Table, one: Named, loose: list[str]) -> tuple[str, ...]:
        """The columns of the key by which a missing row hides under another one."""
        for key in loose:
            row = self._row(table, key)
            if row is not None and table is patients:
                row |= self._before_corrections(json.loads(one.key)[0])
            if row is not None and _with_key(table, row, one.key) == one.digest:
                pairs = _parts(table, one.key)
                return tuple(column.name for column, was in pairs if row[column.name] != was)
        return ()

    def _loose(self, table: Table, chain: ChainWalk) -> Iterator[Fault]:
        """Rows that no entry names: from before they were, or nobody's."""
        told, loose = self._told, self._told.loose(table.name)
        if told.sealed_at is None:
            self.uncovered += loose
            return
        number, sealed = told.sealed.get(table.name, [0, None])
        if number:
            self.in_block += loose
            if loose == number and block_digest(told.loose_digests(table.name)) == sealed:
                return
            seq, _ = told.sealed_at
            note = f"{number} rows of it stood there then, {loose} now"
            what = CHANGED if loose == number else REMOVED if loose < number else INSERTED
            where = "rows from before the chain named each of them"
            yield self._fault(table, what, where, chain.entry(seq), note=note)
            return
        for key in told.loose_keys(table.name):
            note = "no audit entry knows of it"
            yield self._fault(table, INSERTED, _where(table, key), None, note=note)

    def _as_before(self, session_id: str, ids: list[str], said: str) -> bool:
        """Whether events are as one digest of all of them said; it took instants as they came."""
        rows = self._rows(session_events, _LISTED, the_session=session_id, ids=ids)
        found = sorted(rows, key=lambda row: str(row["seq"]).zfill(9))
        return said == _old_digest(found, 0) or any(
            said == _old_digest(found, quarters) for quarters in _QUARTERS
        )

    def _fault(  # noqa: PLR0913, PLR0917  (what there is to say of it)
        self,
        table: Table,
        what: str,
        where: str,
        entry: Entry | None,
        columns: tuple[str, ...] = (),
        note: str = "",
    ) -> Fault:
        seq, at = (entry["seq"], str(entry["at"])) if entry else (None, None)
        return Fault(self._clinic_id, table.name, what, where, seq, at, columns, note)


# What is found is read on a console and kept in logs; who a patient is belongs in neither.
_SAYS_WHO = frozenset({patient_identifiers.c.value})


def _key_of(table: Table, row: Values) -> str:
    return as_key(row_key(table, row))


def _parts(table: Table, key: str) -> list[tuple[Column[Any], Any]]:
    parts = json.loads(key)
    return list(zip(named_by(table, parts), parts, strict=False))


def _with_key(table: Table, row: Values, key: str) -> str:
    return row_digest(table, row | {column.name: part for column, part in _parts(table, key)})


def _where(table: Table, key: str) -> str:
    return ", ".join(
        f"{column.name} {'kept back' if column in _SAYS_WHO else value}"
        for column, value in _parts(table, key)
    )


def _spoiled(
    table: Table, row: Values, wanted: str | None, entry: Mapping[str, Any] | None
) -> tuple[str, ...]:
    """The column that was changed, where what it held is still said elsewhere."""
    known = [None, *row.values(), *(entry or {}).values()]
    for column in COVERED[table]:
        if any(row_digest(table, {**row, column.name: value}) == wanted for value in known):
            return (column.name,)
    return ()


def _old_digest(rows: list[Values], quarters: int) -> str:
    return digest(
        [[row["seq"], row["id"], row["kind"], _there(row["at"], quarters), row["body"]]
         for row in rows]
    )  # fmt: skip


def _there(at: Any, quarters: int) -> Any:
    """An instant as a clock of another zone writes it."""
    try:
        zone = timezone(timedelta(minutes=15 * quarters))
        return datetime.fromisoformat(at).astimezone(zone).isoformat(timespec="microseconds")
    except ValueError:
        return at

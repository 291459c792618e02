"""Erases a patient: the one change of facts there is, and one that the chain goes on proving."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, Table, and_, bindparam, delete, select, update
from sqlalchemy.exc import DBAPIError

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.errors import MonitorError
from monitor.store.about_patient import PatientRows
from monitor.store.chain import COVERED as LINKED
from monitor.store.chain import ROWS, link, link_whole, parts
from monitor.store.covering import SEALED, block_digest, row_digest, row_key
from monitor.store.engine import carry_over
from monitor.store.erased import (
    BLANK,
    ERASED,
    REMOVED,
    blanked,
    is_blank,
    may_be_redacted,
    redacted_detail,
)
from monitor.store.erasures import APART, WHOLE, erasures_in
from monitor.store.lifting import lifted
from monitor.store.row_walk import RowWalk
from monitor.store.tables import (
    APPEND_ONLY,
    audit_entries,
    metadata,
    patients,
    register_entries,
    session_summaries,
    sessions,
    summary_months,
)
from monitor.store.vouched import Vouched
from monitor.store.work import About, Values, Writing

_LIFTED = tuple(table for table in (*REMOVED, *BLANK, audit_entries) if table in APPEND_ONLY)
_CHAIN = select(*(audit_entries.c[name] for name in LINKED)).order_by(audit_entries.c.seq)


class Erasing(Writing):
    """The unit of work of an erasure; it must leave the entry that names what it changed."""

    def erase(self, found: PatientRows, at: datetime, actor: Actor, told: Values) -> None:
        """Remove or blank every row about the patient and write down that it was done.

        ``told`` says why. What stays is named anew in the entry, and so is what is left of the
        rows that were once covered as one block.
        """
        mine = frozenset(found.session_ids)
        self._forget(found.of[sessions])
        with lifted(self._connection, _LIFTED):
            removed = self._remove(found)
            rows = {each.name: self._blank(each, found, mine) for each in BLANK}
            entries = [
                self._redact(row) for row in found.of[audit_entries] if self._is_about(row, found)
            ]
        said = {
            **told, "patient": found.patient.id, "sessions": sorted(mine), "entries": entries,
            "removed": removed,
        }  # fmt: skip
        named = {name: listed for name, listed in rows.items() if listed}
        detail = {ERASED: said, ROWS: named, **self._sealed_anew(named)}
        about = About(subject_id=found.patient.id, detail=detail)
        self.audit(AuditAction.PATIENT_ERASED, at, actor, about)

    def _is_about(self, row: Row[Any], found: PatientRows) -> bool:
        whose = row.subject_id == found.patient.id or row.session_id in found.session_ids
        return whose and may_be_redacted(row.action, row.detail)

    def _forget(self, mine: Iterable[Row[Any]]) -> None:
        """Remove what was computed from the rows that go; nothing proves it and nothing need."""
        for session in mine:
            month = f"{session.started_at:%Y-%m}"
            for column, value in (
                (session_summaries.c.session_id, session.id),
                (summary_months.c.month, month),
            ):
                here = (column.table.c.clinic_id == self.clinic_id) & (column == value)
                self._connection.execute(delete(column.table).where(here))

    def _remove(self, found: PatientRows) -> dict[str, int]:
        """Remove every row that only speaks of the patient; answers how many of each table."""
        for table in REMOVED:
            for row in found.of[table]:
                self._connection.execute(delete(table).where(_is(table, dict(row._mapping))))
        return {table.name: len(found.of[table]) for table in REMOVED if found.of[table]}

    def _blank(self, table: Table, found: PatientRows, mine: frozenset[str]) -> list[list[Any]]:
        """Blank the rows of a table that stay; answers how each is named from now on."""
        named = []
        for row in [found.patient] if table is patients else found.of[table]:
            old = dict(row._mapping)
            new = blanked(table, old, mine)
            assert is_blank(table, new, mine)
            moving = {"last_seq": 0} if table is sessions else {}
            changed = {name: value for name, value in new.items() if value != old[name]} | moving
            if not changed and table is register_entries:
                continue  # it goes on being proved by the entry that named it
            if changed:
                self._connection.execute(update(table).where(_is(table, old)).values(**changed))
            named.append([*row_key(table, new), row_digest(table, new)])
        return named

    def _redact(self, row: Row[Any]) -> list[Any]:
        """Take the detail out of an entry; answers its number and what it is proved by now."""
        old = dict(row._mapping)
        left = {**old, "detail": redacted_detail(old["detail"])}
        self._connection.execute(
            update(audit_entries).where(_is(audit_entries, old)).values(detail=left["detail"])
        )
        if link(old) == old["hash"]:
            return [row.seq, APART, parts(old["detail"])[0]]
        return [row.seq, WHOLE, link_whole({name: left[name] for name in LINKED})]

    def _sealed_anew(self, named: Mapping[str, Iterable[list[Any]]]) -> dict[str, Any]:
        """What is left of the rows that one digest stood for, as one digest again."""
        here = audit_entries.c.clinic_id == bindparam("clinic")
        with Vouched(erasures_in(self._connection, self.clinic_id)) as told:
            for row in self._connection.execute(_CHAIN.where(here), {"clinic": self.clinic_id}):
                told.take(dict(row._mapping))
            blocks = [metadata.tables[name] for name, block in told.sealed.items() if block[0]]
            if not blocks:
                return {}
            for name, rows in named.items():
                told.rename(name, rows, self._seq + 1)
            walk = RowWalk(self._connection, self.clinic_id, told)
            left: dict[str, list[Any]] = {}
            for table in blocks:
                walk.hold(table)
                block = [told.loose(table.name), block_digest(told.loose_digests(table.name))]
                if block != told.sealed[table.name]:
                    left[table.name] = block
            return {SEALED: left} if left else {}


def clear_disk(engine: Engine) -> bool:
    """Let the database's files lose what was erased; False where that could not be done now.

    PostgreSQL lets go of the rows, and their bytes stay in its files until they are written over.
    """
    try:
        if engine.dialect.name == "sqlite":
            return carry_over(engine)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in (*REMOVED, *BLANK, session_summaries, summary_months, audit_entries):
                connection.exec_driver_sql(f"VACUUM {table.name}")
    except (DBAPIError, MonitorError):
        return False
    return True


def _is(table: Table, row: Mapping[str, Any]) -> Any:
    return and_(*(column == row[column.name] for column in table.primary_key))

"""The unit of work: one clinic, one transaction, undone unless committed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, Row, bindparam, func, insert, select, text, update
from sqlalchemy.exc import MultipleResultsFound
from sqlalchemy.sql import Executable

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.errors import Conflict, NotFound
from monitor.store.chain import ROWS, START, link
from monitor.store.changed_settings import ChangedSettings
from monitor.store.covering import SEALED, SETTINGS, covered_table, row_digest, row_key
from monitor.store.engine import require_file, take_write_lock
from monitor.store.one_connection import give_back, take
from monitor.store.prepared import Prepared, Values, cursor_of, prepared
from monitor.store.scope import scoped, scoped_values
from monitor.store.tables import audit_entries, clinics

__all__ = ["About", "Founding", "Glance", "OneLook", "Reading", "Values", "Writing"]

EMERGENCY = "emergency"
"""Where an audit entry's detail says that the records were open in an emergency."""

_HEAD = select(clinics.c.version, clinics.c.audit_seq, clinics.c.audit_hash).with_for_update()
_RENEW = update(clinics).values(
    version=bindparam("new_version"),
    audit_seq=bindparam("new_seq"),
    audit_hash=bindparam("new_hash"),
)
_ADD_AUDIT = insert(audit_entries)
_VERSION = select(clinics.c.version)
_FOUND = insert(clinics)
_COUNT_CLINICS = select(func.count()).select_from(clinics)
_NOBODY_ELSE_FOUNDS = text("LOCK TABLE clinics IN SHARE ROW EXCLUSIVE MODE")


@dataclass(frozen=True, slots=True)
class About:
    """What an audit entry speaks of."""

    session_id: str | None = None
    subject_id: str | None = None
    detail: Values = field(default_factory=dict)


class Reading:
    """A look at one clinic; nothing can be changed through it."""

    def __init__(self, engine: Engine, clinic_id: str) -> None:
        self._engine = engine
        self.clinic_id = clinic_id

    def __enter__(self) -> Self:
        self._connection = take(self._engine)
        try:
            self._begin()
        except BaseException:
            self._end()
            raise
        return self

    def _begin(self) -> None:
        self._connection.begin()

    def _end(self) -> None:
        """Undo what was not committed; what is asked of it afterwards finds no connection."""
        connection = vars(self).pop("_connection", None)
        if connection is not None:
            give_back(connection)

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._end()

    def all(self, statement: Executable, **values: Any) -> Sequence[Row[Any]]:
        """Every row of this clinic that the statement asks for."""
        listed = scoped_values(values, self.clinic_id)
        ready = self._prepared(statement, listed)
        if ready.in_one_text:
            return ready.rows(self._connection, listed)
        return self._connection.execute(ready.statement, listed).all()

    def one(self, statement: Executable, **values: Any) -> Row[Any] | None:
        """The row, or None."""
        found = self.all(statement, **values)
        if len(found) > 1:
            raise MultipleResultsFound("a question for one row found several")
        return found[0] if found else None

    def version(self) -> int:
        """The clinic's version: it grows with every change."""
        row = self.one(_VERSION)
        if row is None:
            raise NotFound("There is no such clinic")
        return int(row.version)

    def _prepared(self, statement: Executable, names: Values) -> Prepared:
        return prepared(scoped(statement), names, self._connection.dialect)


class Glance(Reading):
    """A single question that stands by itself: SQLite answers it with no transaction around it."""

    _asked = False

    def _begin(self) -> None:
        if self._connection.dialect.name == "sqlite":
            require_file(self._connection)
        else:
            super()._begin()

    def all(self, statement: Executable, **values: Any) -> Sequence[Row[Any]]:
        """Every row that its one question asks for; a second would see another instant."""
        if self._asked:
            raise RuntimeError("a glance asks one question")
        self._asked = True
        return super().all(statement, **values)


class OneLook(Reading):
    """A look in which everything is as at one instant, whatever others write meanwhile."""

    def _begin(self) -> None:
        super()._begin()
        if self._connection.dialect.name == "postgresql":
            with cursor_of(self._connection) as cursor:  # of this transaction, and not beyond it
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


class Writing(Reading):
    """A change of one clinic: holds its row from the start, and leaves an audit entry."""

    def __init__(self, engine: Engine, clinic_id: str) -> None:
        super().__init__(engine, clinic_id)
        self._audited = False
        self._added: dict[str, list[list[Any]]] = {}
        self._changed = ChangedSettings(self)
        self._version, self._seq, self._hash = 0, 0, START

    def __enter__(self) -> Self:
        super().__enter__()
        try:
            self._hold()
        except BaseException:
            self._end()
            raise
        return self

    def _begin(self) -> None:
        take_write_lock(self._connection)
        super()._begin()

    def _hold(self) -> None:
        head = self.one(_HEAD)
        if head is None:
            raise NotFound("There is no such clinic")
        self._version, self._seq, self._hash = head.version, head.audit_seq, head.audit_hash

    def change(self, statement: Executable, **values: Any) -> int:
        """Run an insert, update or delete; answers the number of rows."""
        listed = scoped_values(values, self.clinic_id)
        self._vouch(statement, [values])
        return self._prepared(statement, listed).change(self._connection, listed)

    def change_many(self, statement: Executable, rows: Sequence[Values]) -> None:
        """Run one insert for many rows."""
        if rows:
            self._vouch(statement, rows)
            listed = [scoped_values(row, self.clinic_id) for row in rows]
            self._prepared(statement, listed[0]).change_many(self._connection, listed)

    def _vouch(self, statement: Executable, rows: Sequence[Values]) -> None:
        """Note what is added or changed, for the audit entry that is written after it."""
        table = covered_table(statement)
        if table is None:
            return
        if table in SETTINGS:
            self._changed.note(table, statement, rows)
            return
        added = self._added.setdefault(table.name, [])
        for row in rows:
            whole = {**row, "clinic_id": self.clinic_id}
            added.append([*row_key(table, whole), row_digest(table, whole)])

    def audit(
        self,
        action: AuditAction,
        at: datetime,
        actor: Actor | None,
        about: About | None = None,
    ) -> None:
        """Write down who did what to which; it stands or falls with the change itself."""
        about = about or About()
        entry: dict[str, Any] = {
            "clinic_id": self.clinic_id,
            "seq": self._seq + 1,
            "at": at,
            "action": action.value,
            "person_id": actor.person_id if actor else None,
            "device_id": actor.device_id if actor else None,
            "token_id": actor.token_id if actor else None,
            "session_id": about.session_id,
            "subject_id": about.subject_id,
            "detail": {**about.detail, **_in_emergency(actor), **self._vouched()},
            "previous_hash": self._hash,
        }
        entry["hash"] = link(entry)
        del entry["clinic_id"]
        self.change(_ADD_AUDIT, **entry)
        self._seq, self._hash, self._audited = entry["seq"], entry["hash"], True

    def _vouched(self) -> dict[str, Any]:
        rows, self._added = {**self._added, **self._changed.named()}, {}
        said: dict[str, Any] = {ROWS: rows} if rows else {}
        # The first entry of a chain says that there are no rows from before it.
        return said if self._seq else {**said, SEALED: {}}

    def commit(self, *, changes: bool = True, heartbeat: bool = False) -> int:
        """Make it last and answer the clinic's version; it grows unless nothing to see changed.

        Only a ``heartbeat`` (somebody is still there) leaves no audit entry.
        """
        if not (self._audited or heartbeat):
            raise RuntimeError("a change without an audit entry cannot be committed")
        if unsaid := [*self._added, *self._changed.tables]:
            raise RuntimeError(f"no audit entry vouches for rows of {', '.join(unsaid)}")
        self._version += 1 if changes else 0
        self.change(_RENEW, new_version=self._version, new_seq=self._seq, new_hash=self._hash)
        self._connection.commit()
        return int(self._version)


def _in_emergency(actor: Actor | None) -> dict[str, Any]:
    """Whatever is done while records are open in an emergency says so."""
    opened = actor.emergency if actor is not None else None
    return {EMERGENCY: opened.id} if opened is not None else {}


class Founding(Writing):
    """The first change of a clinic: it makes the row that every later change holds.

    With ``alone`` it is refused where the database holds a clinic: of two at once, one is made.
    """

    def __init__(
        self, engine: Engine, clinic_id: str, founded: Values, *, alone: bool = False
    ) -> None:
        super().__init__(engine, clinic_id)
        self._founded = founded
        self._alone = alone

    def _hold(self) -> None:
        if self._alone:
            self._require_empty()
        heads = {"version": 0, "audit_seq": 0, "audit_hash": START, "revision": 1}
        self.change(_FOUND, **self._founded, **heads)

    def _require_empty(self) -> None:
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(_NOBODY_ELSE_FOUNDS)
        if self._connection.execute(_COUNT_CLINICS).scalar_one():
            raise Conflict("There is a clinic in this database already; no other was founded")

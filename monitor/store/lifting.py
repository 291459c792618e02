"""Takes the protection off one table for one transaction: for an erasure, and nothing else.

The triggers that refuse every change are gone only inside the transaction that erases, which is
the only one that sees it; they are back before it ends, and are never gone where it is undone. On
PostgreSQL only the owner of the tables can do it, which the server's role is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import ProgrammingError

from monitor.errors import BadInput, StoreUnavailable

_TRIGGERS = text(
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name"
    " AND name IN (:update, :delete)"
)


@contextmanager
def lifted(connection: Connection, tables: Sequence[Table]) -> Iterator[None]:
    """Let rows of these tables be changed and removed until the block ends."""
    if connection.dialect.name == "sqlite":
        taken = [sql for table in tables for sql in _take_off(connection, table)]
        yield
        for sql in taken:
            connection.exec_driver_sql(sql)
        return
    _switch(connection, tables, "DISABLE")
    yield
    _switch(connection, tables, "ENABLE")


def _take_off(connection: Connection, table: Table) -> list[str]:
    named = {"update": f"{table.name}_no_UPDATE", "delete": f"{table.name}_no_DELETE"}
    found = connection.execute(_TRIGGERS, {"name": table.name, **named}).all()
    for name, _ in found:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    return [sql for _, sql in found]


def _switch(connection: Connection, tables: Sequence[Table], how: str) -> None:
    for table in tables:
        for verb in ("update", "delete"):
            try:
                connection.exec_driver_sql(
                    f"ALTER TABLE {table.name} {how} TRIGGER {table.name}_no_{verb}"
                )
            except (ProgrammingError, StoreUnavailable):
                raise BadInput(
                    "only the role that owns the tables erases; nothing was erased",
                    field="MONITOR_DATABASE_URL",
                    allowed="the role that runs monitor migrate",
                ) from None

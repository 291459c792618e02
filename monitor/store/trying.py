"""Tries whether the database can be written, and leaves everything in it as it is."""

from __future__ import annotations

from sqlalchemy import Engine, text

from monitor.store.engine import for_writing

# Without room left an existing row can still be renewed in SQLite: so more is asked for first.
_MORE = text("UPDATE clinics SET name = name || hex(zeroblob(65536))")
_SAME = text("UPDATE clinics SET version = version")


def try_writing(engine: Engine) -> None:
    """Write every clinic's row as it is, down to the disk.

    Raises StoreFull, StoreLocked or StoreUnavailable, as a change of a person's would.
    """
    if engine.dialect.name == "sqlite":
        with for_writing(engine).connect() as connection, connection.begin() as more:
            connection.execute(_MORE)
            more.rollback()
    with for_writing(engine).connect() as connection, connection.begin():
        connection.execute(_SAME)

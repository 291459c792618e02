"""Tries whether the database can be written, and leaves everything in it as it is."""

from __future__ import annotations

from shutil import disk_usage

from sqlalchemy import Engine, text

from monitor.errors import StoreFull
from monitor.store.engine import for_writing, sqlite_file

LEAST_FREE_BYTES = 2**20
"""What a few sets and their audit entries need; with less, the next save is refused."""

# Without room left an existing row can still be renewed in SQLite: so more is asked for first.
_MORE = text("UPDATE clinics SET name = name || hex(zeroblob(65536))")
_SAME = text("UPDATE clinics SET version = version")


def try_writing(engine: Engine) -> None:
    """Write every clinic's row as it is, down to the disk.

    Raises StoreFull, StoreLocked or StoreUnavailable, as a change of a person's would.
    """
    file = sqlite_file(engine)
    if file is not None:
        # A full disk still takes a page where SQLite's log was longer before.
        if disk_usage(file.parent).free < LEAST_FREE_BYTES:
            raise StoreFull("The disk is full")
        with for_writing(engine).connect() as connection, connection.begin() as more:
            connection.execute(_MORE)
            more.rollback()
    with for_writing(engine).connect() as connection, connection.begin():
        connection.execute(_SAME)

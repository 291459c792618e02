"""Lets SQLite's log take its room on the disk before the first set is saved.

A log that has to grow makes every saving wait twice as long: the disk then writes down what was
said and also how long the file has become. Once it has its length, it is written over from the
start after each carrying over, and only what was said has to reach the disk.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from shutil import disk_usage

from sqlalchemy import Connection, Engine

from monitor.errors import MonitorError
from monitor.store.engine import LOG_PAGES, sqlite_file
from monitor.store.prepared import cursor_of

PAGE_BYTES = 4096
LEAST_FREE = 64
"""So many times its length must be free; else the log grows as it must."""

_FEW_PAGES = 16


def make_room(engine: Engine) -> None:
    """Bring the log of a SQLite file to its full length; nothing in the database changes.

    Where it cannot be (too little room, read-only, somebody writes) the log grows with the savings
    as it would have. Elsewhere there is nothing to do.
    """
    file = sqlite_file(engine)
    if file is None or not file.is_file():
        return
    full = LOG_PAGES * PAGE_BYTES
    missing = full - _length(file.with_name(file.name + "-wal"))
    if missing <= 0 or disk_usage(file.parent).free < LEAST_FREE * full:
        return
    with suppress(sqlite3.Error, MonitorError), engine.connect() as connection:
        _write_and_take_back(connection, missing)


def _write_and_take_back(connection: Connection, size: int) -> None:
    """A change too large for the memory given to it goes into the log before it is taken back."""
    with cursor_of(connection) as cursor:
        (pages,) = cursor.execute("PRAGMA cache_size").fetchone()
        cursor.execute(f"PRAGMA cache_size = {_FEW_PAGES}")
        try:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("CREATE TABLE room (taken BLOB)")
            cursor.execute("INSERT INTO room VALUES (zeroblob(?))", (size,))
        finally:
            if cursor.connection.in_transaction:
                cursor.execute("ROLLBACK")
            cursor.execute(f"PRAGMA cache_size = {pages}")


def _length(log: Path) -> int:
    return log.stat().st_size if log.is_file() else 0

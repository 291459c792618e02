"""What the driver says, turned into what a user must be told. The only place that knows codes."""

from __future__ import annotations

import sqlite3

import psycopg
from sqlalchemy.engine import ExceptionContext

from monitor.errors import (
    BadInput,
    Conflict,
    MonitorError,
    StoreFull,
    StoreLocked,
    StoreMissing,
    StoreUnavailable,
)
from monitor.language.said import say

_NOTHING = say("Nothing of this was saved; everything acknowledged before is safe")
_LOCKED = say(
    "The database is busy with another program. {nothing}. Try again in a moment", nothing=_NOTHING
)
CROWDED = say("Too much is asked at once. {nothing}. Try again in a moment", nothing=_NOTHING)
_FULL = say(
    "The disk or the database is full. {nothing}. Call whoever looks after the server",
    nothing=_NOTHING,
)
_MISSING = say(
    "The database is not there or is not set up. {nothing}. Run `monitor migrate`", nothing=_NOTHING
)
_READ_ONLY = say(
    "The database cannot be written to. {nothing}. Check the rights on its file", nothing=_NOTHING
)
_BROKEN = say(
    "The database does not answer as it should. {nothing}. Call whoever looks after it",
    nothing=_NOTHING,
)
_NOT_STORABLE = say("It holds characters that no text has; nothing was saved")
_OF_ANOTHER_KIND = say("A value is of another kind than what is asked for; nothing was saved")
_CONTRADICTS = say("It contradicts what is already recorded. Nothing of this was saved")

_SQLITE = {
    "SQLITE_BUSY": (StoreLocked, _LOCKED),
    "SQLITE_LOCKED": (StoreLocked, _LOCKED),
    "SQLITE_FULL": (StoreFull, _FULL),
    "SQLITE_CANTOPEN": (StoreMissing, _MISSING),
    "SQLITE_READONLY": (StoreUnavailable, _READ_ONLY),
    "SQLITE_IOERR": (StoreUnavailable, _BROKEN),
    "SQLITE_CORRUPT": (StoreUnavailable, _BROKEN),
    "SQLITE_NOTADB": (StoreUnavailable, _BROKEN),
    "SQLITE_CONSTRAINT": (Conflict, _CONTRADICTS),
}
# Classes of SQLSTATE and single states; the longer one wins.
_POSTGRESQL = {
    "53100": (StoreFull, _FULL),
    "53": (StoreUnavailable, _BROKEN),
    "55P03": (StoreLocked, _LOCKED),
    "40": (StoreLocked, _LOCKED),
    "57014": (StoreLocked, _LOCKED),
    "57P": (StoreMissing, _MISSING),
    "08": (StoreMissing, _MISSING),
    "3D": (StoreMissing, _MISSING),
    "28": (StoreMissing, _MISSING),
    "42P01": (StoreMissing, _MISSING),
    "3F": (StoreMissing, _MISSING),
    "25006": (StoreUnavailable, _READ_ONLY),
    "42501": (StoreUnavailable, _READ_ONLY),
    "23": (Conflict, _CONTRADICTS),
}


def translate(context: ExceptionContext) -> None:
    """Replace the driver's error by one of ours, where it is not a mistake of the program."""
    told = told_by(context.original_exception)
    if told is not None:
        raise told from context.original_exception


def told_by(error: BaseException | None) -> MonitorError | None:
    """What a user must be told about a driver's error; None for a mistake of the program."""
    if isinstance(error, MonitorError):
        return error
    if isinstance(error, UnicodeEncodeError):
        return BadInput(_NOT_STORABLE)
    if isinstance(error, OverflowError) or _takes_no_such_value(error):
        return BadInput(_OF_ANOTHER_KIND)
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    if isinstance(error, psycopg.Error):
        return _of_postgresql(error)
    return None


def is_read_only(error: BaseException) -> bool:
    """Whether a PostgreSQL takes nothing on this connection, as a standby does."""
    return isinstance(error, psycopg.errors.ReadOnlySqlTransaction)


def _takes_no_such_value(error: BaseException | None) -> bool:
    """Whether the driver was given a list or a table where it takes a text or a number.

    What a page keeps comes back from anybody, so this is no mistake of the program.
    """
    if isinstance(error, sqlite3.ProgrammingError | sqlite3.InterfaceError):
        return str(error).startswith("Error binding parameter")
    return isinstance(error, psycopg.ProgrammingError) and str(error).startswith("cannot adapt")


def _of_sqlite(error: sqlite3.Error) -> MonitorError | None:
    if "no such table" in str(error):
        return StoreMissing(_MISSING)
    name = getattr(error, "sqlite_errorname", None) or ""
    # SQLITE_BUSY_SNAPSHOT, SQLITE_IOERR_WRITE ...: the first two words say the class.
    kind, message = _SQLITE.get("_".join(name.split("_")[:2]), (None, ""))
    return kind(message) if kind else None


def _of_postgresql(error: psycopg.Error) -> MonitorError | None:
    state = error.sqlstate
    if isinstance(error, psycopg.DataError):
        return BadInput(_NOT_STORABLE)
    if state is None:
        # No state: the server never answered, or the connection broke off.
        lost = isinstance(error, psycopg.OperationalError)
        return StoreMissing(_MISSING) if lost else None
    for length in (len(state), 3, 2):
        if state[:length] in _POSTGRESQL:
            kind, message = _POSTGRESQL[state[:length]]
            return kind(message)
    return None

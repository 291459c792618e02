"""One connection for all that one request asks of the database.

Who it is and what they want are transactions of their own. To take a connection for each costs as
much as the questions do, and on PostgreSQL a round trip more: one from the pool is asked first
whether it still lives.
"""

from __future__ import annotations

from threading import local
from types import TracebackType

from sqlalchemy import Connection, Engine


class _Shared(local):
    """What this thread shares between its transactions; they follow one another."""

    depth = 0
    connection: Connection | None = None
    taken = False


_shared = _Shared()


class one_connection:
    """Inside, transactions on this thread that follow one another go through one connection."""

    def __enter__(self) -> None:
        _shared.depth += 1

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        _shared.depth -= 1
        if not _shared.depth:
            _let_go()


def take(engine: Engine) -> Connection:
    """A connection without a transaction: the shared one where there is one and it is free."""
    if not _shared.depth or _shared.taken:
        return engine.connect()
    kept = _shared.connection
    if kept is None or kept.closed or kept.invalidated:
        kept = _shared.connection = engine.connect()
    elif kept.engine is not engine:
        return engine.connect()
    _shared.taken = True
    return kept


def give_back(connection: Connection) -> None:
    """End it with what was not committed; one that is shared stays for the next transaction."""
    if connection is not _shared.connection:
        connection.close()  # rolls back
        return
    _shared.taken = False
    try:
        if connection.in_transaction():
            connection.rollback()
    except BaseException:
        _let_go()
        raise


def _let_go() -> None:
    connection, _shared.connection, _shared.taken = _shared.connection, None, False
    if connection is not None:
        connection.close()

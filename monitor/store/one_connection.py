"""One connection for transactions that follow one another on a thread: who it is, what they want.

To take one out of the pool for each costs as much as the questions do, and on PostgreSQL a round
trip more: whether it still lives is asked first. Whoever holds one and waits for a second may wait
for ever, so while one is shared, all that is not within another transaction goes through it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from types import TracebackType

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import TimeoutError as NoneIsFree

from monitor.errors import StoreLocked
from monitor.store.faults import CROWDED


class _Shared(local):
    """What this thread shares between its transactions; they follow one another."""

    depth = 0
    connection: Connection | None = None
    taken = False


_shared = _Shared()


class one_connection:
    """Inside, transactions on this thread that follow one another go through one connection.

    With ``keep`` it stays with the thread at the end, for whoever opened it to ``let_go``.
    """

    def __init__(self, *, keep: bool = False) -> None:
        self._keep = keep

    def __enter__(self) -> None:
        _shared.depth += 1

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        _shared.depth -= 1
        if not _shared.depth and not self._keep:
            let_go()


def take(engine: Engine) -> Connection:
    """A connection without a transaction: the shared one where there is one and it is free."""
    if not _shared.depth or _shared.taken:
        return _another(engine)
    kept = _shared.connection
    if kept is None or kept.closed or kept.invalidated:
        kept = _shared.connection = _another(engine)
    elif kept.engine is not engine:
        return _another(engine)
    _shared.taken = True
    return kept


def _another(engine: Engine) -> Connection:
    try:
        return engine.connect()
    except NoneIsFree as error:
        raise StoreLocked(CROWDED) from error


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
        let_go()
        raise


@contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """A connection for what is asked without a clinic."""
    connection = take(engine)
    try:
        yield connection
    finally:
        give_back(connection)


def let_go() -> None:
    """Give back what this thread has kept; nothing where it has kept none."""
    connection, _shared.connection, _shared.taken = _shared.connection, None, False
    if connection is not None:
        connection.close()

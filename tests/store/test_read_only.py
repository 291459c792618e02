"""A database that can be read and not written to: said in words, and over by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event

from monitor.errors import StoreUnavailable
from monitor.services import board, changes, sessions
from monitor.services.recording import record_events
from tests.people import Cast


@contextmanager
def read_only(engine: Engine, server: str) -> Iterator[None]:
    """Let nothing be written, on every connection that the program has or opens."""
    if engine.dialect.name == "postgresql":
        with _default(engine, server, "on"):
            yield
        return

    def refuse(connection: Any, _record: object, _proxy: object) -> None:
        connection.execute("PRAGMA query_only = 1").close()

    def allow(connection: Any, _record: object, _proxy: object) -> None:
        connection.execute("PRAGMA query_only = 0").close()

    event.listen(engine, "checkout", refuse)
    try:
        yield
    finally:
        event.remove(engine, "checkout", refuse)
        event.listen(engine, "checkout", allow)


@contextmanager
def _default(engine: Engine, server: str, value: str) -> Iterator[None]:
    asked = f"ALTER DATABASE {engine.url.database} SET default_transaction_read_only = "
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute((asked + value).encode())
        engine.dispose()  # as after a fail-over: every connection is a new one
        try:
            yield
        finally:
            connection.execute((asked + "off").encode())


def test_nothing_is_half_written_reading_goes_on_and_it_is_over_without_help(
    cast_anywhere: Cast, postgresql_server: str
) -> None:
    cast = cast_anywhere
    session_id = cast.start().head.id
    body = cast.body("mobility", gait="steady")
    before = changes.version(cast.house, cast.nurse)

    with read_only(cast.house.engine, postgresql_server):
        for _ in range(2):
            with pytest.raises(StoreUnavailable, match="cannot be written to"):
                record_events(cast.house, cast.nurse, session_id, "k", [body])
        assert changes.version(cast.house, cast.nurse) == before
        assert board.read_board(cast.house, cast.nurse).cards[0].session is not None
        view = sessions.read_session(cast.house, cast.physician, session_id)
        assert len(view.entries) == 1

    assert record_events(cast.house, cast.nurse, session_id, "k", [body]).replayed is False
    assert record_events(cast.house, cast.nurse, session_id, "k", [body]).replayed is True
    assert len(sessions.read_session(cast.house, cast.nurse, session_id).entries) == 2

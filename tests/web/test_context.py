"""What a callback asks of the services goes through one connection, which is given back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import QueuePool, event

from monitor.errors import NotFound
from monitor.services.changes import version
from monitor.services.people import read_clinic
from monitor.services.sessions import read_session
from monitor.web.context import in_thread
from tests.people import Cast

GIVEN_BACK_WITHIN_S = 10.0


@pytest.fixture
def taken(cast: Cast) -> Iterator[list[object]]:
    """Notes every connection that is taken out of the pool."""
    notes: list[object] = []

    def note(_driver: object, record: object, _proxy: object) -> None:
        notes.append(record)

    event.listen(cast.house.engine, "checkout", note)
    yield notes
    event.remove(cast.house.engine, "checkout", note)


def is_given_back(cast: Cast) -> bool:
    """It is let go once the answer is on its way: on the other thread, a moment later."""
    pool = cast.house.engine.pool
    assert isinstance(pool, QueuePool)
    until = time.monotonic() + GIVEN_BACK_WITHIN_S
    while pool.checkedout() and time.monotonic() < until:
        time.sleep(0.01)
    return pool.checkedout() == 0


def test_two_service_calls_of_a_callback_take_one_connection(
    cast: Cast, taken: list[object]
) -> None:
    def both() -> tuple[int, str]:
        return version(cast.house, cast.nurse), read_clinic(cast.house, cast.nurse).name

    number, name = asyncio.run(in_thread(both))

    assert number > 0
    assert name
    assert len(taken) == 1
    assert is_given_back(cast)


def test_a_call_that_fails_gives_its_connection_back(cast: Cast, taken: list[object]) -> None:
    with pytest.raises(NotFound):
        asyncio.run(in_thread(read_session, cast.house, cast.nurse, "nobody"))

    assert taken
    assert is_given_back(cast)

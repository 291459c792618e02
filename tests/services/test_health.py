"""Whether the database takes what is written: noted with every change, tried in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Event
from threading import enumerate as running
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event, select

from monitor.errors import (
    MonitorError,
    NotPermitted,
    StoreFull,
    StoreLocked,
    StoreMissing,
    StoreUnavailable,
)
from monitor.services import reading_language
from monitor.services.health import FULL, LOCKED, UNWRITABLE, StoreHealth
from monitor.store import trying
from monitor.store.tables import clinics
from monitor.store.trying import try_writing
from tests.people import Cast

WITHIN_S = 30.0
_NAME = select(clinics.c.name, clinics.c.version, clinics.c.audit_seq)


class Seconds:
    """A clock of seconds that is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def tried(health: StoreHealth, write: Callable[[], None]) -> bool:
    """Whether it was tried, and is over."""
    over = Event()

    def once() -> None:
        try:
            write()
        finally:
            over.set()

    health.try_beside(once)
    for one in running():
        if one.name == "store-health":
            one.join(WITHIN_S)
    return over.is_set()


def refusing(error: MonitorError) -> Callable[[], None]:
    def write() -> None:
        raise error

    return write


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (StoreFull("x"), FULL),
        (StoreUnavailable("x"), UNWRITABLE),
        (StoreMissing("x"), ""),
        (NotPermitted("x"), ""),
        (None, ""),
    ],
)
def test_a_fault_is_what_keeps_everybody_from_writing(
    error: MonitorError | None, fault: str
) -> None:
    health = StoreHealth(Seconds())
    health.failed(error)
    assert health.fault == fault
    health.wrote()
    assert health.fault == ""


def test_one_change_that_gives_way_is_no_fault_and_nothing_for_five_seconds_is() -> None:
    clock = Seconds()
    health = StoreHealth(clock)
    clock.now = 4.9
    health.failed(StoreLocked("x"))
    assert health.fault == ""
    clock.now = 5.0
    health.failed(StoreLocked("x"))
    assert health.fault == LOCKED


def test_it_is_tried_every_three_seconds_while_it_lasts_and_goes_by_itself() -> None:
    clock = Seconds()
    health = StoreHealth(clock)
    health.failed(StoreFull("x"))
    clock.now = 2.9
    assert not tried(health, lambda: None)
    clock.now = 3.0
    assert tried(health, refusing(StoreFull("x")))
    assert health.fault == FULL
    clock.now = 5.9
    assert not tried(health, lambda: None)
    clock.now = 6.0
    assert tried(health, lambda: None)
    assert health.fault == ""


def test_where_nobody_writes_it_is_tried_once_a_minute() -> None:
    clock = Seconds()
    health = StoreHealth(clock)
    clock.now = 59.9
    assert not tried(health, lambda: None)
    clock.now = 60.0
    assert tried(health, refusing(StoreUnavailable("x")))
    assert health.fault == UNWRITABLE


def read_only(connection: Any, _record: object, _proxy: object) -> None:
    connection.execute("PRAGMA query_only = ON").close()


def no_room(connection: Any, _record: object, _proxy: object) -> None:
    connection.execute("PRAGMA max_page_count = 1").close()  # SQLite takes the present size


@pytest.mark.parametrize(("limit", "fault"), [(read_only, UNWRITABLE), (no_room, FULL)])
def test_a_database_that_takes_nothing_is_noticed_and_noticed_again_when_it_does(
    cast: Cast, limit: Callable[..., None], fault: str
) -> None:
    engine = cast.house.engine
    if engine.dialect.name != "sqlite":
        pytest.skip("it is about a SQLite file")
    health = StoreHealth(Seconds())
    house = replace(cast.house, health=health)
    event.listen(engine, "checkout", limit)
    with pytest.raises(StoreUnavailable):
        try_writing(engine)
    if fault == UNWRITABLE:  # a row that is renewed needs no room
        with pytest.raises(StoreUnavailable):
            reading_language.choose_language(house, cast.nurse, "es")
        assert health.fault == fault
    event.remove(engine, "checkout", limit)
    engine.dispose()

    reading_language.choose_language(house, cast.nurse, "es")
    try_writing(engine)
    assert health.fault == ""
    with cast.house.reading(cast.nurse.clinic_id) as look:
        assert look.all(_NAME)[0].name == "DEMO Clinic"  # trying has changed nothing


def test_trying_leaves_everything_as_it_is(cast_anywhere: Cast) -> None:
    house = cast_anywhere.house
    with house.reading(cast_anywhere.nurse.clinic_id) as look:
        before = [tuple(row) for row in look.all(_NAME)]
    try_writing(house.engine)
    with house.reading(cast_anywhere.nurse.clinic_id) as look:
        assert [tuple(row) for row in look.all(_NAME)] == before


def test_a_disk_without_room_for_the_next_sets_is_full_although_it_takes_one_more_page(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    if cast.house.engine.dialect.name != "sqlite":
        pytest.skip("it is about the disk of a SQLite file")
    for free, full in ((trying.LEAST_FREE_BYTES - 1, True), (trying.LEAST_FREE_BYTES, False)):
        monkeypatch.setattr(trying, "disk_usage", lambda _folder, free=free: _usage(free))
        if full:
            with pytest.raises(StoreFull):
                try_writing(cast.house.engine)
        else:
            try_writing(cast.house.engine)


def _usage(free: int) -> SimpleNamespace:
    return SimpleNamespace(free=free)

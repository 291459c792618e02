"""A demo clinic in a database of its own, with a clock that the test holds."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from monitor.bootstrap import build_house, prepare_database
from monitor.demo.clinic import read_clinic
from monitor.demo.running import People
from monitor.demo.seeding import ToldClock, bring_up, seed
from monitor.demo.stage import set_stage
from monitor.services.board import read_board
from monitor.services.house import House
from monitor.services.views import Board
from monitor.settings import Settings
from tests.databases import ON_POSTGRESQL, copy_to, url_for

OPENED_AT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
SEED = 11
_opened: list[Engine] = []


@dataclass
class Demo:
    """The running demo, as its tests see it."""

    house: House
    clock: ToldClock
    people: People

    def board(self) -> Board:
        return read_board(self.house, self.people.stage.nurse)

    def pass_minutes(self, minutes: float, step: timedelta = timedelta(seconds=30)) -> None:
        """Let the invented people work while the time goes by."""
        end = self.clock.now + timedelta(minutes=minutes)
        while self.clock.now < end:
            self.clock.now += step
            self.people.look_round()


def open_demo(url: str, now: datetime = OPENED_AT, seeded_with: int = SEED) -> Demo:
    settings = Settings(database_url=url)
    prepare_database(settings)
    clock = ToldClock(now)
    house = replace(build_house(settings, demo=True), clock=clock)
    _opened.append(house.engine)
    seed(house, now, seeded_with)
    return Demo(house, clock, People(set_stage(house, read_clinic()), read_clinic(), seeded_with))


def kept(demo: Demo) -> list[tuple[str, ...]]:
    """Everything recorded in every session, the register and the handovers.

    Without the ids that are drawn anew each time.
    """
    asked = (
        "SELECT events.kind, events.at, events.received_at, events.by_role, events.body"
        " FROM session_events AS events"
        " WHERE events.kind <> 'session_started'",
        "SELECT drug, lot, strength, action, amount_mg, at, recorded_at FROM register_entries",
        "SELECT reason, signed_at, note FROM handovers"
        " JOIN handover_chairs ON handover_id = handovers.id",
    )
    with demo.house.engine.connect() as connection:
        found = [tuple(map(str, row)) for each in asked for row in connection.execute(text(each))]
    return sorted(found)


def open_today(url: str, seeded_with: int) -> Demo:
    """The demo as it opens, without its past months."""
    settings, clinic = Settings(database_url=url), read_clinic()
    prepare_database(settings)
    house = replace(build_house(settings, demo=True), clock=ToldClock(OPENED_AT))
    _opened.append(house.engine)
    bookings = clinic.bookings(OPENED_AT, seeded_with, house.protocols)
    bring_up(house, clinic, bookings, OPENED_AT)
    stage = set_stage(house, clinic)
    return Demo(house, ToldClock(OPENED_AT), People(stage, clinic, seeded_with))


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    """Nobody keeps a database open that a test opened by itself."""
    before = len(_opened)
    yield
    for engine in _opened[before:]:
        engine.dispose()
    del _opened[before:]


@pytest.fixture(scope="session")
def seeded_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demo as it opens; to be copied, not to be used."""
    file = tmp_path_factory.mktemp("demo") / "seeded.db"
    if ON_POSTGRESQL:
        url = url_for(file)
        open_demo(url).house.engine.dispose()
        return url
    shutil.copy(_seeded_file(tmp_path_factory.getbasetemp()), file)
    return f"sqlite:///{file}"


def _seeded_file(folder: Path) -> Path:
    """The demo as it opens in a file, made by that worker which is first to need it."""
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    made, being_made = shared / "seeded-demo.db", shared / "seeded-demo-being-made.db"
    with (shared / "seeded-demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            opened = open_demo(f"sqlite:///{being_made}")
            with opened.house.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            opened.house.engine.dispose()
            being_made.rename(made)
    return made


@pytest.fixture
def demo_url(seeded_url: str, tmp_path: Path) -> str:
    """A database with the demo as it opens."""
    return copy_to(seeded_url, tmp_path / "demo.db")


@pytest.fixture
def demo(demo_url: str) -> Iterator[Demo]:
    """The demo as it opens."""
    opened = open_demo(demo_url)
    yield opened
    opened.house.engine.dispose()

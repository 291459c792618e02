"""Houses to try things in: on a fresh SQLite file, and where it matters on PostgreSQL too.

With TEST_ENGINE=postgresql every house that is not asked for by kind is on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from tests.databases import (
    ENGINES,
    end_what_runs_on,
    fresh_here,
    fresh_postgresql,
    fresh_sqlite,
    the_server,
)

if TYPE_CHECKING:
    from tests.people import Cast, SettableClock

LONGEST = (
    "test_every_screen.py",
    "test_whole_session.py",
    "test_enlarged.py",
    "test_administration.py",
    "test_record_dialogs.py",
    "test_empty_screens.py",
    "test_downtime.py",
    "test_keyboard.py",
    "test_handover.py",
    "test_conflicts.py",
    "test_record_outbox.py",
    "test_sign_in.py",
    "test_scales.py",
    "test_chart.py",
    "test_setting_up.py",
    "test_board.py",
    "test_killed.py",
    "test_unsent.py",
    "test_access.py",
)
"""The journeys' longest files, the longest first."""
FIRST = (
    "demo/test_demo_clinic.py",
    "store/test_erasing.py",
    "store/test_verifying.py",
    "server/test_kill.py",
    "services/test_permissions.py",
    "soak/test_soak.py",
    "store/test_older.py",
    "demo/test_summing_up.py",
    "api/test_document.py",
    "store/test_sealing.py",
    "server/test_listening.py",
    "clinical/test_laws.py",
    "clinical/test_numbers_held.py",
    "services/test_attacked_versions.py",
    "services/test_protocol_versions.py",
    "services/test_clinic_months.py",
    "clinical/test_first_met.py",
    "api/test_malformed.py",
    "api/test_fuzzed.py",
)
"""The longest files of the others."""


@pytest.fixture
def clock() -> SettableClock:
    from tests.people import SettableClock

    return SettableClock()


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    engine = fresh_sqlite(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def any_engine(tmp_path: Path) -> Iterator[Engine]:
    """A fresh, migrated database of the kind that this run is about."""
    with fresh_here(tmp_path) as engine:
        yield engine
        end_what_runs_on()


@pytest.fixture
def cast(any_engine: Engine, clock: SettableClock) -> Cast:
    """The people of a fresh clinic."""
    from tests.people import gathered

    return gathered(any_engine, clock)


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    return the_server()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A fresh, migrated database: each test runs on both."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_engine")
        return
    with fresh_postgresql(request.getfixturevalue("postgresql_server")) as engine:
        yield engine


@pytest.fixture
def cast_anywhere(engine: Engine, clock: SettableClock) -> Cast:
    """The people of a fresh clinic, on each database."""
    from tests.people import gathered

    return gathered(engine, clock)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the journeys last, and the longest files of either first.

    The browser's driver keeps the thread's event loop once it runs, and no core should be left
    with the one long file when the other is done.
    """
    journeys = {name: place for place, name in enumerate(LONGEST)}
    others = {name: place for place, name in enumerate(FIRST)}

    def place(path: Path) -> tuple[bool, int]:
        if "journeys" in path.parts:
            return True, journeys.get(path.name, len(LONGEST))
        return False, others.get(f"{path.parent.name}/{path.name}", len(FIRST))

    items.sort(key=lambda item: place(item.path))

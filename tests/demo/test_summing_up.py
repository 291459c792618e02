"""The clinic's figures have the demo's past months soon after its start."""

from __future__ import annotations

from datetime import date
from threading import Event

from sqlalchemy import func, select

from monitor.demo import running
from monitor.services.clinic_figures import ClinicFigures, ClinicQuestion, read_clinic_figures
from monitor.store.tables import audit_entries, session_summaries, sessions
from tests.demo.conftest import SEED, Demo

EVER = ClinicQuestion(date(2020, 1, 1), date(2030, 1, 1))
READ = "clinic:figures:read"


class Ticks(Event):
    """Lets so many ticks go by at once, and says then that it is over."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.left = number

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout == running.TICK_SECONDS
        self.left -= 1
        return self.left < 0


def _count(demo: Demo, *asked: object) -> int:
    with demo.house.engine.connect() as connection:
        return int(connection.execute(select(func.count()).where(*asked)).scalar_one())  # type: ignore[arg-type]


def _read_so_far(demo: Demo) -> int:
    return _count(demo, audit_entries.c.action == READ)


def _read(demo: Demo) -> ClinicFigures:
    return read_clinic_figures(demo.house, demo.people.stage.physician, EVER)


def test_all_past_sessions_are_summed_up_soon_and_written_down_once(demo: Demo) -> None:
    closed = _count(demo, sessions.c.closed_at.is_not(None))
    assert closed > 100
    # Another test may have asked for figures of what this demo is a copy of.
    before, asked = _count(demo, session_summaries.c.session_id.is_not(None)), _read_so_far(demo)
    assert before < closed - running.SUMMED_AT_ONCE

    running.run(demo.house, Ticks(1), SEED)
    some = _count(demo, session_summaries.c.session_id.is_not(None)) - before
    assert some == running.SUMMED_AT_ONCE

    ticks = closed // running.SUMMED_AT_ONCE + 3
    assert ticks * running.TICK_SECONDS <= 90
    running.run(demo.house, Ticks(ticks), SEED)

    assert _count(demo, session_summaries.c.session_id.is_not(None)) >= closed
    assert _read_so_far(demo) == asked + 1
    found = _read(demo)
    assert (found.waiting, len(found.frame) >= closed) == (0, True)
    assert running.sum_up(demo.people.stage)  # there is nothing left to do

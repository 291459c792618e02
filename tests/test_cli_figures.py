"""Summing up everything from the command line, as after an upgrade."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from monitor.store.engine import open_engine
from monitor.store.tables import session_summaries, summary_months
from tests.command import monitor
from tests.databases import url_for
from tests.people import SettableClock, build_house, gather
from tests.services.test_clinic_months import treat


def test_every_closed_session_and_every_month_that_is_over_is_kept(tmp_path: Path) -> None:
    assert monitor("migrate", folder=tmp_path).returncode == 0
    engine, clock = open_engine(url_for(tmp_path / "var" / "monitor.db")), SettableClock()
    cast = gather(build_house(engine, clock), clock)
    sessions = {treat(cast), treat(cast)}

    done = monitor("summaries", "--acting", "physician", folder=tmp_path)
    again = monitor("summaries", "--acting", "physician", folder=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    said = "2 sessions are summed up\nEvery closed session is summed up.\n"
    assert done.stdout == said
    assert again.stdout == "Every closed session is summed up.\n"
    with engine.connect() as connection:
        kept = {row.session_id for row in connection.execute(select(session_summaries))}
        months = [row.month for row in connection.execute(select(summary_months))]
    engine.dispose()
    assert kept == sessions
    assert months == ["2026-03"]

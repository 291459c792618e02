"""What is asked often never reads history: SQLite's own plan says so."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from monitor.services import board, changes, patients, people, sessions
from monitor.store.prepared import Prepared, Values
from tests.people import PASSWORD, Cast
from tests.services.acts import record

_SMALL = {"chairs", "clinics", "people", "person_roles"}
"""Tables that hold a clinic's room and people, and never grow with its history."""


def test_no_frequent_question_reads_through_a_table_that_grows(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    if cast.house.engine.dialect.name != "sqlite":
        pytest.skip("it is about SQLite's plan")
    asked: list[tuple[str, Any]] = []
    tell = Prepared.told

    def note(statement: str, parameters: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE")):
            asked.append((statement, parameters))

    def told(self: Prepared, values: Values) -> Any:
        note(self.text, tell(self, values))
        return tell(self, values)

    def listen(_connection, _cursor, statement, parameters, *_rest) -> None:  # type: ignore[no-untyped-def]
        note(statement, parameters)

    monkeypatch.setattr(Prepared, "told", told)
    event.listen(cast.house.engine, "before_cursor_execute", listen)
    session_id = cast.start().head.id
    signed_in = people.sign_in_with_password(cast.house, "nurse", PASSWORD)
    people.identify(cast.house, signed_in.sign_in_token)
    people.tiles(cast.house, signed_in.device_token)
    record(cast, cast.nurse, session_id, cast.body("mobility", gait="steady"))
    cast.house.memory._records.clear()
    cast.house.memory._rooms.clear()
    board.read_board(cast.house, cast.nurse)
    sessions.read_session(cast.house, cast.nurse, session_id)
    sessions.list_sessions(cast.house, cast.nurse)
    patients.find_patients(cast.house, cast.nurse, "maya")
    patients.find_patients(cast.house, cast.nurse, "")
    changes.version(cast.house, cast.nurse)
    event.remove(cast.house.engine, "before_cursor_execute", listen)

    reading = {
        f"{step} IN {statement}"
        for statement, parameters in asked
        for step in _plan(cast, statement, parameters)
        if (step.startswith("SCAN") and step.split()[1] not in _SMALL)
        or ("TEMP B-TREE FOR ORDER BY" in step and "closed_at IS NULL" not in statement)
    }
    assert len(asked) > 30
    assert {step for step in reading if not _is_of_few_rows(step)} == set()


def _plan(cast: Cast, statement: str, parameters: Any) -> list[str]:
    with cast.house.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [row[3] for row in rows]


def _is_of_few_rows(step: str) -> bool:
    """Sorting the chairs, the people, at most fifty patients by their ids, the duties still on."""
    if step.startswith("USE TEMP B-TREE FOR ORDER BY") and "duties.until_at > ?" in step:
        return True
    return any(part in step for part in ("FROM chairs", "FROM people", "patients.id IN"))

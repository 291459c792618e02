from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from sqlalchemy import Engine, delete, insert, select, text, update

from monitor.access.audit import AuditAction
from monitor.errors import Conflict, MonitorError, NotFound
from monitor.store import chairs, sessions
from monitor.store.chain import START, link
from monitor.store.tables import APPEND_ONLY, audit_entries, metadata, receipts
from monitor.store.tables import chairs as chair_table
from monitor.store.verifying import verify
from monitor.store.work import About, Founding, Reading, Writing

NOW = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
HERE, ELSEWHERE = "clinic-here", "clinic-elsewhere"
_ENTRIES = select(audit_entries).order_by(audit_entries.c.seq)


@pytest.fixture
def founded(engine: Engine) -> Engine:
    for clinic_id in (HERE, ELSEWHERE):
        values = {"name": clinic_id, "zone": "UTC", "founded_at": NOW}
        with Founding(engine, clinic_id, values) as work:
            work.audit(AuditAction.CLINIC_FOUNDED, NOW, None)
            work.commit()
    return engine


def add_chair(work: Writing, name: str) -> None:
    chairs.add_chair(work, {"id": name, "label": name, "room": "", "place": 1})


@contextmanager
def changing(engine: Engine, clinic_id: str = HERE) -> Iterator[Writing]:
    with Writing(engine, clinic_id) as work:
        yield work
        work.audit(AuditAction.CHAIR_ADDED, NOW, None)
        work.commit()


def labels(engine: Engine, clinic_id: str = HERE) -> list[str]:
    with Reading(engine, clinic_id) as look:
        return [row.label for row in chairs.all_chairs(look)]


def test_work_that_is_not_committed_is_undone(founded: Engine) -> None:
    with Writing(founded, HERE) as work:
        add_chair(work, "3")
        work.audit(AuditAction.CHAIR_ADDED, NOW, None)

    assert labels(founded) == []


def test_work_that_fails_half_way_is_undone_whole(founded: Engine) -> None:
    def fall_over() -> None:
        with changing(founded) as work:
            add_chair(work, "3")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fall_over()

    assert labels(founded) == []


def test_committed_work_stays_and_the_version_grows(founded: Engine) -> None:
    with Reading(founded, HERE) as look:
        before = look.version()
    with changing(founded) as work:
        add_chair(work, "3")

    with Reading(founded, HERE) as look:
        assert look.version() == before + 1
    assert labels(founded) == ["3"]


def test_a_change_without_an_audit_entry_cannot_be_committed(founded: Engine) -> None:
    with Writing(founded, HERE) as work:
        add_chair(work, "3")
        with pytest.raises(RuntimeError, match="without an audit entry"):
            work.commit()

    assert labels(founded) == []


def test_an_audit_entry_that_cannot_be_written_undoes_the_change(founded: Engine) -> None:
    with founded.begin() as connection:
        connection.execute(text("ALTER TABLE audit_entries RENAME TO elsewhere"))

    with pytest.raises(MonitorError), changing(founded) as work:
        add_chair(work, "3")

    assert labels(founded) == []


def test_one_clinic_sees_and_changes_nothing_of_another(founded: Engine) -> None:
    with changing(founded, ELSEWHERE) as work:
        add_chair(work, "theirs")

    with changing(founded) as work:
        moved = work.change(update(chair_table).values(room="ours"))
        removed = work.change(delete(chair_table))

    assert (moved, removed) == (0, 0)
    assert labels(founded) == []
    assert labels(founded, ELSEWHERE) == ["theirs"]


def test_a_row_cannot_be_written_into_another_clinic(founded: Engine) -> None:
    with changing(founded) as work:
        row = {"id": "sly", "label": "sly", "room": "", "place": 1, "clinic_id": ELSEWHERE}
        work.change(insert(chair_table), **row)

    assert labels(founded, ELSEWHERE) == []
    assert labels(founded) == ["sly"]


def test_a_clinic_that_is_not_there_is_told_so(founded: Engine) -> None:
    with pytest.raises(NotFound), Writing(founded, "clinic-nowhere"):
        pass
    with pytest.raises(NotFound), Reading(founded, "clinic-nowhere") as look:
        look.version()


def test_the_same_thing_twice_is_a_conflict_and_not_a_crash(founded: Engine) -> None:
    with changing(founded) as work:
        add_chair(work, "3")

    with pytest.raises(Conflict, match="contradicts"), changing(founded) as work:
        add_chair(work, "3")


def test_the_audit_is_a_chain_that_a_change_breaks(founded: Engine) -> None:
    for label in ("1", "2", "3"):
        with Writing(founded, HERE) as work:
            add_chair(work, label)
            work.audit(AuditAction.CHAIR_ADDED, NOW, None, About(detail={"label": label, "n": 1.5}))
            work.commit()

    with Reading(founded, HERE) as look:
        entries = [dict(row._mapping) for row in look.all(_ENTRIES)]

    assert [entry["seq"] for entry in entries] == [1, 2, 3, 4]
    assert entries[0]["previous_hash"] == START
    for before, entry in pairwise(entries):
        assert entry["previous_hash"] == before["hash"]
    assert all(link(entry) == entry["hash"] for entry in entries)
    assert link({**entries[2], "detail": {"label": "9", "n": 1.5}}) != entries[2]["hash"]


def test_an_entry_made_at_an_instant_of_another_zone_is_whole(founded: Engine) -> None:
    there = NOW.astimezone(timezone(timedelta(hours=5, minutes=45)))
    with Writing(founded, HERE) as work:
        work.audit(AuditAction.CHAIR_ADDED, there, None)
        work.commit()

    assert [verdict.faults for verdict in verify(founded)] == [[], []]


def test_a_fact_that_no_entry_vouches_for_cannot_be_committed(founded: Engine) -> None:
    values = {"protocol_id": "p", "version": 1, "digest": "d", "text": "t", "pinned_at": NOW}
    with Writing(founded, HERE) as work:
        work.audit(AuditAction.CHAIR_ADDED, NOW, None)
        sessions.pin_protocol(work, values)
        with pytest.raises(RuntimeError, match="vouches for rows of protocol_versions"):
            work.commit()


def test_a_fact_cannot_even_be_asked_to_change(founded: Engine) -> None:
    with Writing(founded, HERE) as work:
        for statement in (update(receipts).values(key="k"), delete(receipts)):
            with pytest.raises(RuntimeError, match="facts"):
                work.change(statement)


@pytest.mark.parametrize("table", [table.name for table in APPEND_ONLY])
def test_the_database_itself_keeps_the_record_append_only(founded: Engine, table: str) -> None:
    with founded.connect() as connection:
        triggers = _protected(founded, connection, table)

    verbs = {"update", "delete"} | ({"truncate"} if founded.dialect.name == "postgresql" else set())
    assert triggers == {f"{table}_no_{verb}" for verb in verbs}


def _protected(engine: Engine, connection, table: str) -> set[str]:  # type: ignore[no-untyped-def]
    if engine.dialect.name == "sqlite":
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
    else:
        asked = "SELECT tgname FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass)"
        asked += " AND NOT tgisinternal"
    return {row[0].lower() for row in connection.execute(text(asked), {"table": table})}


def test_an_audit_entry_can_be_neither_changed_nor_removed(founded: Engine) -> None:
    for statement in (update(audit_entries).values(action="x"), delete(audit_entries)):
        with pytest.raises(Conflict), changing(founded) as work:
            work.change(statement)


def test_every_table_is_named_in_the_plural(founded: Engine) -> None:
    assert all(name.endswith("s") or name == "people" for name in metadata.tables)
    assert founded is not None

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, event

from monitor.access.audit import AuditAction
from monitor.store import chairs
from monitor.store.one_connection import one_connection
from monitor.store.work import Founding, Glance, OneLook, Reading, Writing
from tests.store.test_work import HERE, NOW, add_chair, changing, labels


@pytest.fixture
def founded(engine: Engine) -> Engine:
    with Founding(engine, HERE, {"name": HERE, "zone": "UTC", "founded_at": NOW}) as work:
        work.audit(AuditAction.CLINIC_FOUNDED, NOW, None)
        work.commit()
    return engine


@pytest.fixture
def taken(founded: Engine) -> Iterator[list[object]]:
    """Notes every connection that is taken out of the pool."""
    notes: list[object] = []

    def note(_driver: object, record: object, _proxy: object) -> None:
        notes.append(record)

    event.listen(founded, "checkout", note)
    yield notes
    event.remove(founded, "checkout", note)


def connection_of(work: Reading) -> Connection:
    return work._connection


def test_transactions_that_follow_one_another_go_through_one_connection(
    founded: Engine, taken: list[object]
) -> None:
    with one_connection():
        assert labels(founded) == []
        with changing(founded) as work:
            add_chair(work, "3")
        assert labels(founded) == ["3"]

    assert len(taken) == 1
    assert founded.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_outside_each_takes_its_own(founded: Engine, taken: list[object]) -> None:
    labels(founded)
    labels(founded)

    assert len(taken) == 2


def test_nothing_is_taken_where_nothing_is_asked(founded: Engine, taken: list[object]) -> None:
    with one_connection():
        pass

    assert taken == []


def test_one_inside_another_has_a_connection_of_its_own(founded: Engine) -> None:
    with one_connection(), Reading(founded, HERE) as outer:
        with Reading(founded, HERE) as inner:
            assert connection_of(inner) is not connection_of(outer)
        assert chairs.all_chairs(outer) == []

    assert founded.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_what_was_not_committed_is_undone_before_the_next_looks(founded: Engine) -> None:
    with one_connection():
        with Writing(founded, HERE) as work:
            add_chair(work, "3")
            work.audit(AuditAction.CHAIR_ADDED, NOW, None)

        assert labels(founded) == []


def test_a_failure_in_one_leaves_the_connection_to_the_next(founded: Engine) -> None:
    with one_connection():
        with pytest.raises(ZeroDivisionError), Writing(founded, HERE):
            raise ZeroDivisionError
        with changing(founded) as work:
            add_chair(work, "4")

    assert labels(founded) == ["4"]


def test_a_look_after_a_change_takes_no_write_lock(founded: Engine) -> None:
    with one_connection():
        with changing(founded) as work:
            add_chair(work, "3")
        with Reading(founded, HERE):
            another = threading.Thread(target=_add, args=(founded, "4"))
            another.start()
            another.join(30)
            assert not another.is_alive()

    assert labels(founded) == ["3", "4"]


def _add(engine: Engine, name: str) -> None:
    with changing(engine) as work:
        add_chair(work, name)


def test_each_thread_has_its_own(founded: Engine) -> None:
    seen: list[list[str]] = []
    with one_connection(), Writing(founded, HERE) as work:
        add_chair(work, "3")
        work.audit(AuditAction.CHAIR_ADDED, NOW, None)
        another = threading.Thread(target=lambda: seen.append(labels(founded)))
        another.start()
        another.join(30)
        work.commit()

    assert seen == [[]]


def test_a_look_at_one_instant_shares_nothing(founded: Engine, taken: list[object]) -> None:
    with one_connection():
        labels(founded)
        with OneLook(founded, HERE) as look:
            assert chairs.all_chairs(look) == []
        labels(founded)

    assert len(taken) == 2


def test_a_connection_that_broke_is_not_used_again(founded: Engine) -> None:
    with one_connection():
        with Reading(founded, HERE) as look:
            connection_of(look).invalidate()
        assert labels(founded) == []

    assert labels(founded) == []


def test_one_within_another_ends_with_the_outer_one(founded: Engine, taken: list[object]) -> None:
    with one_connection():
        with one_connection():
            labels(founded)
        labels(founded)

    assert len(taken) == 1
    assert founded.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_a_single_question_is_answered_and_leaves_nothing_open(founded: Engine) -> None:
    with one_connection():
        with Glance(founded, HERE) as look:
            assert chairs.all_chairs(look) == []
        with changing(founded) as work:
            add_chair(work, "5")
        with Glance(founded, HERE) as look:
            assert [row.label for row in chairs.all_chairs(look)] == ["5"]

    assert founded.pool.checkedout() == 0  # type: ignore[attr-defined]

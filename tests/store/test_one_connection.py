from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, QueuePool, event

from monitor.access.audit import AuditAction
from monitor.errors import StoreLocked
from monitor.store import chairs, door
from monitor.store.engine import open_engine
from monitor.store.one_connection import let_go, one_connection
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


def test_what_is_kept_stays_with_the_thread_until_it_is_let_go(
    founded: Engine, taken: list[object]
) -> None:
    with one_connection(keep=True):
        labels(founded)
    assert founded.pool.checkedout() == 1  # type: ignore[attr-defined]

    let_go()
    let_go()  # of nothing, nothing

    assert founded.pool.checkedout() == 0  # type: ignore[attr-defined]
    with one_connection():
        labels(founded)
    assert len(taken) == 2
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
            _add_beside(founded, "4")

    assert labels(founded) == ["3", "4"]


def _add_beside(engine: Engine, name: str) -> None:
    def add() -> None:
        with changing(engine) as work:
            add_chair(work, name)

    another = threading.Thread(target=add)
    another.start()
    another.join(30)
    assert not another.is_alive()


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


def test_a_look_at_one_instant_leaves_nothing_set_on_the_connection(
    founded: Engine, taken: list[object]
) -> None:
    with one_connection():
        with OneLook(founded, HERE) as look:
            assert chairs.all_chairs(look) == []
            _add_beside(founded, "3")
            assert chairs.all_chairs(look) == []  # as at one instant
        with Reading(founded, HERE) as look:
            assert [row.label for row in chairs.all_chairs(look)] == ["3"]
            _add_beside(founded, "4")
            at_once = founded.dialect.name == "postgresql"
            assert len(chairs.all_chairs(look)) == (2 if at_once else 1)

    assert len(set(map(id, taken))) <= 2  # this thread's, and the other one's


def test_no_thread_that_holds_one_waits_for_a_second(founded: Engine) -> None:
    """As many as there are connections, each asking twice: with two each, all would wait."""
    many = 12
    small = open_engine(founded.url, busy_timeout=timedelta(seconds=20))
    small.pool = QueuePool(small.pool._creator, pool_size=many, max_overflow=0, timeout=10)
    together, answered = threading.Barrier(many), []

    def ask() -> None:
        with one_connection():
            with Glance(small, HERE) as look:
                chairs.all_chairs(look)
            together.wait(20)
            with OneLook(small, HERE) as look:
                answered.append(chairs.all_chairs(look))
            door.only_clinic(small)

    threads = [threading.Thread(target=ask) for _ in range(many)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    small.dispose()

    assert answered == [[]] * many


def test_where_none_is_free_it_is_said_in_words(founded: Engine) -> None:
    small = open_engine(founded.url)
    small.pool = QueuePool(small.pool._creator, pool_size=1, max_overflow=0, timeout=0.1)

    with (
        Reading(small, HERE),
        pytest.raises(StoreLocked, match="Too much is asked"),
        Reading(small, HERE),
    ):
        pass
    small.dispose()


def test_a_change_that_could_not_begin_leaves_no_write_lock_to_the_next(founded: Engine) -> None:
    hasty = open_engine(founded.url, busy_timeout=timedelta(milliseconds=50))
    with one_connection(), Writing(founded, HERE):
        with pytest.raises(StoreLocked), one_connection(), Writing(hasty, HERE):
            pass
        assert labels(hasty) == []
    hasty.dispose()


def test_nothing_is_asked_of_a_look_that_has_ended(founded: Engine) -> None:
    with one_connection():
        with Reading(founded, HERE) as look:
            pass
        with Writing(founded, HERE) as work:
            pass
        with pytest.raises(AttributeError):
            chairs.all_chairs(look)
        with pytest.raises(AttributeError):
            add_chair(work, "3")

    assert labels(founded) == []


def test_a_glance_asks_one_question(founded: Engine) -> None:
    with Glance(founded, HERE) as look:
        chairs.all_chairs(look)
        with pytest.raises(RuntimeError, match="one question"):
            chairs.all_chairs(look)


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

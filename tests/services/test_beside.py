from __future__ import annotations

import asyncio
import threading
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any

import pytest
from structlog.testing import capture_logs

from monitor.services.beside import MOST_THREADS, Threads, beside, beside_first, finish_calls

_who: ContextVar[str] = ContextVar("who", default="nobody")


def test_what_is_run_beside_the_loop_answers_with_what_it_was_given() -> None:
    async def ask() -> tuple[str, bool]:
        loops = threading.get_ident()

        def act(first: str, *, second: str) -> tuple[str, bool]:
            return first + second, threading.get_ident() == loops

        return await beside(act, "a", second="b")

    assert asyncio.run(ask()) == ("ab", False)


def test_what_it_raises_is_raised_where_it_was_asked_for() -> None:
    def act() -> None:
        raise KeyError("no such chair")

    with pytest.raises(KeyError, match="no such chair"):
        asyncio.run(beside(act))


def test_an_iterator_that_ran_out_is_a_fault_and_not_an_answer_for_which_one_waits_for_ever() -> (
    None
):
    async def ask() -> None:
        await asyncio.wait_for(beside(next, iter(())), timeout=20)

    with pytest.raises(RuntimeError, match="StopIteration") as told:
        asyncio.run(ask())

    assert isinstance(told.value.__cause__, StopIteration)


def test_who_acts_goes_along_and_what_is_set_there_stays_there() -> None:
    def act() -> str:
        before = _who.get()
        _who.set("somebody else")
        return before

    async def ask() -> tuple[str, str]:
        _who.set("nora")
        return await beside(act), _who.get()

    assert asyncio.run(ask()) == ("nora", "nora")


def test_the_loop_goes_on_while_something_waits_for_the_disk() -> None:
    disk = threading.Event()

    async def ask() -> bool:
        waiting = asyncio.ensure_future(beside(disk.wait, 20))
        assert await beside(lambda: 1) == 1
        disk.set()
        return await waiting

    assert asyncio.run(ask()) is True


def test_what_has_begun_is_carried_through_though_nobody_waits_any_more() -> None:
    begun, disk, kept = threading.Event(), threading.Event(), threading.Event()
    faults: list[object] = []

    def act() -> None:
        begun.set()
        disk.wait(20)
        kept.set()

    async def ask() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, fault: faults.append(fault))
        asking = asyncio.ensure_future(beside(act))
        await beside(begun.wait, 20)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        disk.set()
        await beside(kept.wait, 20)
        await beside(lambda: None)  # what the other thread told the loop has been heard by now

    asyncio.run(ask())

    assert kept.is_set()
    assert faults == []


def test_what_has_not_begun_is_dropped_when_nobody_waits_any_more() -> None:
    disk = threading.Event()
    done: list[str] = []

    async def ask() -> None:
        busy = [asyncio.ensure_future(beside(disk.wait, 20)) for _ in range(MOST_THREADS)]
        waiting = asyncio.ensure_future(beside(done.append, "late"))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.sleep(0)
        disk.set()
        await asyncio.gather(*busy)
        await beside(lambda: None)

    asyncio.run(ask())

    assert done == []


def test_what_comes_after_runs_on_the_same_thread_and_nobody_waits_for_it() -> None:
    disk, tidied = threading.Event(), threading.Event()
    threads: list[int] = []

    def act() -> int:
        threads.append(threading.get_ident())
        return 1

    def then() -> None:
        disk.wait(20)
        threads.append(threading.get_ident())
        tidied.set()

    async def ask() -> int:
        answer = await beside_first(act, then)
        assert not tidied.is_set()
        disk.set()
        await beside(tidied.wait, 20)
        return answer

    assert asyncio.run(ask()) == 1
    assert threads[0] == threads[1]


def test_it_comes_after_a_failure_too() -> None:
    tidied = threading.Event()

    def act() -> None:
        raise KeyError("no such chair")

    async def ask() -> None:
        with pytest.raises(KeyError, match="no such chair"):
            await beside_first(act, tidied.set)
        await beside(tidied.wait, 20)

    asyncio.run(ask())

    assert tidied.is_set()


def test_a_failure_of_what_comes_after_is_logged_and_the_thread_goes_on() -> None:
    def then() -> None:
        raise OSError("Maya Lindqvist")

    async def ask() -> list[int]:
        return [await beside_first(lambda n=n: n, then) for n in range(MOST_THREADS * 2)]  # type: ignore[misc]

    with capture_logs() as lines:
        answers = asyncio.run(ask())
        asyncio.run(beside(lambda: None))

    assert answers == list(range(MOST_THREADS * 2))
    assert {(line["event"], line["kind"]) for line in lines} == {
        ("after a service call", "OSError")
    }
    assert "Lindqvist" not in str(lines)


def test_a_loop_that_is_closed_leaves_the_threads_at_work() -> None:
    begun, disk = threading.Event(), threading.Event()

    def act() -> None:
        begun.set()
        disk.wait(20)

    loop = asyncio.new_event_loop()
    waiting = loop.create_task(beside(act))
    loop.run_until_complete(asyncio.sleep(0))
    begun.wait(20)
    waiting.cancel()
    loop.run_until_complete(asyncio.gather(waiting, return_exceptions=True))
    loop.close()
    with capture_logs() as lines:
        disk.set()
        assert asyncio.run(beside(lambda: 2)) == 2
        threads = Threads(1)
        heard = threading.Event()
        threads.run(lambda: 1 / 0)  # type: ignore[arg-type]
        threads.run(heard.set)
        assert heard.wait(20)

    assert ("nobody to tell", "ZeroDivisionError") in {
        (line["event"], line["kind"]) for line in lines
    }


def test_no_more_threads_are_started_than_are_needed_at_once() -> None:
    threads = Threads(2)
    seen: set[int] = set()
    done = threading.Event()

    def call() -> None:
        seen.add(threading.get_ident())

    for _ in range(50):
        threads.run(call)
    threads.run(done.set)

    assert done.wait(20)
    assert 1 <= len(seen) <= 2


def test_what_has_begun_is_waited_for_at_the_end_and_not_for_ever() -> None:
    threads, begun, disk = Threads(2), threading.Event(), threading.Event()

    def call() -> None:
        begun.set()
        disk.wait(20)

    threads.run(call)
    assert begun.wait(20)

    assert threads.finish(0.05) is False
    disk.set()
    assert threads.finish(20) is True
    assert finish_calls(20) is True


def test_a_call_that_was_refused_is_not_done_later(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    held: list[Any] = []

    def refuse(call: Any) -> None:
        held.append(call)
        raise RuntimeError("no thread can be started")

    monkeypatch.setattr("monitor.services.beside._threads", SimpleNamespace(run=refuse))
    with pytest.raises(RuntimeError, match="no thread"):
        asyncio.run(beside(done.append, "late"))

    held[0]()

    assert done == []


def test_nothing_that_is_raised_takes_a_thread_away() -> None:
    threads, heard = Threads(1), threading.Event()

    def leave() -> None:
        raise SystemExit

    with capture_logs():
        threads.run(leave)
        threads.run(heard.set)

        assert heard.wait(20)

from __future__ import annotations

import asyncio
import threading
from contextvars import ContextVar

import pytest

from monitor.services.beside import MOST_THREADS, beside

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

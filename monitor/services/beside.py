"""Service calls beside the event loop, on threads that are kept for them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from queue import SimpleQueue
from threading import Lock, Thread, get_ident
from time import monotonic, sleep
from typing import Any, ParamSpec, TypeVar

import structlog

Arguments = ParamSpec("Arguments")
Returned = TypeVar("Returned")

log = structlog.get_logger("monitor.services")

_LOOK_EACH_S = 0.02
MOST_THREADS = 40
"""So many calls run at once; further ones wait for their turn."""


class Threads:
    """Threads that are kept, as many as were ever needed at once and at most ``most``.

    An executor makes a second future for each call and wakes whoever might wait for it; nobody
    does, and a tablet waits for that instead.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._calls: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._free: deque[None] = deque(maxlen=most)  # one for each thread that waits for a call
        self._at_work: set[int] = set()
        self._started = 0
        self._starting = Lock()

    def run(self, call: Callable[[], None]) -> None:
        """Have it run, now or when a thread is free."""
        self._calls.put(call)
        try:
            self._free.pop()
        except IndexError:
            self._start_another()

    def _start_another(self) -> None:
        with self._starting:
            if self._started == self._most:
                return
            name = f"service-{self._started + 1}"
            Thread(target=self._work, name=name, daemon=True).start()
            self._started += 1

    def _work(self) -> None:
        while True:
            call = self._calls.get()
            self._at_work.add(get_ident())
            _run(call)
            del call
            self._at_work.discard(get_ident())
            self._free.append(None)

    def finish(self, within_s: float) -> bool:
        """Wait for what has begun; answers whether all of it has ended."""
        until = monotonic() + within_s
        while True:
            sleep(_LOOK_EACH_S)  # also for a call that was just taken and is not at work yet
            if not self._at_work and self._calls.empty():
                return True
            if monotonic() > until:
                return False


def _run(call: Callable[[], None]) -> None:
    try:
        call()
    except BaseException as error:  # the loop is closed, and nobody waits: the thread goes on
        log.error("nobody to tell", kind=type(error).__name__)


_threads = Threads(MOST_THREADS)


def finish_calls(within_s: float) -> bool:
    """Let what has begun be carried through before the program ends; answers whether it was."""
    return _threads.finish(within_s)


async def beside(
    function: Callable[Arguments, Returned], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Returned:
    """Run what waits for the database or the disk, and let the loop go on; raises what it raises.

    Context variables (who acts, in which language) go along. What has begun is carried through,
    though nobody waits for it any more; what has not is dropped then.
    """
    return await beside_first(partial(function, *args, **kwargs), _nothing_more)


async def beside_first(function: Callable[[], Returned], then: Callable[[], None]) -> Returned:
    """The same, and ``then`` on the same thread, once the answer is on its way to who waits.

    What goes wrong in ``then`` is logged: it has nothing to say of the answer.
    """
    # Told to the loop by hand: through the futures of both worlds, as `run_in_executor` does it,
    # or through anyio it takes up to twice as long, a tenth of what recording a set takes.
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Returned] = loop.create_future()
    act = partial(copy_context().run, function)
    try:
        _threads.run(partial(_carry_through, act, answer, loop, then))
    except BaseException:
        answer.cancel()  # it was refused, so it must not be done later on
        raise
    return await answer


def _carry_through(
    act: Callable[[], Returned],
    answer: asyncio.Future[Returned],
    loop: asyncio.AbstractEventLoop,
    then: Callable[[], None],
) -> None:
    if answer.cancelled():
        return
    try:
        _tell(act, answer, loop)
    finally:
        _tidy(then)


def _tidy(then: Callable[[], None]) -> None:
    try:
        then()
    except Exception as error:
        log.error("after a service call", kind=type(error).__name__)


def _nothing_more() -> None:
    """There is nothing to tidy up."""


def _tell(
    act: Callable[[], Returned], answer: asyncio.Future[Returned], loop: asyncio.AbstractEventLoop
) -> None:
    try:
        result = act()
    except StopIteration as error:  # no future takes it
        fault = RuntimeError("a service raised StopIteration")
        fault.__cause__ = error
        loop.call_soon_threadsafe(_settle, answer, answer.set_exception, fault)
    except BaseException as error:
        loop.call_soon_threadsafe(_settle, answer, answer.set_exception, error)
    else:
        loop.call_soon_threadsafe(_settle, answer, answer.set_result, result)


def _settle(answer: asyncio.Future[Any], tell: Callable[[Any], None], said: object) -> None:
    if not answer.done():  # whoever asked may have gone meanwhile
        tell(said)

"""Service calls beside the event loop, on threads that are kept for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any, ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Returned = TypeVar("Returned")

MOST_THREADS = 40
"""So many calls run at once; further ones wait for their turn."""

_threads = ThreadPoolExecutor(MOST_THREADS, thread_name_prefix="service")


async def beside(
    function: Callable[Arguments, Returned], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Returned:
    """Run what waits for the database or the disk, and let the loop go on; raises what it raises.

    Context variables (who acts, in which language) go along. What has begun is carried through,
    though nobody waits for it any more; what has not is dropped then.
    """
    # Told to the loop by hand: through the futures of both worlds, as `run_in_executor` does it,
    # or through anyio it takes up to twice as long, a twentieth of what recording a set takes.
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Returned] = loop.create_future()
    act = partial(copy_context().run, function, *args, **kwargs)
    _threads.submit(_carry_through, act, answer, loop)
    return await answer


def _carry_through(
    act: Callable[[], Returned], answer: asyncio.Future[Returned], loop: asyncio.AbstractEventLoop
) -> None:
    if answer.cancelled():
        return
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

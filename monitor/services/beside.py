"""Service calls beside the event loop, on threads that are kept for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

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
    whether or not somebody still waits for it.
    """
    # The standard library's threads: handing over to those of anyio takes twice as long, which is
    # a twentieth of what it takes to record a set.
    act = partial(copy_context().run, function, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_threads, act)

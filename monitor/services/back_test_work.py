"""The processes in which past sessions are folded anew: given values, they know no house."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context

from monitor.analytics.back_test import Outcome, Past, tried
from monitor.clinical.protocol_reading import read_protocol

AHEAD = 4
"""Batches that wait for a process: enough that none waits for the database, little memory."""


def answers(
    pool: Executor | None, batches: Iterator[list[Past]], name: str, texts: tuple[str, str]
) -> Iterator[list[Outcome]]:
    """What each batch came to, in whatever order; never more than a few batches in memory."""
    if pool is None:
        yield from (_try_all(name, texts, batch) for batch in batches)
        return
    waiting: set[Future[list[Outcome]]] = set()
    for batch in batches:
        waiting.add(pool.submit(_try_all, name, texts, batch))
        if len(waiting) >= AHEAD:
            done = next(iter(as_completed(waiting)))
            waiting.remove(done)
            yield done.result()
    for last in as_completed(waiting):
        yield last.result()


@contextmanager
def workforce(workers: int) -> Iterator[Executor | None]:
    """So many processes; None, for this one, where none are asked for."""
    if workers == 0:
        yield None
        return
    # Not a fork: this process has threads, and a connection to the database.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _try_all(name: str, texts: tuple[str, str], batch: list[Past]) -> list[Outcome]:
    before, after = (read_protocol(text, name) for text in texts)
    return [tried(past, before, after) for past in batch]

"""Who acts, and in which house: set for each request by the server, read by screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from monitor.access.actor import Actor
from monitor.errors import NotSignedIn
from monitor.language.reader import reader, reading_in
from monitor.language.said import say
from monitor.services.beside import beside_first
from monitor.store.one_connection import let_go, one_connection

if TYPE_CHECKING:
    from monitor.services.house import House

_actor: ContextVar[Actor | None] = ContextVar("monitor_actor", default=None)
_house: ContextVar[House] = ContextVar("monitor_house")

Arguments = ParamSpec("Arguments")
Returned = TypeVar("Returned")


def actor() -> Actor:
    """Return the person acting in this request; without one, nobody is signed in."""
    found = _actor.get()
    if found is None:
        raise NotSignedIn(
            say("nobody is signed in here; nothing was saved"), allowed=say("sign in first")
        )
    return found


def house() -> House:
    """Return the house that serves this request."""
    return _house.get()


@contextmanager
def set_context(around: House, who: Actor | None) -> Iterator[None]:
    """Make ``around`` and ``who`` the ones that this request sees."""
    house_token = _house.set(around)
    actor_token = _actor.set(who)
    language = who.language if who is not None and who.language else reader()
    try:
        with reading_in(language):
            yield
    finally:
        _actor.reset(actor_token)
        _house.reset(house_token)


async def in_thread(
    function: Callable[Arguments, Returned],
    *args: Arguments.args,
    **kwargs: Arguments.kwargs,
) -> Returned:
    """Run service calls beside the event loop, on one connection; context variables go along."""

    def act() -> Returned:
        with one_connection(keep=True):
            return function(*args, **kwargs)

    return await beside_first(act, let_go)

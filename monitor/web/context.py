"""Who asks, and where the use cases live: the two things every layout and callback may look up.

The server sets them around each request (server middleware); screens only read them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from monitor.access.actor import Actor
from monitor.errors import NotSignedIn
from monitor.services.house import House

_house: ContextVar[House] = ContextVar("house")
_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


def house() -> House:
    """Return the house that this request is served from."""
    return _house.get()


def actor() -> Actor:
    """Return who is signed in; raises NotSignedIn when nobody is."""
    found = _actor.get()
    if found is None:
        raise NotSignedIn("nobody is signed in here", allowed="sign in first")
    return found


@contextmanager
def set_context(around: House, who: Actor | None) -> Iterator[None]:
    """Make ``around`` and ``who`` the ones that this request sees."""
    house_token = _house.set(around)
    actor_token = _actor.set(who)
    try:
        yield
    finally:
        _actor.reset(actor_token)
        _house.reset(house_token)

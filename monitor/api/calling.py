"""From a request to a use case: who asks, in one step on a worker thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Concatenate, ParamSpec, TypeVar

from anyio import to_thread
from fastapi import Depends, Request

from monitor.access.actor import Actor
from monitor.api.credentials import Credentials, check_forgery, read_credentials
from monitor.services.beside import beside_first
from monitor.services.house import House
from monitor.store.one_connection import let_go, one_connection

READING = frozenset({"GET", "HEAD"})
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who has shown credentials; who it is turns out when a use case runs."""

    house: House
    credentials: Credentials
    active: bool = True

    async def run(
        self,
        use_case: Callable[Concatenate[House, Actor, Asked], Answer],
        *args: Asked.args,
        **kwargs: Asked.kwargs,
    ) -> Answer:
        """Look the person up and do it, both in one hop to a worker thread."""

        def act() -> Answer:
            with one_connection(keep=True):
                actor = self.credentials.actor(self.house, active=self.active)
                return use_case(self.house, actor, *args, **kwargs)

        return await beside_first(act, let_go)


def caller_of(request: Request) -> Caller:
    """Check what a request shows; raises NotSignedIn or NotPermitted. Reads no database.

    A screen reads by itself all day long, so only a request that changes something is a sign
    of life.
    """
    credentials = read_credentials(request.headers, request.cookies)
    check_forgery(credentials, request.method, request.headers)
    return Caller(house_of(request), credentials, active=request.method not in READING)


async def at_the_door(
    request: Request, use_case: Callable[Asked, Answer], *args: Asked.args, **kwargs: Asked.kwargs
) -> Answer:
    """Do what anybody may ask for who is not known yet, and what takes long: few at a time.

    However many knock, the other worker threads stay with those who are signed in.
    """
    act = partial(use_case, *args, **kwargs)
    return await to_thread.run_sync(act, limiter=request.app.state.door)


def house_of(request: Request) -> House:
    """Return the house that the server was made for."""
    house = request.app.state.house
    assert isinstance(house, House)
    return house


async def _caller(request: Request) -> Caller:
    return caller_of(request)


async def _somebody_there(request: Request) -> Caller:
    return replace(caller_of(request), active=True)


Signed = Annotated[Caller, Depends(_caller)]
# For what a screen asks only because somebody has touched it: it keeps the sign-in alive.
Touched = Annotated[Caller, Depends(_somebody_there)]

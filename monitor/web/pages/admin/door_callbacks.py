"""The buttons of known devices and of access tokens."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State

from monitor.access.scopes import Scope
from monitor.errors import BadInput, MonitorError
from monitor.language.said import say
from monitor.services import devices, program_tokens
from monitor.services.token_making import LONGEST_TOKEN_DAYS, NewToken
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.admin import ids
from monitor.web.pages.admin.callbacks import ABOUT, Answer, answers, callback, done
from monitor.web.pages.admin.present import address, seen, text, told
from monitor.web.pages.admin.programs import shown_once

__all__ = ["callback"]

_MOST_DIGITS = 3
TOKEN = {
    "name": State(ids.TOKEN_NAME, "value"),
    "person": State(ids.TOKEN_FOR, "value"),
    "days": State(ids.TOKEN_DAYS, "value"),
    "scopes": State(ids.TOKEN_SCOPES, "value"),
}


@callback(*answers(), Input(ids.REVOKE_DEVICE, "n_clicks"), ABOUT, prevent_initial_call=True)
async def revoke_device(_taps: int, about: object) -> Answer:
    return await done(
        lambda around, who: devices.revoke_device(around, who, seen(about)[0]),
        lambda _ended: address(done="revoked"),
    )


@callback(*answers(), Input(ids.REVOKE_TOKEN, "n_clicks"), ABOUT, prevent_initial_call=True)
async def revoke_token(_taps: int, about: object) -> Answer:
    return await done(
        lambda around, who: program_tokens.revoke_token(around, who, seen(about)[0]),
        lambda _none: address("programs", done="revoked"),
    )


@callback(
    output=[Output(ids.TOKEN_ONCE, "children"), Output(ids.SAID, "children", allow_duplicate=True)],
    inputs={"_taps": Input(ids.CREATE_TOKEN, "n_clicks"), "typed": TOKEN},
    prevent_initial_call=True,
)
async def create_token(_taps: int, typed: dict[str, object]) -> tuple[Any, str]:
    try:
        new, person = new_token(typed), text(typed["person"])
        act = program_tokens.create_program_token
        made = await in_thread(act, house(), actor(), person, new)
    except MonitorError as error:
        return "", told(error)
    return shown_once(made.token), ""


def new_token(typed: dict[str, object]) -> NewToken:
    """Read the form of a new token; raises BadInput naming the field."""
    said = text(typed["days"]).strip()
    if not (said.isascii() and said.isdigit() and len(said) <= _MOST_DIGITS):
        allowed = say("1 to {most} days", most=LONGEST_TOKEN_DAYS)
        raise BadInput(say("That is no number of days"), field="days", allowed=allowed)
    ticked = typed["scopes"] if isinstance(typed["scopes"], list) else []
    known = frozenset(Scope(one) for one in ticked if isinstance(one, str) and one in set(Scope))
    return NewToken(text(typed["name"]), int(said), known)

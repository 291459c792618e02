"""The screen of one's own account, drawn for one look; what it does goes over the interface.

Plain HTML: a password that is typed here is no part of what Dash sends or keeps.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.language.reader import tr
from monitor.services.account import list_own_sign_ins
from monitor.services.admin_views import OpenSignIn
from monitor.services.people import read_clinic
from monitor.services.secrets import PASSWORD_ALLOWED, PIN_ALLOWED
from monitor.web import html
from monitor.web.components import Frame, Part, glyph
from monitor.web.components.attributes import attributes
from monitor.web.components.unsent import tablet_name
from monitor.web.context import actor, house, in_thread
from monitor.web.plain import Input, back_to, document, top
from monitor.web.words import calendar_day, clock_time

PATH = "/account"


async def draw() -> str:
    """The page of whoever is signed in, about themself alone."""
    clinic = await in_thread(read_clinic, house(), actor())
    own = await in_thread(list_own_sign_ins, house(), actor())
    frame = Frame(house().clock(), clinic.zone, actor(), house().demo)
    cards = [_password(actor().name), _pin(), _factor(), _sign_ins(own, clinic.zone)]
    told = html.P(className="account__done", role="status", **attributes(data_account_done=""))
    return document(
        tr("Your account"),
        [
            top(frame, back_to("/", tr("Back to the board")), [html.H1(tr("Your account"))]),
            html.Main([told, *cards], className="account"),
        ],
        css=("account",),
        scripts=("account",),
    )


def _password(name: str) -> html.Section:
    # A keeper of passwords learns from the name whose this is.
    whose = Input(
        type="text", name="whose", value=name, hidden=True, readOnly=True, autoComplete="username"
    )
    fields = [
        whose,
        _field("password", tr("Your password now"), "current-password"),
        _field("new_password", tr("New password"), "new-password"),
        _field("again", tr("New password again"), "new-password"),
        html.P(tr(PASSWORD_ALLOWED), className="faint"),
    ]
    words = tr("Change the password")
    return _card(tr("Your password"), [_form("/me/password", fields, words, "btn--primary")])


def _pin() -> html.Section:
    digits = {"inputMode": "numeric", "maxLength": 4}
    fields = [
        _field("password", tr("Your password now"), "current-password"),
        _field("new_pin", tr("New PIN"), "off", **digits),
        _field("again", tr("New PIN again"), "off", **digits),
        html.P(tr(PIN_ALLOWED), className="faint"),
    ]
    return _card(tr("Your PIN"), [_form("/me/pin", fields, tr("Change the PIN"), "btn--primary")])


def _factor() -> html.Section:
    words = tr("A code from your own phone, asked for after the password.")
    way = html.A([glyph("lock"), tr("Second factor")], href="/second-factor", className="btn")
    return _card(tr("Second factor"), [html.P(words), way])


def _sign_ins(own: tuple[OpenSignIn, ...], zone: str) -> html.Section:
    lines = html.Ul([_line(one, zone) for one in own], className="account__list")
    others: list[Part] = []
    if any(not one.own for one in own):
        others = [_form("/me/sign-ins/end-others", [], tr("End all others"), "btn--danger")]
    return _card(tr("Where you are signed in"), [lines, *others])


def _line(one: OpenSignIn, zone: str) -> html.Li:
    device = tablet_name(one.device_name, one.device_number)
    times = tr(
        "since {began}, last used {seen}",
        began=_instant(one.began_at, zone),
        seen=_instant(one.seen_at, zone),
    )
    said = html.Div([html.B(device), html.Span(times, className="faint")])
    if one.own:
        return html.Li([said, html.Span(tr("this device"), className="badge")])
    words: list[Part] = [tr("End this sign-in"), html.Span(device, className="spoken")]
    return html.Li([said, _form(f"/me/sign-ins/{one.id}/end", [], words, "")])


def _field(name: str, words: str, complete: str, **more: object) -> html.Label:
    typed = Input(type="password", name=name, required=True, autoComplete=complete, **more)
    return html.Label([words, typed])


def _form(to: str, fields: Sequence[Part], words: Part | list[Part], look: str) -> html.Form:
    said = html.P(className="account__said", role="alert")
    button = html.Button(words, type="submit", className=f"btn {look}".strip())
    return html.Form([*fields, said, button], **attributes(data_account=to))


def _card(title: str, children: list[Part]) -> html.Section:
    return html.Section([html.H2(title), *children], className="card account__card")


def _instant(at: datetime, zone: str) -> str:
    day = calendar_day(at.astimezone(ZoneInfo(zone)).date())
    return tr("{day}, {time}", day=day, time=clock_time(at, zone))

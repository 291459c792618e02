"""The screen of emergency access, drawn for one look; what it does goes over the interface.

Plain HTML, so that it opens where a script or the store is in trouble, as the sheets do.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from monitor.language.reader import tr, tr_plural
from monitor.services.emergency import REASON_ALLOWED, Access, EmergencyDesk, read_emergencies
from monitor.web import html
from monitor.web.components import Frame, Part, glyph
from monitor.web.components.attributes import attributes
from monitor.web.context import actor, house, in_thread
from monitor.web.plain import back_to, document, top
from monitor.web.words import calendar_day, clock_time

PATH = "/emergency"
API = "/emergency"


async def draw() -> str:
    """The page of whoever may open records or take note of it; others are refused."""
    desk = await in_thread(read_emergencies, house(), actor())
    frame = Frame(desk.now, desk.zone, actor(), house().demo)
    title = html.H1(tr("Emergency access"))
    body = html.Main([*_own(desk), _list(desk)], className="emergency")
    return document(
        tr("Emergency access"),
        [top(frame, back_to("/", tr("Back to the board")), [title]), body],
        css=("emergency",),
        scripts=("send",),
    )


def _own(desk: EmergencyDesk) -> list[Part]:
    if desk.running is not None:
        until = clock_time(desk.running.until, desk.zone)
        words = tr(
            "Until {time} you may read every record of the clinic. You record and sign nothing, "
            "and everything that you open is written down as emergency access.",
            time=until,
        )
        board = html.A(tr("To the board"), href="/", className="btn btn--primary btn--big")
        end = _form(f"{API}/end", [], tr("End it now"), "btn--big")
        return [_card(tr("The records are open to you"), [html.P(words), board, end])]
    if not desk.may_open:
        return []
    words = tr(
        "For when a patient needs it and nobody who treats can be asked. You may then read every "
        "record of the clinic; you record and sign nothing. Everything that you open is written "
        "down as emergency access, and somebody else must acknowledge it."
    )
    button = tr_plural(
        "Open the records for {number} minute",
        "Open the records for {number} minutes",
        desk.minutes,
    )
    return [
        _card(
            tr("Open the records in an emergency"),
            [html.P(words), _form(API, [_reason()], button, "btn--danger btn--big")],
        )
    ]


def _reason() -> html.Label:
    typed = html.Textarea(name="reason", rows=3, required=True, maxLength=2000)
    hint = html.Span(tr(REASON_ALLOWED), className="faint")
    return html.Label([tr("What has happened"), typed, hint])


def _form(to: str, fields: list[Part], words: str, look: str) -> html.Form:
    said = html.P(className="emergency__said", role="alert")
    button = html.Button(words, type="submit", className=f"btn {look}")
    return html.Form([*fields, said, button], **attributes(data_send=to))


def _card(title: str, children: list[Part]) -> html.Section:
    return html.Section([html.H2(title), *children], className="card emergency__card")


def _list(desk: EmergencyDesk) -> html.Section:
    title = tr("Emergency access until now")
    if not desk.accesses:
        nobody = html.P(tr("Nobody has opened records in an emergency."), className="soft")
        return _card(title, [nobody])
    lines = [_line(one, desk) for one in desk.accesses]
    return _card(title, [html.Ul(lines, className="emergency__list")])


def _line(one: Access, desk: EmergencyDesk) -> html.Li:
    began = tr("{name}, {instant}", name=one.name, instant=_instant(one.began_at, desk.zone))
    meanwhile = html.A(
        [glyph("search"), tr("What was opened meanwhile")],
        href=_audit(one, desk.zone),
        className="btn",
    )
    return html.Li(
        [
            html.B(began),
            html.Q(one.reason),
            html.Span(_lasted(one, desk.zone), className="faint"),
            html.Span(_noted(one, desk.zone), className=_look(one)),
            html.Div([meanwhile, *_noting(one)], className="emergency__ways"),
        ]
    )


def _lasted(one: Access, zone: str) -> str:
    if one.running:
        return tr("open until {time}", time=clock_time(one.until, zone))
    return tr("ended {time}", time=clock_time(one.ended_at or one.until, zone))


def _noted(one: Access, zone: str) -> str:
    if one.acknowledged_at is not None:
        at = _instant(one.acknowledged_at, zone)
        return tr("Acknowledged by {name}, {instant}", name=one.acknowledged_by or "", instant=at)
    if one.own:
        return tr("Not acknowledged yet. Another administrator or an auditor must do it.")
    return tr("Not acknowledged yet.")


def _look(one: Access) -> str:
    return "soft" if one.acknowledged_at is not None else "emergency__open"


def _noting(one: Access) -> list[Part]:
    if one.own or one.acknowledged_at is not None:
        return []
    return [_form(f"{API}/{one.id}/acknowledge", [], tr("Acknowledge"), "btn--primary")]


def _audit(one: Access, zone: str) -> str:
    """The search of the audit for what that person did meanwhile."""
    times = {"from": one.began_at, "to": one.ended_at or one.until}
    said = {name: f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" for name, at in times.items()}
    return f"/audit?{urlencode({'person': one.person_id, **said})}"


def _instant(at: datetime, zone: str) -> str:
    day = calendar_day(at.astimezone(ZoneInfo(zone)).date())
    return tr("{day}, {time}", day=day, time=clock_time(at, zone))

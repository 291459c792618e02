"""One handover: to be read and received while it waits, to be read afterwards."""

from __future__ import annotations

from typing import Any

from dash import dcc

from monitor.access.permissions import Permission, may
from monitor.errors import MonitorError
from monitor.language.reader import tr
from monitor.services.handover import read_handover
from monitor.services.handover_views import BREAK, RECEIVED, HandoverChair, HandoverView
from monitor.web import html
from monitor.web.components import Frame, chair_mark, error_panel, freshness, glyph, header
from monitor.web.components.attributes import attributes
from monitor.web.components.banner import Back
from monitor.web.components.marks import Part
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.handover import ids
from monitor.web.pages.handover.chair import shown
from monitor.web.pages.handover.signing import marks, receive_source
from monitor.web.pages.handover.words import (
    MEANINGS,
    between_words,
    chairs_words,
    change_words,
    signed_words,
    state_words,
    why_words,
)
from monitor.web.still import Still
from monitor.web.words import clock_time


async def layout(handover_id: str = "", **_: Any) -> html.Div:
    """Lay out one handover; an unknown one says so."""
    try:
        view = await in_thread(read_handover, house(), actor(), handover_id[:64])
    except MonitorError as error:
        return html.Div(error_panel(error, "/handover"))
    frame = Frame(view.at, view.zone, actor(), house().demo)
    return html.Div(
        [
            header(frame, tr("Handover"), back=Back("/handover", tr("Back to handover"))),
            dcc.Store(id=ids.ASKED, data=view.head.id),
            html.Main(Still(body(view)), id=ids.BODY, className="hand"),
        ]
    )


def body(view: HandoverView) -> list[Part]:
    """Everything under the header."""
    return [
        html.Div(
            [_chair(one, view) for one in view.chairs],
            className="hand__chairs",
        ),
        html.Div(
            [
                freshness(view.version, view.at, view.changes_at if view.head.waits else None),
                _head(view),
                *_changed(view),
                *_acts(view),
            ],
            className="hand__beside",
        ),
    ]


def _head(view: HandoverView) -> html.Section:
    head = view.head
    signed = [
        html.Li([html.B(signed_words(one, view.zone)), html.Span(tr(MEANINGS[one.meaning]))])
        for one in view.signatures
    ]
    return html.Section(
        [
            html.H2(between_words(head)),
            html.P(f"{chairs_words(head.chairs)}. {why_words(head)}."),
            html.P([glyph("due"), html.B(state_words(head, view.zone))], className="hand__state")
            if head.waits
            else "",
            html.Ul(signed, className="hand__signed", **attributes(aria_label=tr("Signatures"))),
        ],
        className="card hand__card",
    )


def _changed(view: HandoverView) -> list[Part]:
    """What is other than what was signed first: on top, and to be ticked as read while it waits."""
    if not view.changes:
        return []
    time = clock_time(view.head.signed_at, view.zone)
    parts: list[Part] = [
        html.H2([glyph("caution"), tr("Changed since {time}", time=time)]),
        html.Ul([html.Li(change_words(change)) for change in view.changes]),
    ]
    if view.head.waits and may(actor(), Permission.HAND_OVER):
        parts.append(
            html.Button(
                tr("I have read what has changed"),
                type="button",
                className="pick",
                **attributes(data_hand_read="", data_seen=marks(view), aria_pressed="false"),
            )
        )
    return [html.Section(parts, className="card hand__card hand__changed", id="changed")]


def _acts(view: HandoverView) -> list[Part]:
    head, parts = view.head, []
    if head.waits and may(actor(), Permission.HAND_OVER):
        parts += [
            html.Div(className="hand__unsent", **attributes(data_hand_unsent="", role="status")),
            html.P(className="start__said", **attributes(data_hand_said="", role="alert")),
            html.Button(
                tr("{name} signs …", name=head.receiver),
                type="button",
                className="btn btn--primary btn--big",
                **attributes(data_modal=ids.RECEIVE, data_hand_sign="receive"),
            ),
            html.Div(receive_source(view), hidden=True),
        ]
    if view.may_withdraw:
        parts.append(_withdraw(head.id))
    if _can_go_back(view):
        to = f"/handover?takes_back={head.id}"
        words = tr("Give back to {name}", name=head.giver)
        parts.append(html.A(words, href=to, className="btn btn--primary"))
    return [html.Section(parts, className="card hand__card")] if parts else []


def _withdraw(handover_id: str) -> html.Button:
    return html.Button(
        tr("Withdraw"),
        type="button",
        className="btn",
        **attributes(data_post=f"/handovers/{handover_id}/withdraw"),
    )


def _can_go_back(view: HandoverView) -> bool:
    head, ended = view.head, view.head.ended
    received = ended is not None and ended.meaning == RECEIVED
    is_away = head.reason == BREAK and head.takes_back_id is None
    return received and is_away and head.receiver_id == actor().person_id


def _chair(one: HandoverChair, view: HandoverView) -> html.Section:
    session = one.now.session.session_id if one.now and one.now.session else ""
    return html.Section(
        [
            html.Div([chair_mark(one.chair), *_moved(one, view)], className="hand__head"),
            _note(one, view),
            *_shown(one, view),
        ],
        className="card hand__chair",
        **attributes(
            data_hand_chair=one.chair_id,
            data_label=one.chair,
            data_session_in=session,
            aria_label=tr("Chair {chair}", chair=one.chair),
        ),
    )


def _note(one: HandoverChair, view: HandoverView) -> html.Div:
    written = html.P(one.note) if one.note else html.P(tr("No note was written."), className="soft")
    return html.Div(
        [html.B(tr("Note of {name}", name=view.head.giver)), written], className="hand__note"
    )


def _moved(one: HandoverChair, view: HandoverView) -> list[Part]:
    ended = view.head.ended
    if ended is None or ended.meaning != RECEIVED:
        return []
    now = one.now.responsible if one.now else ""
    if one.moved:
        return [html.Span(tr("{name} watches over it from then on", name=ended.name))]
    return [html.Span(tr("stayed with {name}", name=now), className="hand__caution")]


def _shown(one: HandoverChair, view: HandoverView) -> list[Part]:
    if view.head.waits and one.now is not None:
        return shown(one.now, view.zone, live=True)
    given = shown(one.given, view.zone, live=False)
    if one.now is None or not one.changes:
        return given
    later = html.Details(
        [
            html.Summary(tr("As it was shown at the second signature")),
            *shown(one.now, view.zone, live=False),
        ]
    )
    return [*given, later]

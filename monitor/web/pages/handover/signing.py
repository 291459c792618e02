"""The modals in which a handover is signed: meaning at the left, PIN at the right.

Kept hidden in the page; assets/js/discharge.js copies one to open it, so that no redraw closes it.
"""

from __future__ import annotations

import json

from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.handover_views import HandoverView
from monitor.web import html
from monitor.web.components.attributes import attributes
from monitor.web.components.marks import Part
from monitor.web.pages.handover import ids
from monitor.web.pages.handover.words import (
    GIVE_MEANING,
    RECEIVE_MEANING,
    between_words,
    chairs_words,
    why_words,
)

ASK = say("enter PIN")


def give_source(name: str, takes_back_id: str | None) -> html.Div:
    """The first signature; assets/js/handover.js writes which chairs, to whom, why."""
    left: list[Part] = [
        html.H2(tr("Sign the handover")),
        html.P(**attributes(data_hand_summary="")),
        _meaning(GIVE_MEANING),
        html.P(tr("The chairs stay yours until the next nurse has read it and signed.")),
    ]
    box = attributes(data_act="give", data_path="/handovers", data_back=takes_back_id or "")
    return _modal(ids.GIVE, left, name, box)


def receive_source(view: HandoverView) -> html.Div:
    """The second signature, with the marks of what stands on the page."""
    head = view.head
    left: list[Part] = [
        html.H2(tr("Receive the handover")),
        html.P([html.B(between_words(head)), f". {chairs_words(head.chairs)}. {why_words(head)}."]),
        _meaning(RECEIVE_MEANING),
        html.P(tr("Kept and shown with your name, the time and this meaning.")),
    ]
    box = attributes(
        data_act="receive",
        data_path=f"/handovers/{head.id}/receive",
        data_seen=marks(view),
    )
    return _modal(ids.RECEIVE, left, head.receiver, box)


def marks(view: HandoverView) -> str:
    """The mark of each chair as it is shown, for the signature."""
    return json.dumps({one.chair_id: one.seen for one in view.chairs}, sort_keys=True)


def _meaning(words: str) -> html.Div:
    return html.Div([html.B(tr("What your signature means")), tr(words)], className="meaning")


def _modal(source: str, left: list[Part], name: str, box: dict[str, str]) -> html.Div:
    back = html.Button(
        tr("Go back"), type="button", className="btn", **attributes(data_close_modal="")
    )
    pin = html.Div(
        [html.P([html.B(name), tr(ASK)]), html.Div(**attributes(data_pin_host=""))],
        className="modal__pin",
    )
    return html.Div(
        [html.Div([*left, html.Span(className="grow"), back], className="modal__left"), pin],
        id=source,
        className="modal__box",
        **box,
    )

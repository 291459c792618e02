"""To give: each chair as it stands, a note for the next nurse; why, to whom, and the signature."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc

from monitor.access.permissions import Permission, may
from monitor.errors import MonitorError
from monitor.language.reader import tr
from monitor.services.handover import read_desk
from monitor.services.handover_views import BREAK, ChairNow, HandoverDesk
from monitor.web import html
from monitor.web.components import (
    TO_BOARD,
    Frame,
    chair_mark,
    empty_panel,
    error_panel,
    freshness,
    header,
    unsent_lines,
)
from monitor.web.components.attributes import attributes
from monitor.web.components.marks import Part
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.handover import ids
from monitor.web.pages.handover.chair import shown
from monitor.web.pages.handover.lists import back_card, to_past, waiting_card
from monitor.web.pages.handover.signing import give_source
from monitor.web.pages.handover.words import BACK, REASONS
from monitor.web.still import Still


async def layout(takes_back: str = "", **_: Any) -> html.Div:
    """Lay out what the actor can hand over; what cannot be read says so."""
    try:
        desk = await in_thread(read_desk, house(), actor(), takes_back[:64] or None)
    except MonitorError as error:
        return html.Div(error_panel(error, "/handover"))
    frame = Frame(desk.at, desk.zone, actor(), house().demo)
    return html.Div(
        [
            header(frame, tr("Handover"), back=TO_BOARD),
            html.Div(Still(fresh(desk)), id=ids.FRESH),
            dcc.Store(id=ids.DRAWN, data=[one.chair_id for one in desk.chairs]),
            html.Main(
                [
                    html.Div(_chairs(desk), className="hand__chairs"),
                    html.Div(
                        [*_signing(desk), html.Div(Still(beside(desk, None)), id=ids.BESIDE)],
                        className="hand__beside",
                    ),
                ],
                className="hand",
            ),
        ]
    )


def fresh(desk: HandoverDesk) -> html.Div:
    """How new the drawing is."""
    return freshness(desk.version, desk.at, desk.changes_at)


def content(desk: HandoverDesk, chair_id: str) -> list[Part]:
    """One chair as it stands, with the mark of what is shown; one that is hers no more says so."""
    found = next((one for one in desk.chairs if one.chair_id == chair_id), None)
    if found is None:
        words = tr("You do not watch over this chair any more.")
        return [html.P(words, className="hand__caution", **attributes(data_hand_gone=""))]
    return [_shown(found, desk)]


def beside(desk: HandoverDesk, drawn: object) -> list[Part]:
    """What waits, what can go back, and whether the page shows the chairs of now."""
    shown = {one for one in drawn if isinstance(one, str)} if isinstance(drawn, list) else None
    new = shown is not None and {one.chair_id for one in desk.chairs} - shown
    again: list[Part] = []
    if new:
        words = tr("You watch over further chairs now. What you have written here goes.")
        link = html.A(tr("Load them"), href="/handover", className="btn")
        again = [html.Section([html.P(words), link], className="card hand__card")]
    return [*again, *_unsent(desk), *waiting_card(desk), *back_card(desk), html.P(to_past())]


def _unsent(desk: HandoverDesk) -> list[Part]:
    """What other tablets hold, and so does not stand in what is shown of the chairs."""
    lines = unsent_lines(desk.tablets, desk.zone, desk.at)
    if not lines:
        return []
    head = html.H2(tr("Not sent from other tablets"))
    return [
        html.Section([head, html.Ul(lines, className="elsewhere")], className="card hand__card")
    ]


def _shown(chair: ChairNow, desk: HandoverDesk) -> html.Div:
    session = chair.session.session_id if chair.session else ""
    return html.Div(
        shown(chair, desk.zone, live=True),
        **attributes(data_seen=desk.marks[chair.chair_id], data_session_in=session),
    )


def _chairs(desk: HandoverDesk) -> list[Part]:
    if not may(actor(), Permission.HAND_OVER):
        return [empty_panel(tr("Nurses hand over"), tr("Handovers that wait stand beside this."))]
    if not desk.chairs:
        words = tr("Who answers for a chair is said on the screen of the watch.")
        link = html.A(tr("Watch"), href="/watch", className="btn btn--primary")
        return [empty_panel(tr("You watch over no chair"), words, link)]
    chosen = set(desk.takes_back.chairs) if desk.takes_back else None
    return [_chair(one, desk, chosen is None or one.chair in chosen) for one in desk.chairs]


def _chair(chair: ChairNow, desk: HandoverDesk, chosen: bool) -> html.Section:
    pick = html.Button(
        tr("Hand over"),
        type="button",
        className="pick",
        **attributes(
            data_hand_pick=chair.chair_id,
            aria_pressed="true" if chosen else "false",
            aria_label=tr("Hand over chair {chair}", chair=chair.chair),
        ),
    )
    note = dmc.Textarea(
        id=ids.note(chair.chair_id),
        label=tr("Note for the next nurse, chair {chair}", chair=chair.chair),
        autosize=True,
        minRows=2,
    )
    return html.Section(
        [
            html.Div([chair_mark(chair.chair), pick], className="hand__head"),
            html.Div(Still(content(desk, chair.chair_id)), id=ids.shown(chair.chair_id)),
            note,
        ],
        className="card hand__chair",
        **attributes(
            data_hand_chair=chair.chair_id,
            data_label=chair.chair,
            aria_label=tr("Chair {chair}", chair=chair.chair),
        ),
    )


def _signing(desk: HandoverDesk) -> list[Part]:
    if not desk.chairs or not may(actor(), Permission.HAND_OVER):
        return []
    back = desk.takes_back
    reasons = [(code, tr(words)) for code, words in REASONS.items()]
    if back is not None:
        reasons = [(BREAK, tr(BACK))]
    nurses = [(one.person_id, one.name) for one in desk.nurses]
    return [
        html.Section(
            [
                _choice("reason", tr("Why"), reasons, BREAK if back else None),
                _choice("receiver", tr("To whom"), nurses, back.giver_id if back else None)
                if nurses
                else html.P(tr("There is no other nurse with a PIN in this clinic.")),
                html.Div(
                    className="hand__unsent", **attributes(data_hand_unsent="", role="status")
                ),
                html.P(className="start__said", **attributes(data_hand_said="", role="alert")),
                html.Button(
                    tr("Sign the handover …"),
                    type="button",
                    className="btn btn--primary btn--big",
                    **attributes(data_modal=ids.GIVE, data_hand_sign="give"),
                ),
                html.Div(give_source(actor().name, back.id if back else None), hidden=True),
            ],
            className="card hand__card",
        )
    ]


def _choice(name: str, label: str, options: list[tuple[str, str]], chosen: str | None) -> html.Div:
    buttons = [
        html.Button(
            words,
            type="button",
            className="pick",
            **attributes(
                data_hand_choice=name,
                data_value=value,
                aria_pressed="true" if value == chosen else "false",
            ),
        )
        for value, words in options
    ]
    return html.Div(
        [html.H2(label), html.Div(buttons, className="hand__picks")],
        role="group",
        **attributes(aria_label=label),
    )

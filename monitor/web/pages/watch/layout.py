"""Chairs at the left, each with its nurse; the physician on duty at the right."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc

from monitor.access.permissions import Permission, may
from monitor.errors import MonitorError
from monitor.language.reader import tr, tr_plural
from monitor.services.board import read_board
from monitor.services.views import Board
from monitor.services.watch import list_physicians
from monitor.services.watch_views import Duty, Named, Watch
from monitor.services.wording import chair_order
from monitor.web import html
from monitor.web.components import TO_BOARD, Frame, empty_panel, error_panel, glyph, header
from monitor.web.components.marks import Part
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.watch import ids
from monitor.web.words import clock_time

USUAL_HOURS = 8
HOURS = (4, USUAL_HOURS, 12, 24)


async def layout(**_: Any) -> html.Div:
    """Lay out the watch; one that cannot be read says so."""
    try:
        board = await in_thread(read_board, house(), actor())
        physicians = await in_thread(list_physicians, house(), actor())
    except MonitorError as error:
        return html.Div(error_panel(error, "/watch"))
    frame = Frame(board.at, board.zone, actor(), board.demo)
    return html.Div(
        [
            header(frame, tr("Watch"), back=TO_BOARD),
            html.Main([_chairs(board), _duty(board, physicians)], className="start watch"),
        ]
    )


def _chairs(board: Board) -> html.Section:
    return html.Section(
        [
            html.H2([html.B("1"), tr("Chairs")]),
            html.P(tr("Every chair with a patient needs a nurse who answers for it.")),
            dmc.CheckboxGroup(
                id=ids.CHOSEN,
                value=[],
                children=html.Div(chairs_of(board), id=ids.CHAIRS, className="watch__chairs"),
            ),
            html.Div(id=ids.CHAIRS_SAID, role="alert", className="start__said"),
            html.Div([*_acts(), *to_handover()], className="watch__acts"),
        ],
        className="card start__who",
    )


def _acts() -> list[Part]:
    if not may(actor(), Permission.WATCH_CHAIR):
        return [html.P(tr("Nurses and physicians take chairs."), className="soft")]
    return [
        html.Button(tr("Take chosen"), id=ids.TAKE, type="button", className="btn btn--primary"),
        html.Button(tr("Give back chosen"), id=ids.RELEASE, type="button", className="btn"),
    ]


def to_handover() -> list[Part]:
    """The way to hand over, or to what was handed over, for those who treat."""
    if not may(actor(), Permission.READ_HANDOVER):
        return []
    return [html.A(tr("Handover"), href="/handover", className="btn")]


def chairs_of(board: Board) -> list[Part]:
    """A card for each chair, in the order of the room."""
    if not board.cards:
        return [empty_panel(tr("No chairs yet"), tr("An administrator adds chairs."))]
    cards = sorted(board.cards, key=lambda card: chair_order(card.chair.label))
    return [
        dmc.CheckboxCard(
            html.Div(
                [
                    dmc.CheckboxIndicator(),
                    html.B(card.chair.label, className="chair"),
                    html.Span(_nurse(board.watch, card.chair.id), className="grow"),
                    html.Span(tr("in use") if card.taken else "", className="faint"),
                ],
                className="watch__chair",
            ),
            value=card.chair.id,
        )
        for card in cards
    ]


def _nurse(watch: Watch, chair_id: str) -> str:
    found, waiting = watch.chairs.get(chair_id), watch.handovers.get(chair_id)
    name = found.name if found else tr("nobody")
    if waiting is None:
        return name
    return tr("{name}, handover to {receiver} waits", name=name, receiver=waiting.receiver)


def _duty(board: Board, physicians: tuple[Named, ...]) -> html.Section:
    return html.Section(
        [
            html.H2([html.B("2"), tr("Physician on duty")]),
            html.Div(duty_words(board.watch, board.zone), id=ids.DUTY),
            *_putting_on_duty(physicians),
        ],
        className="card start__who",
    )


def _putting_on_duty(physicians: tuple[Named, ...]) -> list[Part]:
    """Who, from now until when; for those who may say so."""
    if not may(actor(), Permission.SET_DUTY):
        return []
    people = [{"value": one.person_id, "label": one.name} for one in physicians]
    hours = [
        {"value": str(hours), "label": tr_plural("{number} hour", "{number} hours", hours)}
        for hours in HOURS
    ]
    return [
        dmc.Select(id=ids.PHYSICIAN, label=tr("Physician"), data=people, searchable=False),
        dmc.TextInput(id=ids.PHONE, label=tr("Telephone"), autoComplete="off"),
        html.Div(
            [
                html.Span(tr("On duty from now for"), className="watch__label"),
                dmc.SegmentedControl(id=ids.HOURS, data=hours, value=str(USUAL_HOURS)),
            ]
        ),
        html.Div(id=ids.DUTY_SAID, role="alert", className="start__said"),
        html.Button(tr("Put on duty"), id=ids.SET, type="button", className="btn btn--primary"),
    ]


def duty_words(watch: Watch, zone: str) -> list[Part]:
    """Who is called now, and who after that."""
    if watch.duty is None:
        now: list[Part] = [
            html.P(
                [glyph("caution"), html.B(tr("Nobody is on duty now."))], className="watch__nobody"
            )
        ]
    else:
        now = [html.Div([html.B(watch.duty.name), *_reach(watch.duty, zone)], className="fact")]
    coming = [
        html.P(
            tr(
                "From {time} {name}, {phone}",
                time=clock_time(one.from_at, zone),
                name=one.name,
                phone=one.phone,
            ),
            className="soft",
        )
        for one in watch.coming
    ]
    return [*now, *coming]


def _reach(duty: Duty, zone: str) -> list[Part]:
    until = tr("until {time}", time=clock_time(duty.until_at, zone))
    return [html.Span(duty.phone), html.Span(until, className="faint")]

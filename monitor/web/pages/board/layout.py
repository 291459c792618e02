"""The board: who is due, who is in trouble, who may go home.

The layout holds the frame and the shape of the cards; the callback brings them, as it does later.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import dash_mantine_components as dmc

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, may
from monitor.errors import MonitorError
from monitor.language.reader import tr, tr_in
from monitor.services.backups import read_backups
from monitor.services.board import read_board
from monitor.services.house import House
from monitor.services.views import Board
from monitor.services.wording import chair_order
from monitor.web import html
from monitor.web.components import (
    Frame,
    Part,
    chip,
    elapsed,
    empty_panel,
    error_panel,
    freshness,
    glyph,
    header,
    notice,
    skeleton,
    unsent_lines,
)
from monitor.web.components.attributes import attributes
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.board import ids
from monitor.web.pages.board.calls import calls
from monitor.web.pages.board.cards import SHAPES, card
from monitor.web.pages.board.kept_cards import DrawnChair, drawn, kept_row
from monitor.web.pages.board.present import (
    BY_CHAIR,
    BY_URGENCY,
    Row,
    next_change,
    rows,
    tally,
)
from monitor.web.still import Still
from monitor.web.written import Written, written


def _orders() -> list[dict[str, str]]:
    return [
        {"value": BY_URGENCY, "label": tr("Urgency")},
        {"value": BY_CHAIR, "label": tr("Chair")},
    ]


async def layout(**_: Any) -> html.Div:
    """Lay out the frame of the room; a room that cannot be read says so."""
    try:
        board = await in_thread(read_board, house(), actor())
        late_backups = await in_thread(_late_backups, house(), actor())
    except MonitorError as error:
        return html.Div(error_panel(error, "/"), className="board")
    frame = Frame(board.at, board.zone, actor(), board.demo)
    return html.Div(
        [
            header(
                frame,
                tr("Infusion room"),
                after_title=html.Ul(
                    id=ids.TALLY, className="tally", **_named(tr("Needs attention"))
                ),
                before_clock=[
                    *_watch(actor()),
                    *_handover(actor()),
                    *_ordering(actor()),
                    *_today(actor()),
                    *_register(actor()),
                    order_switch(),
                ],
            ),
            *late_backups,
            html.Ul(
                id=ids.UNSENT, className="elsewhere", **_named(tr("Not sent from other tablets"))
            ),
            html.Nav(id=ids.ROOM, className="room", **_named(tr("Chairs in room"))),
            html.Main(skeleton(len(board.cards), "/"), id=ids.CARDS, className="chairs"),
        ],
        className="board",
    )


def _late_backups(around: House, who: Actor) -> list[Part]:
    """Tell an administrator that a backup is missing; it stands here until one is made."""
    if not may(who, Permission.READ_BACKUPS) or not read_backups(around, who).alert:
        return []
    words: list[Part] = [
        tr("The clinic has no fresh backup"),
        " ",
        html.A(tr("See why"), href="/admin/clinic", className="btn"),
    ]
    return [notice(words)]


def _today(who: Actor) -> list[Part]:
    """The way to the day list, for those who treat."""
    if not may(who, Permission.READ_PATIENT):
        return []
    return [html.A(tr("Today"), href="/today", className="btn")]


def _handover(who: Actor) -> list[Part]:
    """The way to hand over, for those who treat."""
    if not may(who, Permission.READ_HANDOVER):
        return []
    words = html.Span(tr("Handover"), className="hide-mid")
    label = attributes(aria_label=tr("Handover"))
    return [
        html.A(
            [glyph("swap"), words],
            href="/handover",
            className="btn btn--quiet to-handover",
            **label,
        )
    ]


def _ordering(who: Actor) -> list[Part]:
    """A physician gives an order from the board: the chair is chosen first."""
    if not may(who, Permission.GIVE_ORDER):
        return []
    words = tr("Order …")
    return [html.Button(words, type="button", className="btn", **attributes(data_dialog="order"))]


def _register(who: Actor) -> list[Part]:
    """The way to the register, for those who keep it."""
    if not may(who, Permission.READ_REGISTER):
        return []
    label = attributes(aria_label=tr("Register of controlled drugs"))
    return [html.A(glyph("dose"), href="/register", className="btn btn--icon btn--quiet", **label)]


Drawing = tuple[Written, Written, Written, Written]


def drawing(board: Board, order: str, *, may_call: bool = True) -> Drawing:
    """Draw what the callback brings: cards, how many need what, the room, what is not sent."""
    presented = rows(board, order, kept_row)
    chairs = [(row, drawn(row, board.at, board.zone, _chair)) for row in presented]
    return (
        written(Still(cards(board, [chair.card for _, chair in chairs]))),
        written(Still(chips(board, presented, may_call=may_call))),
        written(Still(room(chairs))),
        written(Still(unsent_lines(board.tablets, board.zone, board.at))),
    )


def _chair(row: Row, now: datetime, zone: str) -> DrawnChair:
    return DrawnChair(written(card(row, now, zone)), written(_place(row)))


def cards(board: Board, shown: list[Written]) -> list[Part | Written]:
    """Draw every card, or say that there is no chair."""
    fresh = freshness(board.version, board.at, next_change(board))
    if not shown:
        words = tr("An administrator adds chairs under Administration.")
        to = html.A(tr("Administration"), href="/admin/room", className="btn btn--primary")
        may_add = may(actor(), Permission.MANAGE_CHAIRS)
        return [fresh, empty_panel(tr("No chairs yet"), words, to if may_add else None)]
    return [fresh, *shown]


def chips(board: Board, presented: list[Row], *, may_call: bool = True) -> list[Part]:
    """Draw whom to call, and how many need what."""
    shown: list[Part] = [
        *calls(board, may_call=may_call),
        *(html.Li(chip(words, picture, tone)) for words, picture, tone in tally(presented)),
    ]
    return shown or [html.Li(chip(tr("all quiet"), "dot"))]


def room(chairs: list[tuple[Row, DrawnChair]]) -> list[Part | Written]:
    """Draw the strip in which no chair ever moves."""
    fixed = sorted(chairs, key=lambda one: chair_order(one[0].chair))
    return [html.Span(tr("In room order")), *(chair.place for _, chair in fixed)]


def _place(row: Row) -> html.A:
    time: Part = elapsed(row.view.state) if row.view else _use(row)
    return html.A(
        [html.B(row.chair), time, glyph(row.why.glyph)],
        href=f"#chair-{row.chair}",
        className=SHAPES[row.why.standing],
        **_named(tr("Chair {chair}: {why}", chair=row.chair, why=row.why.word)),
    )


def _use(row: Row) -> str:
    return tr("in use") if row.card.taken else tr_in("chair", "free")


def _watch(who: Actor) -> list[Part]:
    """The way to who is responsible and on duty."""
    if not may(who, Permission.READ_WATCH):
        return []
    link = html.A(
        [glyph("person"), html.Span(tr("Watch"), className="hide-mid")],
        href="/watch",
        className="btn btn--quiet",
        **_named(tr("Who watches over which chair, who is on duty")),
    )
    return [link]


def order_switch() -> dmc.SegmentedControl:
    """Choose the order of the cards; the tablet keeps the choice."""
    return dmc.SegmentedControl(
        id=ids.ORDER,
        data=_orders(),
        value=BY_URGENCY,
        persistence=True,
        persistence_type="local",
        **_named(tr("Order of the cards")),
    )


def _named(label: str) -> dict[str, Any]:
    return attributes(aria_label=label)

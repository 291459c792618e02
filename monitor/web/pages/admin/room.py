"""Room: the chairs in the order of the board."""

from __future__ import annotations

from dash import dcc, html

from monitor.language.reader import tr
from monitor.services.admin_views import ChairKept
from monitor.web.components import Part, chip, glyph
from monitor.web.pages.admin import ids
from monitor.web.pages.admin.parts import (
    about,
    asked_first,
    button,
    card,
    field,
    gone,
    nothing_chosen,
    row,
    rows,
    said,
)
from monitor.web.pages.admin.present import NEW, Asked, Everything, address


def left(whole: Everything, asked: Asked) -> list[Part]:
    """Every chair, those out of use too."""
    add = html.A(
        [glyph("plus"), tr("Add a chair")],
        href=address("room", chair=NEW),
        className="btn btn--primary",
    )
    lines = [_line(one, asked) for one in whole.chairs]
    nothing = tr("No chair yet. The board shows a card for each.")
    return [card(tr("Chairs, in the order of the board"), [add, rows(lines, nothing)])]


def right(whole: Everything, asked: Asked) -> Part:
    """The chair that is chosen."""
    if asked.kind != "chair":
        return nothing_chosen(tr("Choose a chair to rename or move it, or add one."))
    if asked.chosen == NEW:
        return _new()
    chair = next((one for one in whole.chairs if one.id == asked.chosen), None)
    return gone() if chair is None else _form(chair, whole)


def _line(chair: ChairKept, asked: Asked) -> html.Li:
    marks: list[Part] = []
    if chair.occupied:
        marks.append(chip(tr("occupied"), "person", "accent"))
    if not chair.in_use:
        marks.append(chip(tr("out of use"), "close", "unknown"))
    name = tr("Chair {chair}", chair=chair.label)
    below = tr("room {room}", room=chair.room) if chair.room else tr("no room named")
    return row(address("room", chair=chair.id), asked.chosen == chair.id, name, below, marks)


def _fields(label: str, room: str) -> list[Part]:
    hint = tr("1 to 20 characters, as on the board: 3, or Window")
    return [
        field(ids.LABEL, tr("What the chair is called"), hint, label),
        field(ids.ROOM, tr("Room it stands in"), tr("may be empty"), room),
    ]


def _new() -> html.Section:
    do = button(ids.ADD_CHAIR, tr("Add this chair"))
    return card(tr("A new chair"), [*_fields("", ""), said(), do], "admin__form")


def _form(chair: ChairKept, whole: Everything) -> html.Section:
    order = [{"id": one.id, "revision": one.revision} for one in whole.chairs]
    return card(
        tr("Chair {chair}", chair=chair.label),
        [
            about(chair.id, chair.revision),
            dcc.Store(id=ids.ORDER, data=order),
            *_fields(chair.label, chair.room),
            said(),
            button(ids.SAVE_CHAIR, tr("Save")),
            html.Div(
                [
                    button(ids.MOVE_UP, tr("Move up"), ""),
                    button(ids.MOVE_DOWN, tr("Move down"), ""),
                ],
                className="admin__pair",
            ),
            _use(chair),
            said(ids.ACT_SAID),
        ],
        "admin__form",
    )


def _use(chair: ChairKept) -> Part:
    if not chair.in_use:
        return button(ids.PUT_BACK, tr("Bring it back into use"), "")
    if chair.occupied:
        words = tr(
            "An open session is in this chair: it can be taken out of use once it has ended."
        )
        return html.P(words, className="soft")
    happens = tr("It leaves the board at once, and no session starts in it. Records keep it.")
    do = button(ids.TAKE_OUT, tr("Take it out of use"), "btn--danger")
    return asked_first(tr("Take out of use …"), happens, [do])

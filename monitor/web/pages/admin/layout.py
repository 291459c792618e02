"""Administration: one part at a time, a list at the left and what is chosen at the right."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from monitor.access.actor import Actor
from monitor.errors import MonitorError, NotPermitted
from monitor.language.reader import tr
from monitor.services.backups import read_backups
from monitor.services.chairs import read_room
from monitor.services.clinic import read_clinic_settings
from monitor.services.devices import list_devices
from monitor.services.house import House
from monitor.services.open_sign_ins import list_sign_ins
from monitor.services.program_tokens import list_tokens
from monitor.services.protocol_choices import read_protocol_choices
from monitor.services.roster import read_roster
from monitor.web.components import TO_BOARD, Frame, Part, empty_panel, error_panel, glyph, header
from monitor.web.components.attributes import attributes
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.admin import (
    backups,
    clinic,
    ids,
    overrides,
    people,
    programs,
    protocols,
    room,
)
from monitor.web.pages.admin.present import (
    DONE,
    PARTS,
    Asked,
    Everything,
    address,
    asked_for,
    to_do,
)


async def layout(part: object = "", **query: Any) -> html.Div:
    """Read the clinic and lay out one part of it; whoever may not is told who may."""
    asked = asked_for(part, query)
    try:
        seen = await in_thread(read, house(), actor())
    except NotPermitted as error:
        return html.Div(_refused(error))
    except MonitorError as error:
        return html.Div(error_panel(error, address(asked.part)))
    frame = Frame(seen.now, seen.clinic.zone, actor(), seen.demo)
    return html.Div(
        [
            header(frame, tr("Administration"), back=TO_BOARD, before_clock=None),
            _parts(asked),
            html.Main(
                [*_told(asked), *backups.alert(seen), *_waiting(seen), _both(seen, asked)],
                className="admin",
            ),
            dcc.Location(id=ids.GO, refresh=True),
        ]
    )


def read(around: House, who: Actor) -> Everything:
    """Everything that administration shows; raises NotPermitted for anybody else."""
    return Everything(
        clinic=read_clinic_settings(around, who),
        people=read_roster(around, who),
        sign_ins=list_sign_ins(around, who),
        chairs=read_room(around, who),
        protocols=read_protocol_choices(around, who),
        backups=read_backups(around, who),
        devices=list_devices(around, who),
        tokens=list_tokens(around, who),
        now=around.clock(),
        demo=around.demo,
    )


def _refused(error: NotPermitted) -> html.Main:
    board = html.A(tr("To the board"), href="/", className="btn btn--primary")
    return html.Main(empty_panel(tr("For administrators"), tr(error.sentence()), board))


def _parts(asked: Asked) -> html.Nav:
    links = [
        html.A(
            tr(words),
            href=address(name),
            **(attributes(aria_current="page") if name == asked.part else {}),
        )
        for name, words in PARTS.items()
    ]
    label = attributes(aria_label=tr("Parts of administration"))
    return html.Nav(html.Div(links, className="seg"), className="admin__parts", **label)


def _told(asked: Asked) -> list[Part]:
    if not asked.done:
        return []
    return [html.P([glyph("done"), tr(DONE[asked.done])], className="admin__done", role="status")]


def _waiting(seen: Everything) -> list[Part]:
    waiting = to_do(seen)
    if not waiting:
        return []
    links = [html.Li(html.A(words, href=to, className="btn")) for words, to in waiting]
    title = html.H2([glyph("due"), tr("Still to do before anybody can be treated")])
    return [html.Section([title, html.Ul(links)], className="admin__todo")]


def _both(seen: Everything, asked: Asked) -> html.Div:
    left, right = _sides(seen, asked)
    return html.Div(
        [html.Div(left, className="admin__side"), html.Div(right, className="admin__side")],
        className="admin__both",
    )


def _sides(seen: Everything, asked: Asked) -> tuple[list[Part], Part]:
    if asked.part == "room":
        return room.left(seen, asked), room.right(seen, asked)
    if asked.part == "protocols":
        return protocols.left(seen, asked), protocols.right(seen, asked)
    if asked.part == "overrides":
        return overrides.left(seen, asked), overrides.right(seen, asked)
    if asked.part == "programs":
        return programs.left(seen, asked), programs.right(seen, asked)
    if asked.part == "clinic":
        return clinic.left(seen), html.Div(
            [clinic.right(), backups.standing(seen)], className="admin__side"
        )
    return people.left(seen, asked), people.right(seen, asked)

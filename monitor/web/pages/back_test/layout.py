"""What is tried at the top, with unit, bounds and source; beneath it what it came to."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

import dash_mantine_components as dmc
from dash import dcc

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, may
from monitor.errors import MonitorError, NotPermitted
from monitor.language.reader import tr
from monitor.services.back_test_views import ProtocolNumber
from monitor.services.back_tests import list_numbers, read_back_test
from monitor.services.house import House
from monitor.services.people import read_clinic
from monitor.web import html
from monitor.web.components import TO_BOARD, Frame, Part, empty_panel, error_panel, glyph, header
from monitor.web.components.attributes import attributes
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.back_test import ids
from monitor.web.pages.back_test.present import (
    DAY,
    Asked,
    asked_by,
    bounds_words,
    choices,
    name_of,
    number_words,
)
from monitor.web.pages.back_test.result import stand_parts
from monitor.web.still import Still

EACH_MS = 1000


async def layout(**query: Any) -> html.Div:
    """Lay out what is asked and how the latest back-test stands."""
    try:
        return await in_thread(_page, house(), actor(), asked_by(query))
    except NotPermitted as error:
        board = html.A(tr("To the board"), href="/", className="btn btn--primary")
        words = tr(error.sentence())
        return html.Div(html.Main(empty_panel(tr("For physicians"), words, board)))
    except MonitorError as error:
        return html.Div(error_panel(error, "/back-test"), className="trial")


def _page(around: House, who: Actor, asked: Asked) -> html.Div:
    stand = read_back_test(around, who)
    numbers = list_numbers(around, who, asked.protocol) if asked.protocol else ()
    clinic = read_clinic(around, who)
    frame = Frame(around.clock(), clinic.zone, who, around.demo)
    runs = stand is not None and stand.is_running
    return html.Div(
        [
            header(frame, tr("Back-test"), back=TO_BOARD),
            html.Main(
                [
                    _which(around, asked),
                    *_changes(around, who, asked, numbers),
                    html.Div(Still(stand_parts(around, stand, clinic.zone)), id=ids.STAND),
                    _stop(runs),
                ],
                className="trial",
            ),
            dcc.Location(id=ids.GO, refresh=True),
            dcc.Store(id=ids.ASKED, data=asked.address().partition("?")[2]),
            dcc.Interval(id=ids.EACH, interval=EACH_MS, disabled=not runs),
        ],
        className="trial__page",
    )


def _stop(runs: bool) -> html.Div:
    """Stands there only while one runs."""
    button = html.Button(tr("Stop"), id=ids.STOP, type="button", className="btn")
    return html.Div(button, id=ids.RUNS, className="trial__stop", hidden=not runs)


def _which(around: House, asked: Asked) -> html.Section:
    ways = [
        html.A(
            tr(protocol.title),
            href=Asked(protocol.id).address(),
            className="btn" + (" btn--primary" if protocol.id == asked.protocol else ""),
            **attributes(aria_current="true" if protocol.id == asked.protocol else "false"),
        )
        for protocol in around.protocols.values()
    ]
    words = tr(
        "Which protocol, with which other numbers? It is tried on every session that is over and "
        "was on it. Nothing of the record is changed, and nothing is put in force."
    )
    return html.Section(
        [html.P(words, className="soft"), html.Div(ways, className="trial__ways")],
        className="card trial__which",
    )


def _changes(
    around: House, who: Actor, asked: Asked, numbers: tuple[ProtocolNumber, ...]
) -> list[Part]:
    if not asked.protocol:
        return []
    protocol = around.protocols.get(asked.protocol)
    known = {one.path: one for one in numbers}
    rows = [
        _change(asked, known.get(path), path, name_of(protocol, path), value)
        for path, value in asked.numbers.items()
    ]
    none = html.P(tr("No number is changed yet."), className="soft")
    fields = html.Div(
        [
            dmc.Select(
                id=ids.NUMBER,
                label=tr("Number"),
                data=choices(protocol, numbers),
                searchable=True,
                placeholder=tr("Choose a number of the protocol"),
                nothingFoundMessage=tr("Nothing of that name"),
            ),
            dmc.TextInput(id=ids.VALUE, label=tr("New value"), autoComplete="off"),
            html.Button(tr("Take it"), id=ids.TAKE, type="button", className="btn"),
        ],
        className="trial__fields",
    )
    return [
        html.Section(
            [
                html.H2(tr("Changed numbers")),
                *_put_into(asked),
                html.Ul(rows, className="trial__list") if rows else none,
                fields,
                html.P("", id=ids.ABOUT, className="soft trial__about"),
                _period(asked),
                html.P("", id=ids.SAID, role="alert", className="start__said"),
                html.Div(
                    [
                        *_to_draft(asked, who),
                        html.Button(
                            tr("Try it"), id=ids.RUN, type="button", className="btn btn--primary"
                        ),
                    ],
                    className="protocol__acts",
                ),
            ],
            className="card trial__changes",
        )
    ]


def _put_into(asked: Asked) -> list[Part]:
    """Say which text the numbers are put into, where it is not the version in force."""
    if asked.draft:
        words = tr("Put into draft {draft}, and held against the version in force.",
                   draft=asked.draft)  # fmt: skip
    elif asked.version:
        words = tr("Put into version {version}, and held against the version in force.",
                   version=asked.version)  # fmt: skip
    else:
        return []
    way = html.A(
        tr("To the protocol's versions"), href=f"/protocols/{asked.protocol}", className="btn"
    )
    return [html.P(words, className="soft"), html.Div(way)]


def _to_draft(asked: Asked, who: Actor) -> list[Part]:
    """The way to a draft of exactly these numbers."""
    if asked.draft or not asked.numbers or not may(who, Permission.DRAFT_PROTOCOL):
        return []
    query = dict(parse_qsl(asked.address().partition("?")[2]))
    said = {"numbers": query.get("numbers", ""), "from": asked.version}
    to = f"/protocols/{asked.protocol}?{urlencode({k: v for k, v in said.items() if v})}"
    return [html.A(tr("Make a draft of these numbers"), href=to, className="btn")]


def _period(asked: Asked) -> html.Div:
    return html.Div(
        [
            dmc.TextInput(
                id=ids.FROM,
                label=tr("Sessions from"),
                description=tr(DAY),
                value=asked.from_day,
                autoComplete="off",
            ),
            dmc.TextInput(
                id=ids.TO,
                label=tr("Sessions to"),
                description=tr("That day is still in it"),
                value=asked.to_day,
                autoComplete="off",
            ),
        ],
        className="trial__period",
    )


def _change(
    asked: Asked, number: ProtocolNumber | None, path: str, name: str, value: str
) -> html.Li:
    about = tr("the protocol has no such number")
    if number is not None:
        about = f"{bounds_words(number)}. {tr(number.cited)}"
    unit = number.form.unit if number is not None else ""
    before = number_words(number.value) if number is not None else ""
    remove = html.A(
        [glyph("close"), tr("Remove")],
        href=asked.with_number(path, None).address(),
        className="btn",
        **attributes(aria_label=tr("Remove {number}", number=name)),
    )
    return html.Li(
        [
            html.Div(
                [
                    html.B(name),
                    html.Span(f" {before} → {value} {unit}", className="trial__number"),
                    html.P(about, className="faint"),
                ]
            ),
            remove,
        ]
    )

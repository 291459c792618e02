"""Every protocol with its version in force; then one of them: draft, numbers, history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dash_mantine_components as dmc
from dash import dcc

from monitor.access.actor import Actor
from monitor.errors import MonitorError, NotPermitted
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.back_test_views import ProtocolNumber
from monitor.services.back_tests import read_back_test
from monitor.services.house import House
from monitor.services.people import read_clinic
from monitor.services.protocol_versions import list_protocol_stands, read_protocol_room
from monitor.services.protocol_views import ProtocolRoom, ProtocolStand, VersionKept
from monitor.web import html
from monitor.web.components import TO_BOARD, Frame, Part, empty_panel, error_panel, header
from monitor.web.components.attributes import attributes
from monitor.web.components.banner import Back
from monitor.web.context import actor, house, in_thread
from monitor.web.number_words import name_in_words
from monitor.web.pages.back_test.present import Asked as Trial
from monitor.web.pages.back_test.present import bounds_words
from monitor.web.pages.protocols import ids
from monitor.web.pages.protocols.drafted import (
    difference_table,
    draft_card,
    sign_source,
    tried_words,
)
from monitor.web.pages.protocols.present import (
    Asked,
    address,
    asked,
    group_words,
    groups,
    typed_values,
    version_words,
    when_words,
)
from monitor.web.still import Still


async def every(**_: Any) -> html.Div:
    """Lay out all protocols."""
    return await _shown(_every, "/protocols")


async def one(protocol_id: str, **query: Any) -> html.Div:
    """Lay out one protocol."""

    def page(around: House, who: Actor) -> html.Div:
        return _one(around, who, protocol_id, asked(query))

    return await _shown(page, "/protocols")


async def _shown(page: Callable[[House, Actor], html.Div], retry: str) -> html.Div:
    try:
        return await in_thread(page, house(), actor())
    except NotPermitted as error:
        board = html.A(tr("To the board"), href="/", className="btn btn--primary")
        words = tr(error.sentence())
        return html.Div(html.Main(empty_panel(tr("For physicians"), words, board)))
    except MonitorError as error:
        return html.Div(error_panel(error, retry), className="trial")


def _every(around: House, who: Actor) -> html.Div:
    stands = list_protocol_stands(around, who)
    clinic = read_clinic(around, who)
    words = tr(
        "Each protocol as this clinic goes by it. New sessions start on the version in force; "
        "a session that was started keeps its own to the end."
    )
    lines = [_line(stand, clinic.zone) for stand in stands]
    body = html.Section(
        [html.P(words, className="soft"), html.Ul(lines, className="protocol__every")],
        className="card",
    )
    frame = Frame(around.clock(), clinic.zone, who, around.demo)
    main = html.Main(Still([body]), className="trial")
    return html.Div([header(frame, tr("Protocols"), back=TO_BOARD), main], className="trial__page")


def _line(stand: ProtocolStand, zone: str) -> html.Li:
    return html.Li(
        html.A(
            [
                html.B(tr(stand.title)),
                html.Span(version_words(stand, zone), className="soft"),
                *(html.Span(words, className="protocol__note") for words in _notes(stand)),
            ],
            href=address(stand.id),
        )
    )


def _notes(stand: ProtocolStand) -> list[str]:
    notes = []
    if stand.draft is not None:
        notes.append(tr("Draft {draft} waits", draft=stand.draft))
    if stand.ships is not None:
        notes.append(
            tr(
                "The program now ships version {ships}; this clinic keeps its own",
                ships=stand.ships,
            )
        )
    if stand.problem:
        notes.append(tr(stand.problem))
    return notes


def _one(around: House, who: Actor, protocol_id: str, said: Asked) -> html.Div:
    room = read_protocol_room(around, who, protocol_id, said.base)
    draft, stand = room.draft, read_back_test(around, who)
    frame = Frame(around.clock(), room.zone, who, around.demo)
    waiting: list[Part] = [html.P("", id=ids.ASIDE_SAID, hidden=True)]
    if draft is not None:
        waiting = [draft_card(room, draft, stand, _aside())]
        if room.may_sign and not draft.problem:
            waiting.append(sign_source(room, draft, who))
    title = tr(room.stand.title)
    back = Back(address(), say("Protocols"))
    return html.Div(
        [
            header(frame, title, back=back),
            html.Main(
                [Still([_head(room)]), *waiting, _numbers(room, said), Still([_history(room)])],
                className="trial",
            ),
            dcc.Location(id=ids.GO, refresh=True),
            dcc.Store(
                id=ids.ABOUT,
                data={"protocol": room.stand.id, "base": room.base, "seen": room.last_draft},
            ),
        ],
        className="trial__page",
    )


def _head(room: ProtocolRoom) -> html.Section:
    stand = room.stand
    parts: list[Part] = [
        html.H2(tr("In force")),
        html.P(version_words(stand, room.zone)),
        *(html.P(words, role="status") for words in _notes(stand) if stand.draft is None),
    ]
    if stand.ships is not None:
        words = tr("Draft from version {version}", version=stand.ships)
        to = address(stand.id, **{"from": stand.ships})
        parts.append(html.A(words, href=to, className="btn"))
    return html.Section(parts, className="card")


def _aside() -> html.Div:
    return html.Div(
        [
            html.Button(tr("Set aside"), id=ids.ASIDE, type="button", className="btn"),
            html.P("", id=ids.ASIDE_SAID, role="alert", className="start__said"),
        ]
    )


def _numbers(room: ProtocolRoom, said: Asked) -> html.Section:
    values = typed_values(room, said)
    changed = {one.path for one in room.draft.differences} if room.draft else set()
    words = tr(
        "The numbers of version {version}. Type another one where it is to be different; a list "
        "with semicolons. Nothing is in force before it is signed.",
        version=room.base,
    )
    listed = [
        _group(room, section, found, values, changed | set(said.numbers))
        for section, found in groups(room.numbers).items()
    ]
    reason = dmc.Textarea(
        id=ids.REASON,
        label=tr("Reason"),
        description=tr("Stands beside each number that is changed, for good"),
        value=room.draft.reason if room.draft else "",
        autosize=True,
        minRows=2,
    )
    save = html.Button(
        tr("Save as draft"), id=ids.SAVE, type="button", className="btn btn--primary"
    )
    return html.Section(
        [
            html.H2(tr("Change numbers")),
            html.P(words, className="soft"),
            html.Div(listed),
            reason,
            html.P("", id=ids.SAID, role="alert", className="start__said"),
            save,
        ],
        className="card trial__changes",
    )


def _group(
    room: ProtocolRoom,
    section: str,
    numbers: list[ProtocolNumber],
    values: dict[str, str],
    opened: set[str],
) -> html.Details:
    fields = [_field(one, values[one.path]) for one in numbers]
    name = group_words(room.in_force, section)
    return html.Details(
        [html.Summary(name), html.Div(fields, className="protocol__fields")],
        className="protocol__group",
        open=any(one.path in opened for one in numbers),
    )


def _field(number: ProtocolNumber, value: str) -> html.Div:
    return html.Div(
        [
            dmc.TextInput(
                id={"type": ids.NUMBER, "path": number.path},
                label=name_in_words(number.path),
                description=bounds_words(number),
                value=value,
                autoComplete="off",
            ),
            html.P(tr(number.cited), className="faint"),
        ]
    )


def _history(room: ProtocolRoom) -> html.Section:
    kept = [_version(room, version) for version in room.history]
    first = room.history[-1].replaces if room.history else room.stand.version
    words = tr("Version {version}, as the program shipped it", version=first)
    to = address(room.stand.id, **{"from": first})
    shipped = html.Details(
        [html.Summary(words), _ways(room, first, to if room.history else "")],
        className="protocol__group",
    )
    return html.Section([html.H2(tr("Versions")), *kept, shipped], className="card")


def _version(room: ProtocolRoom, kept: VersionKept) -> html.Details:
    words = tr(
        "Version {version}, from {when}, signed by {name}",
        version=kept.version,
        when=when_words(kept.signed_at, room.zone),
        name=kept.signed_by,
    )
    label = tr("Difference to version {version}", version=kept.replaces)
    to = address(room.stand.id, **{"from": kept.version})
    is_now = kept.version == room.stand.version
    return html.Details(
        [
            html.Summary(words),
            _told(room, kept, label),
            html.P([html.B(tr("Reason")), " ", kept.reason]),
            *([tried_words(kept.tried)] if kept.tried else []),
            _ways(room, kept.version, "" if is_now else to),
        ],
        className="protocol__group",
    )


def _told(room: ProtocolRoom, kept: VersionKept, label: str) -> Part:
    """What it changed: nothing is signed that changes nothing, so none is one that was not read."""
    if kept.differences:
        return difference_table(room.in_force, kept.differences, label)
    words = tr("It cannot be compared: this program does not read one of the two any more.")
    return html.P(words, className="soft")


def _ways(room: ProtocolRoom, version: int, to_draft: str) -> html.Div:
    """Read its text; try it and draft from it, where another one is in force."""
    text = f"/api/v1/protocol-versions/{room.stand.id}/{version}"
    ways: list[Part] = [html.A(tr("Its whole text"), href=text, className="btn")]
    if to_draft:
        trial = Trial(room.stand.id, version=str(version)).address()
        ways.append(html.A(tr("Try it on past sessions"), href=trial, className="btn"))
        words = tr("Draft from version {version}", version=version)
        ways.append(html.A(words, href=to_draft, className="btn"))
    return html.Div(ways, className="protocol__acts", **attributes(data_version=str(version)))

"""What is asked at the top; beneath it every entry that fits, the newest first."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc

from monitor.access.actor import Actor
from monitor.errors import BadInput, MonitorError, NotFound, NotPermitted
from monitor.language.reader import tr
from monitor.services.audit_views import Audited, AuditLine, AuditSheet
from monitor.services.auditing import read_audit_sheet
from monitor.services.house import House
from monitor.services.people import read_clinic
from monitor.web import html
from monitor.web.components import TO_BOARD, Frame, Part, empty_panel, error_panel, glyph, header
from monitor.web.components.attributes import attributes
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.admin.present import told
from monitor.web.pages.audit import ids
from monitor.web.pages.audit.present import (
    ERASED,
    WHEN,
    Asked,
    actions,
    asked_by,
    device_words,
    what_words,
    when_words,
    who_words,
    whose_words,
)
from monitor.web.still import Still
from monitor.web.words import born, clock_time, listed, numbers_of


async def layout(**query: Any) -> html.Div:
    """Search and lay out what was found; whoever may not search is told who may."""
    asked = asked_by(query)
    try:
        sheet, wrong = await in_thread(look, house(), actor(), asked)
    except NotPermitted as error:
        return html.Div(_refused(error))
    except MonitorError as error:
        return html.Div(error_panel(error, asked.address()), className="audit__page")
    frame = Frame(sheet.at, sheet.zone, actor(), house().demo)
    return html.Div(
        [
            header(frame, tr("Audit"), back=TO_BOARD),
            html.Main(
                [
                    _form(sheet, asked, wrong),
                    Still([_found(sheet, asked, wrong), _chain(sheet)]),
                ],
                className="audit",
            ),
            dcc.Location(id=ids.GO, refresh=True),
            dcc.Store(id=ids.PATIENT, data=asked.said["patient"]),
        ],
        className="audit__page",
    )


def look(around: House, who: Actor, asked: Asked) -> tuple[AuditSheet, str]:
    """What was found; or an empty sheet and what is wrong with the question, the rest as asked."""
    zone = read_clinic(around, who).zone
    try:
        return read_audit_sheet(around, who, asked.question(zone)), ""
    except (BadInput, NotFound) as error:
        return read_audit_sheet(around, who, None), told(error)


def _refused(error: NotPermitted) -> html.Main:
    board = html.A(tr("To the board"), href="/", className="btn btn--primary")
    words = tr(error.sentence())
    return html.Main(empty_panel(tr("For administrators and auditors"), words, board))


def _form(sheet: AuditSheet, asked: Asked, wrong: str) -> html.Section:
    return html.Section(
        [
            html.Div(_whose(sheet.patient, asked), className="audit__whose"),
            html.Div(_conditions(sheet, asked), className="audit__fields"),
            html.Div(
                [
                    html.P(wrong, id=ids.SAID, role="alert", className="start__said grow"),
                    html.A(tr("Everything"), href="/audit", className="btn"),
                    html.Button(
                        [glyph("search"), tr("Search")],
                        id=ids.SEARCH,
                        type="button",
                        className="btn btn--primary",
                    ),
                ],
                className="audit__acts",
            ),
        ],
        className="card audit__form",
        **attributes(aria_label=tr("What to search by")),
    )


def _whose(patient: Audited | None, asked: Asked) -> list[Part]:
    if patient is not None:
        name = tr(ERASED) if patient.erased else patient.name
        return [
            html.Div([html.B(name), html.Span(about(patient), className="faint")]),
            html.A(tr("Any patient"), href=asked.address(patient=""), className="btn"),
        ]
    find = dmc.TextInput(
        id=ids.FIND,
        label=tr("About which patient"),
        description=tr("Name, record number or birth date (1987-04-14)"),
        leftSection=glyph("search"),
        debounce=250,
        autoComplete="off",
    )
    return [find, html.Div(id=ids.FOUND, className="start__found")]


def about(patient: Audited) -> str:
    """Born when, and the numbers by which a namesake is told apart; else the id."""
    if patient.erased:
        return patient.id
    return listed([born(patient.birth_date), *numbers_of(patient.identifiers)])


def _conditions(sheet: AuditSheet, asked: Asked) -> list[Part]:
    people = [{"value": known, "label": name} for known, name in sheet.people]
    return [
        _choice(ids.PERSON, tr("By whom"), people, asked.said["person"]),
        _choice(ids.ACTION, tr("What was done"), actions(), asked.said["action"]),
        dmc.TextInput(
            id=ids.FROM,
            label=tr("From"),
            description=tr(WHEN),
            value=asked.said["from"],
            autoComplete="off",
        ),
        dmc.TextInput(
            id=ids.TO,
            label=tr("To"),
            description=tr("The day or minute named is still in it"),
            value=asked.said["to"],
            autoComplete="off",
        ),
    ]


def _choice(name: str, label: str, data: list[dict[str, str]], chosen: str) -> dmc.Select:
    known = any(one["value"] == chosen for one in data)
    return dmc.Select(
        id=name,
        label=label,
        data=data,
        value=chosen if known else None,
        placeholder=tr("Any"),
        searchable=True,
        clearable=True,
        nothingFoundMessage=tr("Nothing of that name"),
    )


def _found(sheet: AuditSheet, asked: Asked, wrong: str) -> html.Section:
    title = tr("Entries, the newest first")
    as_of = tr("as it stood at {time}", time=clock_time(sheet.at, sheet.zone))
    head = html.Div([html.H2(title), html.Span(as_of, className="faint")], className="audit__head")
    if not sheet.lines:
        words = tr("Nothing was searched.") if wrong else tr("No entry fits all of that.")
        body: Part = html.P(words, className="soft audit__none")
    else:
        body = _table(title, sheet)
    return html.Section([head, body, *_pages(sheet, asked)], className="card audit__found")


def _chain(sheet: AuditSheet) -> html.Section:
    kept = tr("Each entry carries a digest of the one before. Keep this line outside, in a file:")
    finds = tr("This then finds whatever before it was changed, removed or put in:")
    return html.Section(
        [
            html.H2(tr("The end of the chain")),
            html.P(kept, className="soft"),
            html.Pre(sheet.head),
            html.P(finds, className="soft"),
            html.Pre("monitor verify --against " + tr("FILE")),
        ],
        className="card audit__found",
    )


def _pages(sheet: AuditSheet, asked: Asked) -> list[Part]:
    ways: list[Part] = []
    if asked.said["before"]:
        ways.append(html.A(tr("To the newest"), href=asked.address(), className="btn"))
    if sheet.more_before is not None:
        to = asked.address(before=sheet.more_before)
        ways.append(html.A(tr("Older entries"), href=to, className="btn"))
    return [html.Nav(ways, className="audit__pages", **attributes(aria_label=tr("Pages")))]


def _table(name: str, sheet: AuditSheet) -> html.Div:
    heads = (tr("When"), tr("Who"), tr("What"), tr("Whose"), tr("From where"))
    rows = [_row(line, sheet.zone) for line in sheet.lines]
    table = html.Table(
        [html.Thead(html.Tr([html.Th(word, scope="col") for word in heads])), html.Tbody(rows)]
    )
    label = attributes(aria_label=name)
    return html.Div(table, className="audit__scroll", tabIndex=0, role="region", **label)


def _row(line: AuditLine, zone: str) -> html.Tr:
    return html.Tr(
        [
            html.Th(_two(when_words(line.entry.at, zone)), scope="row"),
            html.Td(_two(who_words(line))),
            html.Td(_what(line)),
            html.Td(_two(whose_words(line, zone))),
            html.Td(_two(device_words(line, zone))),
        ]
    )


def _what(line: AuditLine) -> list[Part]:
    if line.entry.emergency is None:
        return [what_words(line)]
    return _two((what_words(line), tr("in an emergency")))


def _two(words: tuple[str, str]) -> list[Part]:
    """What counts, and beneath it what tells more."""
    above, beneath = words
    return [html.B(above), html.Span(beneath, className="faint")] if beneath else [html.B(above)]

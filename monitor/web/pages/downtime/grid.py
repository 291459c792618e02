"""The lines to write in: one for each set that will be due, and those for whatever else. Pure."""

from __future__ import annotations

from monitor.clinical.due_ahead import DueRow
from monitor.language.reader import tr
from monitor.web import html
from monitor.web.components import Part
from monitor.web.components.attributes import attributes
from monitor.web.names import asked_always
from monitor.web.words import clock_time, whole_minutes

EVENT_LINES = 4
BLANK = "\u00a0"
TO_CIRCLE = "0 1 2 3"


def sets_grid(lines: tuple[DueRow | None, ...], zone: str) -> html.Table:
    """The grid of observation sets."""
    felt = [name for _, name in asked_always()]
    head = [
        _head(tr("Time")),
        _head("T+"),
        _head(tr("BP"), tr("mmHg")),
        _head(tr("HR"), tr("rhythm")),
        _head("SpO₂ %", tr("O₂ L/min")),
        _head(tr("RR")),
        _head("MOAA/S"),
        *(html.Th(html.Span(name), scope="col", className="grid__felt") for name in felt),
        _head(tr("Other effects"), tr("red flags")),
        _head(tr("Initials")),
    ]
    body = [_line(line, zone, len(felt)) for line in lines]
    return html.Table(
        [
            html.Caption(tr("Observation sets"), className="spoken"),
            html.Thead(html.Tr(head)),
            html.Tbody(body),
        ],
        className="grid",
    )


def _head(*words: str) -> html.Th:
    parts: list[Part] = [html.Span(word) for word in words]
    return html.Th(parts, scope="col")


def _line(line: DueRow | None, zone: str, felt: int) -> html.Tr:
    clock, counted = due_words(line, zone)
    cells: list[Part] = [
        html.Th(clock, scope="row") if clock else html.Td(BLANK),
        html.Td(counted or BLANK, className="grid__when"),
        html.Td("/", className="grid__hint"),
        html.Td([BLANK, html.Small(tr("reg / irr"))], className="grid__hint"),
        html.Td([BLANK, html.Small(tr("air"))], className="grid__hint"),
        html.Td(BLANK),
        html.Td(BLANK),
        *(html.Td(TO_CIRCLE, className="grid__hint grid__grades") for _ in range(felt)),
        html.Td(BLANK),
        html.Td(BLANK),
    ]
    return html.Tr(cells, **attributes(data_due=clock or counted or ""))


def due_words(line: DueRow | None, zone: str) -> tuple[str, str]:
    """When a set is due, by the clock and by minutes; both empty on an empty line."""
    if line is None:
        return "", ""
    if line.after_end is not None:
        return "", tr("end +{minutes}", minutes=whole_minutes(line.after_end))
    counted = "" if line.elapsed is None else f"T+{whole_minutes(line.elapsed)}"
    return clock_time(line.at, zone) if line.at is not None else "", counted


def events_grid() -> html.Table:
    """Lines for a pause, a medicine, a call: whatever is no observation set."""
    head = [
        _head(tr("Time")),
        _head(tr("Event: pause, resume, stop, medicine, walk, call, note")),
        _head(tr("Dose, unit")),
        _head(tr("Route")),
        _head(tr("Ordered by, or who was called")),
        _head(tr("Initials")),
    ]
    empty = html.Tr([html.Td(BLANK) for _ in head])
    return html.Table(
        [
            html.Caption(tr("Events"), className="spoken"),
            html.Thead(html.Tr(head)),
            html.Tbody([empty] * EVENT_LINES),
        ],
        className="grid grid--events",
    )

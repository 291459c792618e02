"""One page of paper: who, what is known, the limits, the lines to write in. Pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.access.actor import Actor
from monitor.clinical.state import SessionState
from monitor.language.reader import tr, tr_in
from monitor.services.downtime import Sheets
from monitor.services.views import SessionView
from monitor.web import html
from monitor.web.components import Part
from monitor.web.components.attributes import attributes
from monitor.web.components.banner import treatment
from monitor.web.pages.downtime import facts
from monitor.web.pages.downtime.grid import BLANK, events_grid, sets_grid
from monitor.web.pages.downtime.known import VALUES, baseline_words, latest_words, short_name
from monitor.web.pages.downtime.pages import LINES_ON_BLANK, SheetPage
from monitor.web.words import born, calendar_day, clock_time, decimal, listed, numbers_of


def page(one: SheetPage, found: Sheets, who: Actor) -> html.Section:
    """One page of an open session."""
    view, zone = one.sheet.view, found.zone
    head = _who(view, found)
    known = [_facts(view, zone), _values(view.state, zone), _limits(view, zone)]
    first = one.number == 1
    return _paper(
        [
            head,
            *(known if first else []),
            _legend(),
            sets_grid(one.lines, zone),
            *([events_grid()] if first else []),
            _foot(found, who, one.number, one.of),
        ],
        tr("Sheet of chair {chair}", chair=view.head.chair.label),
    )


def blank_page(found: Sheets, who: Actor) -> html.Section:
    """A sheet on which nothing is known yet, for a patient who has not started."""
    head = html.Div(
        [
            html.B(_blank(tr("Chair")), className="sheet__chair sheet__chair--blank"),
            html.Div(
                [html.P(_blank(tr("Patient"), 5)), html.P(_blank(tr("Born, identifier"), 5))],
                className="sheet__who",
            ),
            _clinic(found),
        ],
        className="sheet__head",
    )
    asked = (
        (tr("Allergies"), 8), (tr("Flags"), 8), (tr("Protocol"), 3), (tr("Drug, dose, unit"), 3),
        (tr("Route"), 2), (tr("Weight"), 2), (tr("Infusion or dose at"), 2), (tr("planned end"), 2),
        (tr("Baseline BP"), 2), (tr("HR"), 2), ("SpO₂", 2), (tr("measured at"), 2),
    )  # fmt: skip
    lines = html.Div([html.P(_blank(name, size)) for name, size in asked], className="sheet__asked")
    empty = (None,) * LINES_ON_BLANK
    return _paper(
        [head, lines, _legend(), sets_grid(empty, found.zone), events_grid(),
         _foot(found, who, 1, 1)],
        tr("Blank sheet"),
    )  # fmt: skip


def _paper(parts: list[Part], name: str) -> html.Section:
    return html.Section(parts, className="sheet", **attributes(aria_label=name, data_sheet=""))


def _blank(name: str, size: int = 1) -> list[Part]:
    return [f"{name} ", html.Span(BLANK, className=f"to-fill to-fill--{size}")]


def _who(view: SessionView, found: Sheets) -> html.Div:
    patient = view.head.patient
    numbers = numbers_of(patient.identifiers)
    return html.Div(
        [
            html.B(view.head.chair.label, className="sheet__chair",
                   **attributes(aria_label=tr("Chair {chair}", chair=view.head.chair.label)),
                   role="img"),
            html.Div(
                [
                    html.H2(patient.name),
                    html.P(listed([born(patient.birth_date), *numbers])),
                ],
                className="sheet__who",
            ),
            _clinic(found),
        ],
        className="sheet__head",
    )  # fmt: skip


def _clinic(found: Sheets) -> html.Div:
    demo: list[Part] = [html.B("DEMO", className="sheet__demo")] if found.demo else []
    return html.Div(
        [*demo, html.P(html.B(found.clinic_name)), html.P(_today(found))],
        className="sheet__clinic",
    )


def _today(found: Sheets) -> str:
    return calendar_day(found.at.astimezone(ZoneInfo(found.zone)).date())


def _facts(view: SessionView, zone: str) -> html.Div:
    head = view.head
    return html.Div(
        [
            _fact(tr("Allergies"), facts.allergies(view)),
            _fact(tr("Flags"), facts.flags(view)),
            _fact(
                tr("Treatment"),
                tr(
                    "{treatment}, {weight} kg. Protocol {protocol}, version {version}",
                    treatment=treatment(head),
                    weight=decimal(head.weight_kg),
                    protocol=tr(view.protocol.title),
                    version=head.protocol_version,
                ),
            ),
            html.P([html.B(_begun(view)), BLANK, *_times(view, zone)]),
        ],
        className="sheet__facts",
    )


def _begun(view: SessionView) -> str:
    return tr("Infusion") if view.protocol.has_infusion else tr("Dose")


def _times(view: SessionView, zone: str) -> list[Part]:
    state = view.state
    started = _clock(state.time_zero, zone)
    if not view.protocol.has_infusion:
        return [tr_in("dose", "given"), " ", started]
    ended: list[Part] = [tr("ended"), " ", _clock(state.infusion_ended_at, zone)]
    planned: list[Part] = [tr("planned end"), " ", _clock(None, zone), ", "]
    return [
        tr("started"), " ", started, ", ",
        *([] if state.infusion_ended_at else planned),
        *ended,
    ]  # fmt: skip


def _clock(at: datetime | None, zone: str) -> Part:
    if at is None:
        return html.Span(BLANK, className="to-fill to-fill--1")
    return html.B(clock_time(at, zone))


def _fact(name: str, words: str) -> html.P:
    return html.P([html.B(name), BLANK, words])


def _values(state: SessionState, zone: str) -> html.Table:
    head = [html.Td(""), _th(tr("BP"))]
    head += [_th(short_name(field)) for field, _ in VALUES]
    return html.Table(
        [
            html.Caption(tr("What is known"), className="spoken"),
            html.Thead(html.Tr(head)),
            html.Tbody([_baseline(state, zone), _latest(state, zone)]),
        ],
        className="sheet__values",
    )


def _th(word: str) -> html.Th:
    return html.Th(word, scope="col")


def _baseline(state: SessionState, zone: str) -> html.Tr:
    name, *told = baseline_words(state, zone)
    if len(told) == 1:
        return html.Tr([html.Th(name, scope="row"), html.Td(told, colSpan=8)])
    return html.Tr([html.Th(name, scope="row"), *(html.Td(words) for words in told)])


def _latest(state: SessionState, zone: str) -> html.Tr:
    cells = [
        html.Td([said, *([html.Small(f" {at}")] if at else [])])
        for said, at in latest_words(state, zone)
    ]
    return html.Tr([html.Th(tr("Latest"), scope="row"), *cells])


def _limits(view: SessionView, zone: str) -> html.Div:
    stop = facts.stop_words(view.protocol)
    lines = [
        (tr("Stop: physician decision required"), stop),
        (tr("Urgent: call the physician"), facts.urgent_words(view.protocol)),
        (tr("Sets due"), facts.cadence_words(view.protocol)),
        (tr("Alerts"), facts.alerts(view, zone)),
        (tr("Orders"), facts.orders(view, zone)),
    ]
    return html.Div(
        [_fact(name, words) for name, words in lines if words], className="sheet__limits"
    )


def _legend() -> html.P:
    words = tr("Effects: 0 none, 1 mild, 2 moderate, 3 severe; circle one. MOAA/S 5 alert to 0.")
    return html.P(words, className="sheet__legend")


def _foot(found: Sheets, who: Actor, number: int, of: int) -> html.Div:
    duty = found.watch.duty
    phone = (
        tr("Physician on duty: {name}, {phone}", name=duty.name, phone=duty.phone)
        if duty is not None
        else tr("Nobody is on duty; physician:")
    )
    last = [tr("Emergency: {phone}", phone=found.watch.emergency_phone)]
    calls: list[Part] = [html.B(phone)]
    if duty is None:
        calls.append(html.Span(BLANK, className="to-fill to-fill--2"))
    if found.watch.emergency_phone:
        calls += [" · ", *last]
    return html.Div(
        [
            html.P(calls),
            html.P(
                [
                    tr("As known at {time}.", time=clock_time(found.at, found.zone)),
                    " ",
                    tr("Printed by {name} at:", name=who.name),
                    " ",
                    html.Span(
                        clock_time(found.at, found.zone),
                        **attributes(data_printed=found.zone),
                    ),
                    ". ",
                    tr("Page {number} of {of}", number=number, of=of),
                ]
            ),
        ],
        className="sheet__foot",
    )

"""What is asked at the top, as ways to every other question; beneath it the figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import dcc

from monitor.clinical.published import PUBLISHED
from monitor.errors import MonitorError
from monitor.language.reader import tr, tr_in, tr_plural
from monitor.services.clinic_figures import ClinicFigures
from monitor.web import html
from monitor.web.components import TO_BOARD, Frame, Part, empty_panel, error_panel, glyph, header
from monitor.web.components.attributes import attributes
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.chart.layout import EMPTY_FIGURE, FIGURE_CONFIG
from monitor.web.pages.clinic import ids
from monitor.web.pages.clinic.asked import DOSES, PERIODS, USUAL, Asked, asked_by
from monitor.web.pages.clinic.drill import sessions
from monitor.web.pages.clinic.looking import look
from monitor.web.pages.clinic.parts import (
    alerts,
    brief,
    chairs,
    effects_table,
    overrides,
    panel,
    response,
)
from monitor.web.pages.clinic.present import may_show
from monitor.web.still import Still
from monitor.web.words import record_word, route_name

MARKS = ("|", "\u25c7", "\u25a1")


async def layout(**query: Any) -> html.Div:
    """Lay out the figures that the address asks for; whoever may not read them is told."""
    asked = asked_by(query)
    try:
        found = await in_thread(look, house(), actor(), asked)
    except MonitorError as error:
        return html.Div(error_panel(error, "/clinic"), className="clinic")
    frame = Frame(found.at, found.zone, actor(), house().demo)
    return html.Div(
        [
            header(frame, tr("Clinic"), back=TO_BOARD),
            dcc.Store(id=ids.QUERY, data=dict(asked.said)),
            dcc.Store(id=ids.SCHEME),
            html.Main(
                [Still(_asking(found, asked)), *_figures(found, asked)], className="clinic__body"
            ),
        ],
        className="clinic",
    )


def _figures(found: ClinicFigures, asked: Asked) -> list[Part]:
    if found.frame.empty:
        words = tr("No session was closed that fits all of that.")
        return [Still([*_waiting(found), empty_panel(tr("Nothing to show"), words)])]
    if not may_show(found, len(found.frame)):
        words = tr("So few could name somebody: ask for more sessions.")
        waiting = _waiting(found) if may_show(found, found.waiting) else []
        return [Still([*waiting, empty_panel(tr("Fewer than 11 sessions"), words)])]
    return [
        Still([*_waiting(found), brief(found, asked), *sessions(found, asked)]),
        _effects(found, asked),
        Still(
            html.Div(
                [
                    alerts(found, asked),
                    response(found, asked),
                    chairs(found, asked),
                    overrides(found, asked),
                ],
                className="clinic__pairs",
            )
        ),
    ]


def _waiting(found: ClinicFigures) -> list[Part]:
    if not found.waiting:
        return []
    words = tr_plural(
        "{number} session is not summed up yet and in no figure; it comes at the next looks.",
        "{number} sessions are not summed up yet and in no figure; they come at the next looks.",
        found.waiting,
    )
    return [html.P([glyph("unknown"), html.Span(words)], className="card clinic__waiting")]


def _effects(found: ClinicFigures, asked: Asked) -> html.Section:
    key = [html.Li([html.B("\u25cf"), tr("here, with its 95 % interval (Wilson)")])]
    key += [
        html.Li([html.B(mark), tr(one.title), " (", tr(one.counts), ")"])
        for mark, one in zip(MARKS, PUBLISHED, strict=True)
    ]
    figure = dcc.Graph(
        id=ids.EFFECTS,
        figure=EMPTY_FIGURE,
        config=FIGURE_CONFIG,
        responsive="auto",
        className="course__figure",
    )
    drawn = html.Div(
        figure,
        className="clinic__effects",
        **attributes(aria_hidden="true"),
    )
    remark = tr(
        "Of the sessions in which it was assessed; what is told only when it is felt, of all in "
        "which side effects were asked for. Published rates count otherwise and are no limit."
    )
    told: list[Part] = [
        drawn,
        Still([html.Ul(key, className="clinic__key"), effects_table(found, asked)]),
    ]
    return panel(tr("Side effects per 100 sessions"), told, remark)


def _asking(found: ClinicFigures, asked: Asked) -> html.Section:
    """Every choice is a link: the address is the question, and can be kept or sent."""
    said = asked.said
    known = {**{key: tr(words) for key, (_, words) in PERIODS.items()}}
    period = said.get("period", "" if said.get("from") else USUAL)
    rows = [
        _choice(tr("Started in the last"), asked, "period", known.items(), period),
        _choice(
            tr("Route"), asked, "route", [(one, route_name(one)) for one in found.routes],
            said.get("route", ""), tr("all"),
        ),
        _choice(
            tr("Protocol"), asked, "protocol", [(one, _title(one)) for one in found.protocols],
            said.get("protocol", ""), tr_in("protocol", "all"),
        ),
        _choice(
            tr("Dose"), asked, "dose", [(key, tr(words)) for key, (_, _, words) in DOSES.items()],
            said.get("dose", ""), tr("all"),
        ),
    ]  # fmt: skip
    return html.Section(
        rows, className="card clinic__asking", **attributes(aria_label=tr("Which sessions"))
    )


def _title(protocol_id: str) -> str:
    shelf = house().protocols
    return tr(shelf[protocol_id].title) if protocol_id in shelf else record_word(protocol_id)


def _choice(  # noqa: PLR0913, PLR0917 - a choice has a name, its answers and the one that stands
    label: str,
    asked: Asked,
    name: str,
    answers: Iterable[tuple[str, str]],
    chosen: str,
    every: str = "",
) -> html.Div:
    listed = [*([("", every)] if every else []), *answers]
    cleared = {"from": "", "to": ""} if name == "period" else {}
    ways = [
        html.A(
            words,
            href=asked.address(**{name: key, "show": "", **cleared}),
            **attributes(**({"aria_current": "page"} if key == chosen else {})),
        )
        for key, words in listed
    ]
    return html.Div(
        [html.B(label), html.Nav(ways, className="seg", **attributes(aria_label=label))],
        className="clinic__choice",
    )

"""The scales under the chart: each time one was asked, its total, its items, its variant."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from monitor.charts.axis import TimeAxis, elapsed_words
from monitor.clinical.scales.forms import FORMS, asked_scales
from monitor.clinical.scales.showing import SELF_HARM, Asked, asked_in
from monitor.clinical.terms import item
from monitor.language.reader import tr
from monitor.services.views import SessionView
from monitor.web import html
from monitor.web.components.marks import Part, chip
from monitor.web.pages.chart.told import situation_of

FIRST_ITEMS = "item_"


def scales_card(
    asked: Sequence[Asked],
    waiting: Sequence[str],
    axis: TimeAxis,
    through: Sequence[Component] = (),
) -> html.Section:
    """Every scale asked in this session, newest first; those not asked yet are named.

    ``through`` are the numbers of the panels that are switched on.
    """
    rows: list[Component] = [_row(one, axis) for one in asked]
    if waiting:
        rows.append(
            html.Li(
                tr("Not asked yet: {scales}.", scales=", ".join(waiting)),
                className="soft happened happened--words",
            )
        )
    body = [html.H2(tr("Scales")), html.Ul(rows), *through]
    return html.Section(body, className="card below__card scales")


def asked_of(view: SessionView) -> tuple[Asked, ...]:
    """The scales of a session with their totals, newest first."""
    return asked_in(situation_of(view))


def not_asked(view: SessionView, asked: tuple[Asked, ...]) -> list[str]:
    """The titles of the scales that the session asks for and that nobody has asked."""
    names = {one.name for one in asked}
    return [
        tr(each.form.title) for each in asked_scales(view.protocol) if each.form.name not in names
    ]


def _row(one: Asked, axis: TimeAxis) -> html.Li:
    form = FORMS[one.name]
    when = axis.clock(one.entry.at)
    if axis.counted:
        when = f"{elapsed_words(axis.position(one.entry.at))} {when}"
    words: list[Part] = [html.B(f"{tr(form.title)} {total_words(one)}"), " ", items_words(one)]
    return html.Li(
        [
            html.Span(when, className="happened__when"),
            html.Div([html.Span(words), *_ninth(one)]),
            html.Span(tr(form.variant), className="faint"),
        ],
        className="happened happened--scale",
    )


def total_words(one: Asked) -> str:
    """``9 of 10``, or what the total lacks."""
    if one.score.total is not None:
        return tr("{value} of {most}", value=one.score.total, most=FORMS[one.name].highest)
    missing = ", ".join(_item(name) for name in one.score.missing)
    return tr("not computable, missing {missing}", missing=missing)


def items_words(one: Asked) -> str:
    """Every item with its score; those read from the vital signs say so."""
    derived = FORMS[one.name].derived
    said = [
        tr("{item} {score} (read)", item=_item(name), score=score)
        if name in derived
        else f"{_item(name)} {score}"
        for name, score in (one.score.items or {}).items()
    ]
    return ", ".join(said)


def _item(name: str) -> str:
    return tr(item(name)).removeprefix(FIRST_ITEMS).replace("_", " ")


def _ninth(one: Asked) -> list[Part]:
    """Item 9 of PHQ-9 in words of its own, whatever the total."""
    if one.name != "phq9":
        return []
    score = (one.score.items or {}).get(SELF_HARM)
    if score is None:
        return [" ", chip(tr("item 9 not answered"), "unknown")]
    return [
        " ",
        chip(
            tr("item 9: {score}", score=score),
            "caution" if score else "done",
            "caution" if score else "unknown",
        ),
    ]

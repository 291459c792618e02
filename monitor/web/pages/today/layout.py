"""The day list: one row a patient, one button a row."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import dcc

from monitor.access.actor import Actor
from monitor.errors import MonitorError
from monitor.language.reader import tr
from monitor.language.writing import weekday_and_day
from monitor.services.course_views import CANCELLED, MISSED, DayLine, DayList
from monitor.services.day import read_day
from monitor.services.days import asked_day
from monitor.web import html
from monitor.web.components import (
    TO_BOARD,
    Frame,
    Part,
    chair_mark,
    empty_panel,
    error_panel,
    freshness,
    glyph,
    header,
)
from monitor.web.components.attributes import attributes
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.today import ids
from monitor.web.pages.today.present import (
    beneath,
    next_step,
    session_words,
    state_words,
    tally_words,
)
from monitor.web.still import Still
from monitor.web.words import born

DAY = timedelta(days=1)


async def layout(on: object = "", **_: Any) -> html.Div:
    """Lay out one day; a day that is none says so."""
    try:
        day = await in_thread(read_day, house(), actor(), asked_day(on, "on"))
    except MonitorError as error:
        return html.Div(error_panel(error, "/today"), className="today")
    frame = Frame(day.at, day.zone, actor(), day.demo)
    title = tr("Who comes {day}", day=weekday_and_day(day.day))
    shown = on if isinstance(on, str) else ""
    return html.Div(
        [
            header(
                frame,
                title,
                before_clock=_days(day),
                after_title=html.Span(tally(day), id=ids.TALLY, className="soft hide-mid"),
                back=TO_BOARD,
            ),
            dcc.Store(id=ids.DAY, data=shown),
            html.Main(Still(lines(day, actor())), id=ids.LIST, className="today__list"),
        ],
        className="today",
    )


def tally(day: DayList) -> str:
    """Count who comes."""
    return tally_words(day)


def lines(day: DayList, who: Actor) -> list[Part]:
    """Draw every line, or say that nobody comes."""
    fresh = freshness(day.version, day.at, None)
    if not day.lines:
        words = tr("Sessions are planned on a patient's course.")
        return [fresh, empty_panel(tr("Nobody is planned"), words)]
    return [fresh, html.Ol([_line(line, day, who) for line in day.lines])]


def _days(day: DayList) -> html.Nav:
    before, after = day.day - DAY, day.day + DAY
    links: list[Part] = [
        html.A(
            glyph("back"),
            href=f"/today?on={before.isoformat()}",
            className="btn btn--icon",
            **attributes(aria_label=weekday_and_day(before)),
        ),
        html.A(
            glyph("next"),
            href=f"/today?on={after.isoformat()}",
            className="btn btn--icon",
            **attributes(aria_label=weekday_and_day(after)),
        ),
    ]
    if day.day != day.today:
        links.insert(1, html.A(tr("Today"), href="/today", className="btn"))
    return html.Nav(links, className="today__days", **attributes(aria_label=tr("Day")))


def _line(line: DayLine, day: DayList, who: Actor) -> html.Li:
    picture, word = state_words(line, day)
    gone = " is-gone" if line.state in {MISSED, CANCELLED} else ""
    return html.Li(
        [
            html.B(line.at.strftime("%H:%M") if line.at else "\u2013", className="today__time"),
            chair_mark(line.chair.label) if line.chair else _no_chair(),
            html.A(
                [html.B(line.patient.name), html.Span(born(line.patient.birth_date))],
                href=f"/patients/{line.patient.id}/course",
                className="today__who",
            ),
            html.Span(session_words(line), className="today__session"),
            html.Div(
                [html.B([glyph(picture), word]), html.Span(beneath(line))],
                className=f"today__state is-{line.state}",
            ),
            _button(line, day, who),
        ],
        className=f"card today__line{gone}",
    )


def _no_chair() -> html.Span:
    label = attributes(aria_label=tr("no chair planned"), role="img")
    return html.Span("?", className="today__no-chair", **label)


def _button(line: DayLine, day: DayList, who: Actor) -> Part:
    step = next_step(line, day, who)
    shape = "btn btn--primary" if step.strong else "btn"
    named = attributes(aria_label=tr("{act}: {patient}", act=step.words, patient=line.patient.name))
    if step.post:
        posted = attributes(data_post=step.post)
        return html.Button(step.words, type="button", className=shape, **posted, **named)
    return html.A(step.words, href=step.href, className=shape, **named)

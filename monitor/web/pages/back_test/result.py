"""How a back-test stands: its progress, or what the other numbers would have meant."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from monitor.analytics.back_test import BackTest, Outcome
from monitor.language.reader import tr
from monitor.services.back_test_views import BackTestStand
from monitor.services.house import House
from monitor.web import html
from monitor.web.components import Part
from monitor.web.components.attributes import attributes
from monitor.web.pages.back_test.present import (
    alert_words,
    done_words,
    name_of,
    number_words,
    outcome_words,
    shift_words,
    side_words,
)
from monitor.web.words import calendar_day, clock_time

PART = 5
PARTS = 100 // PART
SHOWN = 200
"""So many sessions stand on the screen; the weightiest come first."""


def stand_parts(around: House, stand: BackTestStand | None, zone: str) -> list[Part]:
    """Everything beneath the form."""
    if stand is None:
        words = tr("Nothing has been tried since the program was started.")
        return [html.P(words, className="soft trial__none")]
    head = _head(around, stand, zone)
    if stand.is_running:
        return [html.Section([*head, *_progress(stand)], className="card trial__stand")]
    if stand.failed:
        words = tr("It broke off. Nothing was changed. Number for support: {id}", id=stand.failed)
        return [html.Section([*head, html.P(words, role="alert")], className="card trial__stand")]
    if stand.found is None:
        words = tr("Stopped. Nothing was changed, and what was found so far does not count.")
        return [html.Section([*head, html.P(words)], className="card trial__stand")]
    return [
        html.Section([*head, *_counts(stand.found)], className="card trial__stand"),
        _alerts(stand.found),
        _sessions(stand, stand.found, zone),
    ]


def _head(around: House, stand: BackTestStand, zone: str) -> list[Part]:
    protocol = around.protocols.get(stand.asked.protocol_id)
    changed = [
        html.Li(
            [
                html.B(name_of(protocol, one.path)),
                f" {number_words(one.before)} → {number_words(one.after)} {one.unit}",
            ]
        )
        for one in stand.differences
    ]
    by = tr("{name}, {time}", name=stand.begun_by, time=clock_time(stand.begun_at, zone))
    return [
        html.Div(
            [
                html.H2(tr(protocol.title) if protocol else stand.asked.protocol_id),
                html.Span(by, className="faint"),
            ],
            className="trial__head",
        ),
        html.Ul(changed, className="trial__tried"),
    ]


def _progress(stand: BackTestStand) -> list[Part]:
    share = 100 * stand.done / stand.of if stand.of else 0
    return [
        html.Div(
            [html.I(className="is-on" if part < share / PART else "") for part in range(PARTS)],
            className="trial__bar",
            role="progressbar",
            **attributes(
                aria_label=tr("Progress"),
                aria_valuemin="0",
                aria_valuemax="100",
                aria_valuenow=f"{share:.0f}",
            ),
        ),
        html.P(done_words(stand.done, stand.of), role="status"),
    ]


def _counts(found: BackTest) -> list[Part]:
    cells = [
        (tr("ready earlier"), found.earlier.sessions, shift_words(found.earlier)),
        (tr("ready later"), found.later.sessions, shift_words(found.later)),
        (tr("at the same minute"), found.same, ""),
        (tr("ready only with the other numbers"), found.newly_ready, ""),
        (tr("ready only with those in force"), found.no_more_ready, ""),
        (tr("ready with neither"), found.never_ready, ""),
    ]
    told = [
        html.Div([html.B(str(count)), html.Span(words), html.Small(more)], className="trial__cell")
        for words, count, more in cells
    ]
    words = tr(
        "Ready: every criterion met for the first time, as it would have been known then. An alert "
        "that appears was never seen, so nobody answered it; an urgent one then stands in the way."
    )
    return [
        html.P(done_words(found.sessions, found.sessions)),
        html.Div(told, className="trial__cells"),
        html.P(words, className="faint"),
    ]


def _alerts(found: BackTest) -> html.Section:
    title = html.H2(tr("Alerts"))
    if not found.alerts:
        words = tr("No alert would appear or vanish.")
        return html.Section([title, html.P(words, className="soft")], className="card trial__stand")
    rows = [
        html.Tr(
            [
                html.Th(alert_words(one.alert), scope="row"),
                html.Td(str(one.appeared)),
                html.Td(str(one.vanished)),
            ]
        )
        for one in found.alerts
    ]
    listed = table([tr("Alert"), tr("would appear"), tr("would vanish")], rows, tr("Alerts"))
    return html.Section([title, listed], className="card trial__stand")


def _sessions(stand: BackTestStand, found: BackTest, zone: str) -> html.Section:
    title = html.H2(tr("Sessions that differ"))
    if not found.outcomes:
        words = tr("No session would have been different.")
        return html.Section([title, html.P(words, className="soft")], className="card trial__stand")
    rows = [_session(stand, one, zone) for one in found.outcomes[:SHOWN]]
    more = len(found.outcomes) - len(rows)
    rest = [html.P(tr("{count} more differ less.", count=more), className="soft")] if more else []
    columns = [tr("Session"), tr("Every criterion met"), tr("Alerts")]
    return html.Section(
        [title, table(columns, rows, tr("Sessions that differ")), *rest],
        className="card trial__stand",
    )


def _session(stand: BackTestStand, one: Outcome, zone: str) -> html.Tr:
    told = stand.sessions[one.session_id]
    day = calendar_day(told.started_at.astimezone(ZoneInfo(zone)).date())
    came = [tr("appears: {alert}", alert=alert_words(alert)) for alert in one.appeared]
    went = [tr("vanishes: {alert}", alert=alert_words(alert)) for alert in one.vanished]
    side = side_words(one)
    return html.Tr(
        [
            html.Th(
                html.A(f"{told.patient}, {day}", href=f"/sessions/{told.session_id}"), scope="row"
            ),
            html.Td(
                [outcome_words(one), html.B(f" {side}", className="trial__side") if side else ""]
            ),
            html.Td([html.Div(words) for words in (*came, *went)]),
        ]
    )


def table(columns: list[str], rows: list[html.Tr], label: str) -> html.Div:
    """A table that scrolls by itself where it is too wide; ``label`` is for those who hear it."""
    head = html.Thead(html.Tr([html.Th(words, scope="col") for words in columns]))
    return html.Div(
        html.Table([html.Caption(label, className="spoken"), head, html.Tbody(rows)]),
        className="trial__scroll",
        tabIndex=0,
        role="region",
        **attributes(aria_label=label),
    )

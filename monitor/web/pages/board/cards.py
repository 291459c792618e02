"""Draw a presented row as a card."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from monitor.language.reader import tr
from monitor.services.views import SessionView
from monitor.web import html
from monitor.web.components import (
    Part,
    acknowledge_button,
    chair_mark,
    elapsed,
    glyph,
    readiness_gauge,
    side_effect,
    ticking,
)
from monitor.web.components.alerts import urgent_marks
from monitor.web.components.attributes import attributes
from monitor.web.components.felt import unassessed_said, unassessed_words
from monitor.web.components.flags import flag_mark
from monitor.web.components.orders import seen_button
from monitor.web.components.self_harm import self_harm_mark
from monitor.web.components.ticking import words_elapsed
from monitor.web.pages.board.ordered import due_words, unseen
from monitor.web.pages.board.present import Felt, Readiness, Row
from monitor.web.pages.board.standing import Reason, Standing
from monitor.web.pages.board.vital_cells import vital_signs
from monitor.web.spoken import heard, seen
from monitor.web.words import PHASES, born, clock_time

SHAPES = {
    Standing.URGENT: "is-urgent",
    Standing.OVERDUE: "is-overdue",
    Standing.CAUTION: "is-caution",
    Standing.DUE: "is-due",
    Standing.READY: "is-ready",
    Standing.QUIET: "is-quiet",
    Standing.CLOSED: "is-closed",
    Standing.TAKEN: "is-taken",
    Standing.FREE: "is-free",
}
SHOWN_NARROW, SHOWN_WIDE = 2, 3
CALLS_FOR_RECORD = (Standing.URGENT, Standing.OVERDUE, Standing.DUE)


def card(row: Row, now: datetime, zone: str) -> html.Article:
    """Draw one chair."""
    shape = f"card seat {SHAPES[row.why.standing]}"
    if row.view is None:
        return html.Article(_vacant(row), className=shape, id=f"chair-{row.chair}")
    if row.vitals and row.vitals.stale and row.why.standing is not Standing.CLOSED:
        shape += " is-old"
    return html.Article(
        [
            *urgent_marks(row.view),
            _band(row, row.view, now),
            _body(row, row.view, now, zone),
            _foot(row, row.view, now, zone),
        ],
        className=shape,
        id=f"chair-{row.chair}",
        **_named(row, row.view),
    )


def _named(row: Row, view: SessionView) -> dict[str, Any]:
    name = view.head.patient.name
    return attributes(aria_label=tr("Chair {chair}, {name}", chair=row.chair, name=name))


def _band(row: Row, view: SessionView, now: datetime) -> html.A:
    why = row.why
    flash = " is-unacknowledged" if why.standing is Standing.URGENT else ""
    return html.A(
        [
            glyph(why.glyph),
            html.Div([html.B(_word(why, now)), html.Span(why.detail)], className="grow"),
            html.Div(
                [html.B(elapsed(view.state)), html.Span(tr(PHASES[view.state.phase]))],
                className="seat__clock",
            ),
        ],
        href=f"/sessions/{view.head.id}",
        className=f"seat__why{flash}",
        **attributes(
            aria_label=tr(
                "{why}, {detail}. {elapsed}, {phase}. Open the chart of chair {chair}",
                why=why.word,
                detail=why.said or why.detail,
                elapsed=words_elapsed(view.state),
                phase=tr(PHASES[view.state.phase]),
                chair=row.chair,
            )
        ),
    )


def _word(why: Reason, now: datetime) -> Part:
    if why.standing is Standing.OVERDUE and why.since is not None:
        return ticking("overdue", why.since, now)
    return why.word


def _body(row: Row, view: SessionView, now: datetime, zone: str) -> html.Div:
    parts: list[Part] = [_who(row, view)]
    if row.vitals:
        parts.append(vital_signs(row, row.vitals, now, zone))
    if row.felt:
        parts.append(_felt(row.felt, tight=bool(row.alert_line)))
    if row.alert_line:
        parts.append(html.P(row.alert_line, className="seat__alert"))
    if row.readiness:
        parts.append(_readiness(row.readiness, view))
    return html.Div(parts, className="seat__body")


def _who(row: Row, view: SessionView) -> html.Div:
    patient = view.head.patient
    return html.Div(
        [
            chair_mark(row.chair),
            html.Div(
                [
                    html.H2(patient.name),
                    html.Div(
                        [
                            html.Span(born(patient.birth_date)),
                            *flag_mark(view),
                            *self_harm_mark(view.state),
                        ],
                        className="seat__born",
                    ),
                ],
                className="grow",
            ),
            *_watcher(row),
        ],
        className="seat__who",
    )


def _watcher(row: Row) -> list[Part]:
    """The initials of the nurse who watches over the chair."""
    initials, words = row.watcher
    if not words:
        return []
    return [html.Span(initials, className="seat__nurse", title=words, **_said(words))]


def _said(words: str) -> dict[str, Any]:
    return attributes(aria_label=words, role="img")


def _felt(shown: Felt, *, tight: bool) -> html.Ul:
    items: list[Part] = [html.Li(side_effect(name, grade)) for name, grade in shown.effects]
    items += _left_out(len(shown.effects), 1 if tight else SHOWN_NARROW, "felt__more--narrow")
    items += _left_out(len(shown.effects), SHOWN_WIDE, "felt__more--wide")
    if shown.sentence:
        rest = f", {shown.asked}" if shown.asked else ""
        items.append(html.Li(html.Span([html.B(shown.sentence), rest]), className="felt__said"))
    elif shown.stale:
        items.append(html.Li(shown.asked_at, className="felt__said is-stale"))
    if shown.unassessed:
        items.append(html.Li(_unassessed(shown.unassessed), className="felt__said felt__unknown"))
    if shown.alertness:
        alertness = html.Span([html.B(tr("Alertness")), f" {shown.alertness}"])
        items.append(html.Li(alertness, className="felt__said"))
    shape = "felt felt--tight" if tight else "felt"
    return html.Ul(items, className=f"{shape} felt--old" if shown.stale else shape)


def _unassessed(names: tuple[str, ...]) -> list[Part]:
    words = html.Span([glyph("unknown"), unassessed_words(names)], title=unassessed_said(names))
    return [seen(words), heard(unassessed_said(names))]


def _left_out(total: int, shown: int, shape: str) -> list[Part]:
    if total <= shown:
        return []
    return [html.Li(tr("+{count} more", count=total - shown), className=f"felt__more {shape}")]


def _readiness(shown: Readiness, view: SessionView) -> html.Div:
    words = html.P([html.B(shown.strong), shown.rest] if shown.strong else shown.rest)
    parts = [readiness_gauge(view.state), words] if shown.has_gauge else [words]
    return html.Div(parts, className="ready")


def _foot(row: Row, view: SessionView, now: datetime, zone: str) -> html.Div:
    standing = row.why.standing
    if standing is Standing.CLOSED:
        return html.Div(
            [html.Div(html.B(tr("Chair free")), className="grow"), _new_session(row)],
            className="seat__foot",
        )
    buttons: list[Part] = []
    new = unseen(view)
    if row.alerts:
        buttons.append(acknowledge_button(row.alerts[0], view.head.id))
    elif new is not None:
        buttons.append(seen_button(new, view.head.id))
    elif standing is Standing.READY:
        buttons.append(
            html.A(
                tr("Decide"),
                href=f"/sessions/{view.head.id}/discharge",
                className="btn",
                **attributes(data_acting=""),
            )
        )
    buttons.append(_record(row, view, now))
    shape = "seat__foot seat__foot--two" if len(buttons) > 1 else "seat__foot"
    return html.Div([_due(view, now, zone), *buttons], className=shape)


def _record(row: Row, view: SessionView, now: datetime) -> html.A:
    due = view.next_due
    called_for = row.why.standing in CALLS_FOR_RECORD or (due is not None and due.at <= now)
    strong = " btn--primary" if called_for else ""
    return html.A(
        tr("Record"),
        href=f"/record#{view.head.id}",
        className=f"btn{strong}",
        **attributes(aria_label=tr("Record chair {chair}", chair=row.chair)),
    )


def _due(view: SessionView, now: datetime, zone: str) -> html.Div:
    due = view.next_due
    if due is None:
        return html.Div([html.B(tr("No set due")), tr("before the dose")], className="grow")
    what: Part = tr("set {time}", time=clock_time(due.at, zone))
    if due.order is not None:
        what = html.Span(due_words(due.order), title=due_words(due.order))
    return html.Div([html.B(ticking("due", due.at, now)), what], className="grow seat__due")


def _new_session(row: Row) -> html.A:
    return html.A(
        tr("New session"),
        href=f"/start?chair={row.card.chair.id}",
        className="btn",
        **attributes(aria_label=tr("New session in chair {chair}", chair=row.chair)),
    )


def _vacant(row: Row) -> list[Part]:
    """A chair without a session to show: free, or not for the eyes of who looks."""
    if not row.card.readable:
        detail = [html.Span(row.why.detail)] if row.card.taken else []
        return [
            html.Div(
                [chair_mark(row.chair), html.H2(row.why.word), *detail], className="seat__vacant"
            )
        ]
    return [
        html.Div([chair_mark(row.chair), html.H2(row.why.word)], className="seat__vacant"),
        html.Div([html.Div(className="grow"), _new_session(row)], className="seat__foot"),
    ]

"""The orders of a session on its chart: those that wait, with their taps, then those over."""

from __future__ import annotations

from dash.development.base_component import Component

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, may
from monitor.clinical import order_state as ends
from monitor.language.reader import tr, tr_plural
from monitor.language.said import say
from monitor.services.running_views import OrderView, StoredEvent
from monitor.web import html
from monitor.web.components import chip
from monitor.web.components.attributes import attributes
from monitor.web.components.orders import order_words, seen_button
from monitor.web.looking import Looked
from monitor.web.words import clock_time

ENDED = {
    ends.CONDITION: say("condition met {time}"),
    ends.TIME: say("ran until {time}"),
    ends.DONE: say("done {time}, {name}"),
    ends.CLOSED: say("closed {time}, {name}"),
    ends.CANCELLED: say("cancelled {time}, {name}"),
    ends.SESSION: say("ended with the session {time}"),
}


def orders_card(looked: Looked, who: Actor) -> list[Component]:
    """The card, or nothing where nothing was ordered; its taps depend on who looks."""
    view, zone = looked.view, looked.zone
    found = sorted(view.running.orders, key=lambda one: (not one.state.is_open, one.state.due_at
                   or one.state.at))  # fmt: skip
    rows: list[Component] = [_row(order, looked, who) for order in found]
    for entry in view.running.struck:
        if entry.event.kind == "order":
            time = clock_time(entry.event.at, zone)
            words = html.S(tr("entered in error, ordered {time}", time=time))
            rows.append(html.Li([words, html.Span(_said(entry))], className="episode"))
    if not rows:
        return []
    return [
        html.Section(
            [html.H2(tr("Orders")), html.Ul(rows, className="episodes")],
            className="card below__card",
            id="orders",
        )
    ]


def _said(entry: StoredEvent) -> str:
    return str(entry.event.fields.get("text", ""))


def _row(order: OrderView, looked: Looked, who: Actor) -> html.Li:
    state, zone = order.state, looked.zone
    words = html.Div([html.B(order_words(state, zone)), html.P(_story(order, zone))])
    tone = "unknown"
    mark = tr("over")
    if state.is_open:
        late = state.due_at is not None and state.due_at <= looked.clock
        tone = "caution" if late or state.seen is None else "accent"
        mark = tr("new") if state.seen is None else tr("due") if late else tr("running")
    taps = _taps(order, looked.view.head.id, who) if state.is_open else []
    return html.Li([words, chip(mark, "due", tone), *taps], className="episode")


def _story(order: OrderView, zone: str) -> str:
    state = order.state
    said = [tr("ordered {time}, {name}", time=clock_time(state.at, zone), name=order.ordered_by)]
    if state.seen is not None:
        time = clock_time(state.seen.at, zone)
        said.append(tr("acknowledged {time}, {name}", time=time, name=order.seen_by))
    if state.until is not None and state.is_open and state.run:
        said.append(tr("{run} of {count} in a row", run=state.run, count=state.until.count))
    if state.due_at is not None:
        said.append(tr("next {time}", time=clock_time(state.due_at, zone)))
    if state.missed:
        said.append(tr_plural("{number} missed", "{number} missed", state.missed))
    if state.closed_at is not None and state.closed_how is not None:
        time = clock_time(state.closed_at, zone)
        said.append(tr(ENDED[state.closed_how], time=time, name=order.ended_by))
    words = "; ".join(said)
    return f"{words}: “{_closing(order)}”" if _closing(order) else words


def _closing(order: OrderView) -> str:
    fields = order.state.ending.fields if order.state.ending is not None else {}
    return str(fields.get("note") or fields.get("reason") or "")


def _taps(order: OrderView, session_id: str, who: Actor) -> list[Component]:
    state = order.state
    taps: list[Component] = []
    if state.seen is None and may(who, Permission.ACKNOWLEDGE_ORDER):
        taps.append(seen_button(order, session_id))
    if not state.measure:
        taps.append(_tap("order_done", tr("Done"), order, session_id))
    if may(who, Permission.GIVE_ORDER):
        taps.append(_tap("order_cancel", tr("Cancel order …"), order, session_id))
    else:
        taps.append(_tap("order_close", tr("Close …"), order, session_id))
    return taps


def _tap(dialog: str, words: str, order: OrderView, session_id: str) -> html.Button:
    return html.Button(
        words,
        type="button",
        className="btn",
        **attributes(data_dialog=dialog, data_session=session_id, data_target=order.state.id),
    )

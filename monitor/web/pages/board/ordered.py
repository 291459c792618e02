"""What a card says of a physician's orders: one not seen yet, one due, one overdue."""

from __future__ import annotations

from monitor.language.reader import tr
from monitor.services.running_views import NextDue, OrderView
from monitor.services.views import SessionView
from monitor.web.components.orders import measured_words, order_words
from monitor.web.words import whole_minutes


def unseen(view: SessionView) -> OrderView | None:
    """The open order given last that nobody has acknowledged."""
    waiting = [order for order in view.open_orders if order.state.seen is None]
    return waiting[-1] if waiting else None


def overdue_order(view: SessionView) -> NextDue | None:
    """What is ordered and has waited as long as the protocol lets a set of its own wait."""
    due = view.next_due
    if due is None or due.order is None:
        return None
    return due if view.protocol.is_overdue(due.order.state.overdue) else None


def overdue_words(due: NextDue) -> str:
    """How long it has waited."""
    assert due.order is not None
    return tr("Overdue {minutes} min", minutes=whole_minutes(due.order.state.overdue))


def due_words(order: OrderView) -> str:
    """What is due, and who ordered it."""
    what = measured_words(order.state) or order.state.text
    return tr("{what}, ordered by {name}", what=what, name=order.ordered_by)


def by_words(order: OrderView) -> str:
    """Who gave an order that nobody has seen yet."""
    return tr("ordered by {name}", name=order.ordered_by)


def new_line(view: SessionView, zone: str) -> str:
    """An order that nobody has seen yet, whole; empty where there is none."""
    order = unseen(view)
    return "" if order is None else order_words(order.state, zone)

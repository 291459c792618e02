"""Orders and what is due first, from the values of the use cases to the bodies of the interface."""

from __future__ import annotations

from datetime import timedelta

from monitor.api.schemas.orders import DueShown, OrderShown, UntilShown
from monitor.clinical.order_state import Until
from monitor.services.running_views import OrderView
from monitor.services.views import SessionView

MINUTE = timedelta(minutes=1)


def show_orders(view: SessionView) -> list[OrderShown]:
    """Every order of a session, the latest first."""
    return [show_order(order) for order in reversed(view.running.orders)]


def show_order(view: OrderView) -> OrderShown:
    """Turn an order into its body."""
    order = view.state
    ending = order.ending.fields if order.ending is not None else {}
    return OrderShown(
        id=order.id,
        at=order.at,
        ordered_by=view.ordered_by,
        measure=list(order.measure),
        text=order.text,
        every_minutes=None if order.every is None else order.every // MINUTE,
        until=_until(order.until),
        until_at=order.until_at,
        due_at=order.due_at,
        overdue_minutes=order.overdue / MINUTE,
        missed=order.missed,
        readings_in_a_row=order.run,
        acknowledged_at=order.seen.at if order.seen is not None else None,
        acknowledged_by=view.seen_by,
        closed_at=order.closed_at,
        closed_how=order.closed_how,
        closed_by=view.ended_by,
        closing_words=str(ending.get("note", ending.get("reason", ""))),
    )


def show_due(view: SessionView) -> DueShown | None:
    """What is due first in a session."""
    due = view.next_due
    if due is None:
        return None
    order = due.order
    return DueShown(
        at=due.at,
        order_id=order.state.id if order is not None else None,
        ordered_by=order.ordered_by if order is not None else "",
    )


def _until(until: Until | None) -> UntilShown | None:
    if until is None:
        return None
    return UntilShown(
        field=until.field, below=until.below, at_least=until.at_least, count=until.count
    )

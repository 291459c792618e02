"""What a physician of the demo orders, and how its nurses see to an order, whoever gave it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.clinical.order_state import OrderState
from monitor.demo.acts import Body, entered, minutes, seconds, soonest
from monitor.demo.scene import NURSE, PHYSICIAN, Entry, Scene
from monitor.demo.sets import observation_set

ORDER = "order"
SEEN_AFTER = timedelta(seconds=70)
IN_A_SET = frozenset({"blood_pressure", "heart_rate", "spo2", "respiration", "alertness"})


def orders(scene: Scene) -> Iterator[Entry]:
    """Give the order that this story tells of, and see to every order that is open."""
    told, zero = scene.story.order, scene.state.time_zero
    given = any(_is_told(scene, one) for one in scene.orders)
    if told is not None and zero is not None and not given:
        body: Body = {"kind": "order", "id": scene.booking.mark(ORDER), **told.fields}
        yield entered(zero + minutes(told.minute), PHYSICIAN, body)
    for order in scene.orders:
        if order.is_open:
            yield from _seen_to(scene, order)


def _is_told(scene: Scene, order: OrderState) -> bool:
    return order.id == scene.booking.mark(ORDER)


def _seen_to(scene: Scene, order: OrderState) -> Iterator[Entry]:
    if order.seen is None:
        at = order.at + SEEN_AFTER + seconds(scene, "order", 60)
        yield entered(at, NURSE, {"kind": "order_acknowledged", "target": order.id})
        return
    if order.due_at is not None and order.measure and IN_A_SET.issuperset(order.measure):
        yield _measured(scene, order.due_at)
    told = scene.story.order
    if told is not None and _is_told(scene, order):
        at = order.at + minutes(told.takes_min)
        if told.closed_because:
            closed: Body = {"kind": "order_closed", "note": told.closed_because}
            yield entered(at, NURSE, {**closed, "target": order.id})
        elif not order.measure:
            yield entered(at, NURSE, {"kind": "order_done", "target": order.id})


def _measured(scene: Scene, due: datetime) -> Entry:
    """A whole set, so that the protocol's own is not due a minute later."""
    at = max(due + seconds(scene, "ordered", 40), soonest(scene))
    return entered(at, NURSE, *observation_set(scene, at))

"""A physician's orders, as they stand."""

from __future__ import annotations

from monitor.api.schemas.common import Shown, Utc


class UntilShown(Shown):
    """So many readings of one field in a row, all below a value or all at or above it."""

    field: str
    below: float | None
    at_least: float | None
    count: int


class OrderShown(Shown):
    """One order: what was ordered, when it is due, and how it ended."""

    id: str
    at: Utc
    ordered_by: str
    measure: list[str]
    text: str
    every_minutes: int | None
    until: UntilShown | None
    until_at: Utc | None
    due_at: Utc | None
    overdue_minutes: float
    missed: int
    readings_in_a_row: int
    acknowledged_at: Utc | None
    acknowledged_by: str
    closed_at: Utc | None
    closed_how: str | None
    closed_by: str
    closing_words: str


class OrdersShown(Shown):
    """The orders of one session, the latest first."""

    orders: list[OrderShown]


class DueShown(Shown):
    """What is due first, and who ordered it; empty for the protocol's own set."""

    at: Utc
    order_id: str | None
    ordered_by: str

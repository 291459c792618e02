"""The room at one instant, for machines."""

from __future__ import annotations

from pydantic import Field

from monitor.api.schemas.common import Shown, Utc
from monitor.api.schemas.orders import DueShown, OrderShown
from monitor.api.schemas.patients import ChairShown
from monitor.api.schemas.sessions import SessionShown
from monitor.api.schemas.state import AlertShown, ScheduleShown
from monitor.api.schemas.tablets import TabletUnsentShown


class BoardCardShown(Shown):
    """One chair, with the session in it, if any, and if the caller may read it."""

    chair: ChairShown
    taken: bool
    session: SessionShown | None
    elapsed_minutes: float | None
    schedule: ScheduleShown | None
    earliest_ready_at: Utc | None
    criteria_met: int
    criteria: int
    open_alerts: list[AlertShown]
    next_due: DueShown | None
    orders: list[OrderShown]


class BoardShown(Shown):
    """Every chair of the clinic."""

    clinic_name: str
    zone: str
    at: Utc
    version: int
    demo: bool
    cards: list[BoardCardShown]
    tablets: list[TabletUnsentShown]


class Changes(Shown):
    """A number that grows with every change in the clinic, the server's clock, and who waits."""

    version: int
    now: Utc
    emergencies_waiting: int = Field(description="As in GET /me; 0 for whoever acknowledges none.")


class Health(Shown):
    """Whether the server can save."""

    status: str
    version: str

"""What somebody asks the chart for besides now: a past minute, a device, an earlier session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.access.actor import Actor
from monitor.errors import BadInput
from monitor.language.said import say
from monitor.services.house import House
from monitor.services.sessions import read_session
from monitor.services.views import SessionView
from monitor.web.looking import Looked, look_at

KEYS = ("at", "device", "earlier")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; nothing of it is the session as it stands."""

    at: datetime | None = None
    device_id: str | None = None
    earlier: str | None = None
    panels: tuple[str, ...] = ()
    """The scales that are drawn as panels too."""

    @property
    def is_past(self) -> bool:
        """Whether it is about what was known, and not about what is."""
        return self.at is not None

    def key(self) -> str:
        """Two that differ in anything have different keys."""
        return f"{self.at} {self.device_id} {self.earlier} {self.panels}" if self != NOW else ""


NOW = Asked()


@dataclass(frozen=True, slots=True)
class Beside:
    """What is drawn, and the earlier session that is drawn behind it."""

    looked: Looked
    asked: Asked = NOW
    ghost: SessionView | None = None

    def key(self) -> str:
        """What of this the drawing depends on, beside the session and the minute."""
        return self.asked.key() + (f" {self.ghost.version}" if self.ghost else "")


def read_asked(data: object) -> Asked:
    """What assets/js/look-back.js put into the store; raises BadInput for anything else."""
    if data is None:
        return NOW
    if not isinstance(data, dict) or not all(
        value is None or isinstance(value, str) for value in map(data.get, KEYS)
    ):
        raise BadInput(
            say("This is not how the chart is asked for the past"),
            field="asked",
            allowed=say("an instant, a device and an earlier session, each as text or left out"),
        )
    at = data.get("at")
    return Asked(
        _instant(at) if at else None, data.get("device") or None, data.get("earlier") or None
    )


def look_for(house: House, actor: Actor, looked: Looked, asked: Asked) -> Beside:
    """Read what is asked for beside what stands."""
    ghost = read_session(house, actor, asked.earlier) if asked.earlier else None
    if ghost is not None and ghost.head.patient.id != looked.view.head.patient.id:
        raise BadInput(
            say("That session is another patient's"),
            field="earlier",
            allowed=say("an earlier session of the same patient"),
        )
    if asked.at is None:
        return Beside(looked, asked, ghost)
    return Beside(look_at(house, actor, looked, asked.at, asked.device_id), asked, ghost)


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        known = at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        known = None
    if known is None:
        raise BadInput(
            say("The instant cannot be read"),
            field="at",
            allowed=say("an instant with its zone, as 2026-11-26T14:20:00Z"),
        )
    return known

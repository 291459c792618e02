"""From the watch and the ladder to the bodies of the interface. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.api.schemas.watch import (
    ClimbShown,
    DutyShown,
    ResponsibleShown,
    WaitingHandoverShown,
    WatchShown,
)
from monitor.clinical.ladder import Climb
from monitor.services.watch_views import Duty, Watch


def show_climbs(found: Sequence[Climb]) -> list[ClimbShown]:
    """Turn the ladder of a session into its body."""
    return [ClimbShown(code=one.alert.code, rung=one.rung.value, since=one.since) for one in found]


def show_watch(found: Watch) -> WatchShown:
    """Turn the watch into its body."""
    return WatchShown(
        chairs=[
            ResponsibleShown(
                chair_id=chair_id, person_id=one.person_id, name=one.name, since=one.since
            )
            for chair_id, one in found.chairs.items()
        ],
        duty=show_duty(found.duty) if found.duty else None,
        coming=[show_duty(one) for one in found.coming],
        emergency_phone=found.emergency_phone,
        handovers=[
            WaitingHandoverShown(
                chair_id=chair_id,
                handover_id=one.handover_id,
                giver=one.giver,
                receiver=one.receiver,
                reason=one.reason,
                signed_at=one.signed_at,
            )
            for chair_id, one in found.handovers.items()
        ],
    )


def show_duty(one: Duty) -> DutyShown:
    """Turn a duty into its body."""
    return DutyShown(
        person_id=one.person_id,
        name=one.name,
        phone=one.phone,
        from_at=one.from_at,
        until_at=one.until_at,
    )

"""When the drug began, whether it still runs, and when it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.clinical.chronicle import Chronicle
from monitor.clinical.protocol import Protocol


@dataclass(frozen=True, slots=True)
class Dosing:
    """The clock's fixed points.

    ``time_zero`` is the first infusion start or dose, as the protocol says; ``ended_at`` the end of
    dosing: the infusion's end or a later dose, or the last dose; None while the infusion runs.
    ``doses`` are all instants at which a dose was given.
    """

    time_zero: datetime | None
    infusion_ended_at: datetime | None
    ended_at: datetime | None
    doses: tuple[datetime, ...]
    running: bool
    paused: bool


def dosing_of(protocol: Protocol, known: Chronicle) -> Dosing:
    """Read the fixed points from what is known."""
    doses = tuple(fact.event.at for fact in known.of("dose_given"))
    infusion_ended_at = known.last_at("infusion_ended")
    time_zero = known.first_at(protocol.time_zero)
    running = protocol.has_infusion and time_zero is not None and infusion_ended_at is None
    return Dosing(
        time_zero=time_zero,
        infusion_ended_at=infusion_ended_at,
        ended_at=_ended_at(protocol, infusion_ended_at, doses),
        doses=doses,
        running=running,
        paused=running and _is_paused(known),
    )


def _ended_at(
    protocol: Protocol, infusion_ended_at: datetime | None, doses: tuple[datetime, ...]
) -> datetime | None:
    if not protocol.has_infusion:
        return doses[-1] if doses else None
    if infusion_ended_at is None:
        return None
    return max((infusion_ended_at, *doses))


def _is_paused(known: Chronicle) -> bool:
    return len(known.of("infusion_paused")) > len(known.of("infusion_resumed"))

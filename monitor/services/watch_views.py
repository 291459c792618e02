"""Who watches over a chair, who is on duty, and who is to be called: the values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Responsible:
    """The nurse who watches over a chair."""

    person_id: str
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Duty:
    """The physician to call, on which number, from when until when."""

    person_id: str
    name: str
    phone: str
    from_at: datetime
    until_at: datetime


@dataclass(frozen=True, slots=True)
class NewDuty:
    """What is asked when a physician is put on duty."""

    person_id: str
    phone: str
    from_at: datetime
    until_at: datetime


@dataclass(frozen=True, slots=True)
class Named:
    """A person by id and name, with the number kept for them."""

    person_id: str
    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class WaitingHandover:
    """A handover of a chair that waits for the second signature."""

    handover_id: str
    giver_id: str
    giver: str
    receiver_id: str
    receiver: str
    reason: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class Watch:
    """The watch now: by chair, the physician on duty, and the number of the last rung.

    ``coming`` are the duties that begin later, ``handovers`` those that wait, by chair.
    """

    chairs: Mapping[str, Responsible] = field(default_factory=dict)
    duty: Duty | None = None
    coming: tuple[Duty, ...] = ()
    emergency_phone: str = ""
    handovers: Mapping[str, WaitingHandover] = field(default_factory=dict)

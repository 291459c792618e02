"""How a session of the demo differs from a quiet one, as data/demo tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Ending:
    """The session ends otherwise than by going home, so many minutes after time zero."""

    to: str
    minute: float
    reason: str


@dataclass(frozen=True, slots=True)
class Dirt:
    """What goes otherwise than planned; minutes are counted from time zero.

    ``late`` names the set that is entered so many minutes after it was taken; ``refuses`` the one
    whose blood pressure the patient refuses; ``mistypes`` the one with a wrong breathing rate, put
    right soon after. ``stops_after`` ends the infusion early, with ``stopped_because`` as a note.
    ``red_flag`` is found at the set of that minute. An urgent alert is called about when ``calls``.
    Where ``alone`` gives a reason nobody is named who takes the patient home, and the physician
    overrides that.
    """

    late: tuple[float, float] | None = None
    refuses: float | None = None
    mistypes: float | None = None
    stops_after: float | None = None
    stopped_because: str = ""
    red_flag: tuple[float, str] | None = None
    calls: bool = False
    alone: str = ""
    ends: Ending | None = None


@dataclass(frozen=True, slots=True)
class OrderTold:
    """What the physician orders in that minute after time zero, in the fields of an order.

    It takes a nurse ``takes_min`` to do what is not measured, or until she closes it with the words
    ``closed_because``; an order to measure that has a condition ends by that.
    """

    minute: float
    fields: Mapping[str, object]
    takes_min: float = 5
    closed_because: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """How this session differs from a quiet one; minutes are counted from time zero."""

    arrives_after: timedelta = timedelta(minutes=4)
    strengths: Mapping[str, float] = field(default_factory=dict)
    systolic_rise: float | None = None
    pause: tuple[float, float] | None = None
    neglect: tuple[float, float] | None = None
    answers_after: timedelta = timedelta(minutes=4)
    signs_after: timedelta = timedelta(minutes=3)
    dirt: Dirt = field(default_factory=Dirt)
    order: OrderTold | None = None


def read_story(told: Mapping[str, Any]) -> Story:
    """The story of a table in data/demo."""
    usual = Story()
    return Story(
        arrives_after=_minutes(told, "arrives_after_min", usual.arrives_after),
        strengths=told.get("strengths", {}),
        systolic_rise=told.get("systolic_rise"),
        pause=_pair(told.get("pause")),
        neglect=_pair(told.get("neglect")),
        answers_after=_minutes(told, "answers_after_min", usual.answers_after),
        signs_after=_minutes(told, "signs_after_min", usual.signs_after),
        dirt=_dirt(told),
        order=OrderTold(**told["order"]) if "order" in told else None,
    )


def _dirt(told: Mapping[str, Any]) -> Dirt:
    flag, ends = told.get("red_flag"), told.get("ends")
    return Dirt(
        late=_pair(told.get("late")),
        refuses=told.get("refuses"),
        mistypes=told.get("mistypes"),
        stops_after=told.get("stops_after"),
        stopped_because=told.get("stopped_because", ""),
        red_flag=(flag[0], flag[1]) if flag else None,
        calls=told.get("calls", False),
        alone=told.get("alone", ""),
        ends=Ending(ends["to"], ends["minute"], ends["reason"]) if ends else None,
    )


def _minutes(told: Mapping[str, Any], key: str, usual: timedelta) -> timedelta:
    return timedelta(minutes=told[key]) if key in told else usual


def _pair(told: Sequence[float] | None) -> tuple[float, float] | None:
    return (told[0], told[1]) if told else None

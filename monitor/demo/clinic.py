"""The demo clinic as it is written in data/demo/clinic.toml: people, patients, the opening."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from monitor.access.roles import Role
from monitor.clinical.protocol import Protocol
from monitor.clinical.state import SessionState
from monitor.demo.planner import planned_state
from monitor.demo.scene import Booking, Guest, Later, Story
from monitor.services.views import NewPerson
from monitor.store.places import data_folder

PROTOCOL = "ketamine-iv"
DOSE_MG_PER_KG = 0.5

# 3 infusions in week 1, 2 in week 2, one a week for 3 weeks, then monthly.
COURSE_DAYS = (0, 2, 4, 7, 10, 14, 21, 28, 56, 84)
LATER_IN_THE_DAY = timedelta(hours=6)
PAST_SESSION_BEFORE = timedelta(minutes=150)
DAYS_SINCE_LAST = 3
DRAWS = 60


@dataclass(frozen=True, slots=True)
class Opening:
    """One chair as the demo opens."""

    chair: str
    guest: Guest
    session_number: int
    began_ago: timedelta
    story: Story
    phase: str
    alert: str | None = None  # an open alert as code:level, or "" for none; None for any


@dataclass(frozen=True, slots=True)
class DemoClinic:
    """Everything the demo starts from."""

    name: str
    zone: str
    people: tuple[NewPerson, ...]
    guests: tuple[Guest, ...]
    openings: tuple[Opening, ...]

    def bookings(self, now: datetime, seed: int, protocol: Protocol) -> tuple[Booking, ...]:
        """The sessions of the past weeks and of this day, as booked by this instant."""
        today = [
            settled(one, seed, one.session_number, now - one.began_ago, protocol)
            for one in self.openings
        ]
        return (*self._past(now, seed), *today)

    def _past(self, now: datetime, seed: int) -> list[Booking]:
        by_guest = {one.guest.identifier: one for one in self.openings}
        past: list[Booking] = []
        for place, guest in enumerate(self.guests):
            one = by_guest.get(guest.identifier)
            chair = one.chair if one else self.openings[place % len(self.openings)].chair
            start = now - PAST_SESSION_BEFORE - (timedelta() if one else LATER_IN_THE_DAY)
            for number, ago in _earlier_days(guest, one):
                past.append(booking(seed, guest, chair, start - ago, number=number))
        return past


def _earlier_days(guest: Guest, opening: Opening | None) -> list[tuple[int, timedelta]]:
    """The earlier sessions of a guest's course, each with how long before today it was."""
    done = opening.session_number - 1 if opening else guest.past_sessions
    today = COURSE_DAYS[done] if opening else COURSE_DAYS[done - 1] + DAYS_SINCE_LAST
    return [(index + 1, timedelta(days=today - COURSE_DAYS[index])) for index in range(done)]


def booking(  # noqa: PLR0913 - a booking has these parts
    seed: int,
    guest: Guest,
    chair: str,
    started_at: datetime,
    *,
    number: int,
    story: Story | None = None,
) -> Booking:
    """A session of this guest; its chance hangs on the seed, the guest and the number alone."""
    dose_mg = round(DOSE_MG_PER_KG * guest.weight_kg, 1)
    key = f"{seed}:{guest.identifier}:{number}"
    return Booking(key, guest, chair, started_at, number, dose_mg, story or Story())


def settled(
    opening: Opening, seed: int, number: int, started_at: datetime, protocol: Protocol
) -> Booking:
    """The booking of an opening, with its chance drawn until the session stands as told."""
    now = started_at + opening.began_ago
    story = opening.story
    plain = booking(seed, opening.guest, opening.chair, started_at, number=number, story=story)
    for draw in range(DRAWS):
        drawn = replace(plain, key=f"{plain.key}:{draw}")
        if _stands(opening, planned_state(drawn, protocol, now)):
            return drawn
    return plain


def _stands(opening: Opening, state: SessionState) -> bool:
    alerts = {f"{alert.code}:{alert.level.value}" for alert in state.open_alerts()}
    if state.phase.value != opening.phase or opening.alert is None:
        return state.phase.value == opening.phase
    return opening.alert in alerts if opening.alert else not alerts


def read_clinic() -> DemoClinic:
    """The clinic of data/demo/clinic.toml, in a checkout or inside the installed package."""
    told = tomllib.loads((data_folder() / "demo" / "clinic.toml").read_text(encoding="utf-8"))
    guests = tuple(_guest(one) for one in told["patient"])
    known = {guest.identifier: guest for guest in guests}
    return DemoClinic(
        name=told["name"],
        zone=told["zone"],
        people=tuple(_person(one) for one in told["person"]),
        guests=guests,
        openings=tuple(_opening(one, known) for one in told["opening"]),
    )


def _guest(told: Mapping[str, Any]) -> Guest:
    born: date = told["birth_date"]
    return Guest(
        identifier=told["identifier"],
        name=told["name"],
        birth_date=born,
        weight_kg=told["weight_kg"],
        hypertensive=told.get("hypertensive", False),
        allergies=told.get("allergies", ""),
        past_sessions=told.get("past_sessions", 0),
        flags=told.get("flags", {}),
        overridden=told.get("overridden", ""),
        later=Later(**told["later"]) if "later" in told else None,
    )


def _person(told: Mapping[str, Any]) -> NewPerson:
    roles = frozenset(Role(role) for role in told["roles"])
    return NewPerson(told["login"], told["name"], roles, told["password"], told["pin"])


def _opening(told: Mapping[str, Any], known: Mapping[str, Guest]) -> Opening:
    usual = Story()
    story = Story(
        arrives_after=_minutes(told, "arrives_after_min", usual.arrives_after),
        strengths=told.get("strengths", {}),
        systolic_rise=told.get("systolic_rise"),
        pause=_pair(told.get("pause")),
        neglect=_pair(told.get("neglect")),
        answers_after=_minutes(told, "answers_after_min", usual.answers_after),
        signs_after=_minutes(told, "signs_after_min", usual.signs_after),
    )
    began_ago = timedelta(minutes=told["began_min_ago"])
    return Opening(
        chair=told["chair"],
        guest=known[told["patient"]],
        session_number=told["session_number"],
        began_ago=began_ago,
        story=story,
        phase=told["phase"],
        alert=told.get("alert"),
    )


def _minutes(told: Mapping[str, Any], key: str, usual: timedelta) -> timedelta:
    return timedelta(minutes=told[key]) if key in told else usual


def _pair(told: Sequence[float] | None) -> tuple[float, float] | None:
    return (told[0], told[1]) if told else None

"""The demo clinic as it is written in data/demo: people, patients, the opening."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from monitor.access.roles import Role
from monitor.clinical.protocol import Protocol
from monitor.clinical.state import SessionState
from monitor.demo.planner import planned_state
from monitor.demo.routes import KETAMINE_IV
from monitor.demo.scene import Booking, BreakTold, CourseTold, Guest, Later
from monitor.demo.stories import Story, read_story
from monitor.services.views import NewPerson
from monitor.store.places import data_folder

# 3 infusions in week 1, 2 in week 2, one a week for 3 weeks, then monthly.
COURSE_DAYS = (0, 2, 4, 7, 10, 14, 21, 28, 56, 84)
Protocols = Mapping[str, Protocol]

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
    breaks: tuple[BreakTold, ...] = ()

    def bookings(self, now: datetime, seed: int, protocols: Protocols) -> tuple[Booking, ...]:
        """The sessions of the past weeks and of this day, as booked by this instant.

        Courses by a schedule are not among them: they are laid out in courses.py.
        """
        today = [
            settled(one, seed, one.session_number, now - one.began_ago, protocols)
            for one in self.openings
        ]
        return (*self._past(now, seed), *today)

    @property
    def walk_ins(self) -> tuple[Guest, ...]:
        """The patients whose sessions follow no schedule: they take any chair that is free."""
        return tuple(guest for guest in self.guests if guest.course is None)

    def _past(self, now: datetime, seed: int) -> list[Booking]:
        by_guest = {one.guest.identifier: one for one in self.openings}
        past: list[Booking] = []
        for place, guest in enumerate(self.walk_ins):
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
    dose_mg = guest.route.dose_mg(guest.weight_kg, number)
    key = f"{seed}:{guest.identifier}:{number}"
    return Booking(key, guest, chair, started_at, number, dose_mg, story or Story())


def settled(
    opening: Opening, seed: int, number: int, started_at: datetime, protocols: Protocols
) -> Booking:
    """The booking of an opening, with its chance drawn until the session stands as told."""
    now = started_at + opening.began_ago
    story, protocol = opening.story, protocols[opening.guest.protocol_id]
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
    """The clinic of data/demo, in a checkout or inside the installed package."""
    told, more = _told("clinic.toml"), _told("courses.toml")
    guests = tuple(_guest(one) for one in (*told["patient"], *more["patient"]))
    known = {guest.identifier: guest for guest in guests}
    return DemoClinic(
        name=told["name"],
        zone=told["zone"],
        people=tuple(_person(one) for one in told["person"]),
        guests=guests,
        openings=tuple(_opening(one, known) for one in told["opening"]),
        breaks=tuple(BreakTold(**one) for one in told["break"]),
    )


def _told(name: str) -> dict[str, Any]:
    return tomllib.loads((data_folder() / "demo" / name).read_text(encoding="utf-8"))


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
        protocol_id=told.get("protocol", KETAMINE_IV),
        burden=told.get("burden", 0.85),
        eases=told.get("eases", 0.08),
        dark=told.get("dark", False),
        course=_course(told["course"]) if "course" in told else None,
    )


def _course(told: Mapping[str, Any]) -> CourseTold:
    """TOML names the places of sessions, and days, as text."""
    at: time = told["at"]
    return CourseTold(
        schedule_id=told["schedule"],
        first_days_ago=told["first_days_ago"],
        at=at,
        indication=told["indication"],
        missed={int(place): why for place, why in told.get("missed", {}).items()},
        moved={int(place): (by[0], by[1]) for place, by in told.get("moved", {}).items()},
        closed=(told["closed"][0], told["closed"][1]) if "closed" in told else None,
        scores={int(days): total for days, total in told.get("scores", {}).items()},
        stories={int(place): read_story(one) for place, one in told.get("stories", {}).items()},
    )


def _person(told: Mapping[str, Any]) -> NewPerson:
    roles = frozenset(Role(role) for role in told["roles"])
    return NewPerson(told["login"], told["name"], roles, told["password"], told["pin"])


def _opening(told: Mapping[str, Any], known: Mapping[str, Guest]) -> Opening:
    began_ago = timedelta(minutes=told["began_min_ago"])
    return Opening(
        chair=told["chair"],
        guest=known[told["patient"]],
        session_number=told["session_number"],
        began_ago=began_ago,
        story=read_story(told),
        phase=told["phase"],
        alert=told.get("alert"),
    )

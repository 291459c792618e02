"""Checks of side effects that nobody made, read from the vital signs; marked as read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from monitor.clinical.event import Event
from monitor.clinical.grading import READ_FROM_VITAL_SIGNS, grades_read
from monitor.clinical.protocol import Protocol


def derived_checks(facts: Iterable[Event], protocol: Protocol) -> tuple[Event, ...]:
    """One check for each set of vital signs that says something about them."""
    known = tuple(facts)
    given = {
        (fact.at, effect)
        for fact in known
        if fact.kind == "side_effects"
        for effect in READ_FROM_VITAL_SIGNS & set(_grades(fact))
    }
    found = []
    for fact in known:
        if fact.kind != "vitals":
            continue
        said = {
            effect: grade
            for effect, grade in grades_read(fact.fields, protocol).items()
            if (fact.at, effect) not in given
        }
        if said:
            found.append(_check(fact, said))
    return tuple(found)


def _grades(fact: Event) -> Mapping[str, object]:
    grades = fact.fields.get("grades")
    return grades if isinstance(grades, Mapping) else {}


def _check(fact: Event, said: dict[str, str]) -> Event:
    fields = {"grades": said}
    return Event("side_effects", fact.at, fact.recorded_at, fields, fact.id, fact.by, fact.position)

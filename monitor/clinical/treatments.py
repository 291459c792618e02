"""Medicines and other interventions of a session, each with what was said of it since. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.clinical.event import Event
from monitor.clinical.running_kinds import DETAILS, EFFECT, INTERVENTION

MEDICATION = "medication"


@dataclass(frozen=True, slots=True)
class Treatment:
    """One medicine or other intervention: its event, its details, and what was seen of its effect.

    ``details`` and ``effects`` are in the order in which they happened; the last one counts.
    """

    event: Event
    details: tuple[Event, ...] = ()
    effects: tuple[Event, ...] = ()

    @property
    def effect(self) -> str | None:
        """What came of it as last said, or None while nobody was asked."""
        return str(self.effects[-1].fields["effect"]) if self.effects else None

    def said(self, field: str) -> object:
        """A field of the latest details that name it, else of the event itself."""
        for one in reversed(self.details):
            if field in one.fields:
                return one.fields[field]
        return self.event.fields.get(field)


def treatments_of(running: Sequence[Event], facts: Sequence[Event]) -> tuple[Treatment, ...]:
    """Every medicine and intervention that counts, in the order given.

    What was entered in error is not among them, and neither is what was said of it.
    """
    given = [event for event in (*facts, *running) if event.kind in (MEDICATION, INTERVENTION)]
    given.sort(key=lambda event: (event.at, event.recorded_at, event.position))
    return tuple(
        Treatment(event, _about(event, DETAILS, running), _about(event, EFFECT, running))
        for event in given
    )


def _about(event: Event, kind: str, running: Sequence[Event]) -> tuple[Event, ...]:
    return tuple(
        one for one in running if one.kind == kind and one.fields.get("target") == event.id
    )

"""Every scale through a session: what each time it was asked or measured came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.clinical.chronicle import chronicle
from monitor.clinical.event import Event
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.scales.derived import scored
from monitor.clinical.scales.news2 import news2
from monitor.clinical.situation import Situation
from monitor.clinical.state import Score
from monitor.clinical.versions import Fact
from monitor.clinical.watching import Watcher
from monitor.clinical.words import SCALE_ITEMS

SEDATION = ("moaas", "rass")
"""Scales of one number, read at the patient."""

PAIN = "pain"
"""The item of MPADSS that asks for pain."""

THROUGH = ("news2", *SEDATION, "aldrete", "mpadss", PAIN, "cadss6", "phq9")


@dataclass(frozen=True, slots=True)
class Scored:
    """One scale at one instant; its total is None where anything of it is missing.

    ``recorded_at`` is when the entry that it was scored for was made.
    """

    at: datetime
    recorded_at: datetime
    score: Score


def scales_through(
    protocol: Protocol, patient: PatientFacts, events: Sequence[Event], now: datetime
) -> Mapping[str, tuple[Scored, ...]]:
    """Every scale that was ever said something of, as known at ``now``, each in order of time.

    NEWS2 is told for every set of vital signs, out of what was current at the set's own instant.
    """
    situation = Watcher(protocol, patient, events).situation_at(now)
    found = {
        "news2": _news2_of_sets(situation),
        **{name: _said(situation, name) for name in SEDATION},
        **{name: _asked(situation, name) for name in SCALE_ITEMS},
        PAIN: _pain(situation),
    }
    return {name: found[name] for name in THROUGH if found[name]}


def _news2_of_sets(situation: Situation) -> tuple[Scored, ...]:
    sets = {fact.at: fact for fact in situation.known.of("vitals")}
    return tuple(
        Scored(at, fact.event.recorded_at, news2(_until(situation, at)))
        for at, fact in sets.items()
    )


def _until(situation: Situation, at: datetime) -> Situation:
    """What is known now of the time up to an instant, with the clock at that instant."""
    facts = [fact for fact in situation.known.facts if fact.at <= at]
    return replace(situation, known=chronicle(facts), now=at, clock=at)


def _said(situation: Situation, name: str) -> tuple[Scored, ...]:
    return tuple(
        Scored(word.at, word.fact.event.recorded_at, _one(name, word.value))
        for word in situation.known.said(name)
    )


def _asked(situation: Situation, name: str) -> tuple[Scored, ...]:
    return tuple(
        Scored(fact.at, fact.event.recorded_at, scored(situation, fact))
        for fact in _entries(situation, name)
    )


def _pain(situation: Situation) -> tuple[Scored, ...]:
    found = []
    for fact in _entries(situation, "mpadss"):
        items = fact.fields["items"]
        assert isinstance(items, Mapping)
        found.append(Scored(fact.at, fact.event.recorded_at, _one(PAIN, items.get(PAIN))))
    return tuple(found)


def _entries(situation: Situation, name: str) -> list[Fact]:
    return [fact for fact in situation.known.of("scale") if fact.fields["name"] == name]


def _one(name: str, value: object) -> Score:
    return Score(value) if isinstance(value, int) else Score(None, (name,))

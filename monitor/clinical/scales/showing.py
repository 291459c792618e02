"""What screens show of the scales: the derived items now, every total, PHQ-9's ninth item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.clinical.event import Event
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.scales.derived import DERIVED, scored
from monitor.clinical.situation import Situation
from monitor.clinical.state import Score, SessionState
from monitor.clinical.versions import Fact
from monitor.clinical.watching import Watcher
from monitor.clinical.words import SCALE_ITEMS

SELF_HARM = "item_9"


@dataclass(frozen=True, slots=True)
class SelfHarmAnswer:
    """What PHQ-9's ninth item said, 0 to 3, and when."""

    score: int
    at: datetime

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to speak with the patient now."""
        return needs_person("phq9", SELF_HARM, self.score)


@dataclass(frozen=True, slots=True)
class Asked:
    """One time a scale was asked, with the score it had at its own instant."""

    name: str
    entry: Event
    score: Score


def needs_person(scale: str, item: str, score: int) -> bool:
    """Whether this answer alone has somebody speak with the patient now, whatever the total.

    PHQ-9's ninth item asks for thoughts of death or self-harm: any answer above 0 does.
    """
    return (scale, item) == ("phq9", SELF_HARM) and score > 0


def self_harm_answer(state: SessionState) -> SelfHarmAnswer | None:
    """The latest answer to PHQ-9's ninth item, however old: it never drops out of sight."""
    for fact in reversed(state.facts):
        if fact.kind == "scale" and fact.fields["name"] == "phq9":
            said = _items(fact).get(SELF_HARM)
            if said is not None:
                return SelfHarmAnswer(said, fact.at)
    return None


def asked_so_far(
    protocol: Protocol, patient: PatientFacts, events: Sequence[Event], now: datetime
) -> tuple[Asked, ...]:
    """Every scale known at ``now``, the latest first, each as its own instant's readings say."""
    if not any(event.kind == "scale" for event in events):
        return ()
    return asked_in(Watcher(protocol, patient, events).situation_at(now))


def asked_in(situation: Situation) -> tuple[Asked, ...]:
    """The same of a situation that is laid out already."""
    found = [
        Asked(str(fact.fields["name"]), fact.event, scored(situation, fact))
        for fact in situation.known.of("scale")
    ]
    return tuple(reversed(found))


def derived_now(
    protocol: Protocol, patient: PatientFacts, events: Sequence[Event], now: datetime, name: str
) -> Score:
    """The derived items of a scale, were it asked now; ``missing`` names what they lack."""
    asked = {item: highest for item, (_, highest) in SCALE_ITEMS[name].items()}
    situation = Watcher(protocol, patient, events).situation_at(now)
    probe = Event("scale", now, now, {"name": name, "items": asked}, "")
    score = scored(situation, Fact(probe, now))
    items = {item: value for item, value in (score.items or {}).items() if item in DERIVED[name]}
    return Score(None, score.missing, items, now)


def _items(entry: Event) -> Mapping[str, int]:
    items = entry.fields["items"]
    return items if isinstance(items, Mapping) else {}

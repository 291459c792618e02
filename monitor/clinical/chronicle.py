"""Everything known of a session, laid out for looking up: by kind, and field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.clinical.versions import Fact
from monitor.clinical.words import CONSCIOUSNESS
from monitor.language.said import say


# Words, pressures and facts are made by the hundred in a fold: to freeze each costs more than to
# make it. They stay inside the core, and nobody changes one.
@dataclass(slots=True)
class Word:
    """One word on one field: its value, or None where it was not measured."""

    at: datetime
    value: object
    fact: Fact

    @property
    def standing(self) -> bool:
        """Whether it was measured standing."""
        return self.fact.event.fields.get("position") == "standing"


@dataclass(slots=True)
class Pressure:
    """One word on the blood pressure; None where it was not measured."""

    at: datetime
    systolic: int | None
    diastolic: int | None
    standing: bool
    fact: Fact

    @property
    def said(self) -> str:
        """The reading as people write it."""
        if self.systolic is None:
            return say("not measured")
        return f"{self.systolic}/{self.diastolic}"


_NOT_READ = frozenset({"position", "not_measured"})


@dataclass(slots=True)
class Chronicle:
    """The facts in the order they happened, by kind, and the words on every field."""

    facts: Sequence[Fact]
    kinds: dict[str, list[Fact]]
    words: dict[str, list[Word]]
    pressures: list[Pressure]

    def of(self, kind: str) -> list[Fact]:
        """The facts of one kind, in the order they happened."""
        return self.kinds.get(kind, [])

    def said(self, name: str) -> list[Word]:
        """The words on one field, in the order they happened."""
        return self.words.get(name, [])

    def first_at(self, kind: str) -> datetime | None:
        """The instant of the first fact of a kind."""
        facts = self.kinds.get(kind)
        return facts[0].event.at if facts else None

    def last_at(self, kind: str) -> datetime | None:
        """The instant of the last fact of a kind."""
        facts = self.kinds.get(kind)
        return facts[-1].event.at if facts else None


def chronicle(facts: Sequence[Fact]) -> Chronicle:
    """Lay out facts that stand in the order they happened."""
    made = Chronicle(facts, defaultdict(list), defaultdict(list), [])
    for fact in facts:
        kind = fact.event.kind
        made.kinds[kind].append(fact)
        reader = _READERS.get(kind)
        if reader is not None:
            reader(made, fact)
    return made


def _add(made: Chronicle, fact: Fact, said: Mapping[str, object]) -> None:
    at, known = fact.event.at, made.words
    for name, value in said.items():
        known[name].append(Word(at, value, fact))


def _vitals(made: Chronicle, fact: Fact) -> None:
    fields, at, known = fact.event.fields, fact.event.at, made.words
    missing = fields.get("not_measured")
    for name, value in fields.items():
        if name not in _NOT_READ:
            known[name].append(Word(at, value, fact))
    if missing is not None:
        assert isinstance(missing, Mapping)
        for name in missing:
            known[name].append(Word(at, None, fact))
    systolic, diastolic = fields.get("systolic_mmhg"), fields.get("diastolic_mmhg")
    if systolic is not None or (
        missing is not None and ("systolic_mmhg" in missing or "diastolic_mmhg" in missing)
    ):
        assert systolic is None or isinstance(systolic, int)
        assert diastolic is None or isinstance(diastolic, int)
        standing = fields.get("position") == "standing"
        made.pressures.append(Pressure(at, systolic, diastolic, standing, fact))


def _side_effects(made: Chronicle, fact: Fact) -> None:
    grades = fact.event.fields["grades"]
    assert isinstance(grades, dict)
    _add(made, fact, grades)


def _consciousness(made: Chronicle, fact: Fact) -> None:
    fields = fact.event.fields
    _add(made, fact, {name: fields[name] for name in CONSCIOUSNESS if name in fields})


def _mobility(made: Chronicle, fact: Fact) -> None:
    made.words["gait"].append(Word(fact.event.at, fact.event.fields["gait"], fact))


def _red_flags(made: Chronicle, fact: Fact) -> None:
    made.words["red_flags"].append(Word(fact.event.at, fact.event.fields["present"], fact))


def _attested(made: Chronicle, fact: Fact) -> None:
    _add(made, fact, fact.event.fields)


_READERS = {
    "vitals": _vitals,
    "side_effects": _side_effects,
    "consciousness": _consciousness,
    "mobility": _mobility,
    "red_flags": _red_flags,
    "attested": _attested,
}

"""Alert limits of side effects, consciousness, red flags and what is attested."""

from __future__ import annotations

from datetime import datetime

from monitor.clinical.alerts.assessment import (
    CAUTION,
    INSIDE,
    URGENT,
    Assessment,
    Assessor,
    assessment,
    higher,
    lower,
    merged,
)
from monitor.clinical.situation import Situation
from monitor.clinical.words import MODERATE, NONE, SEVERE

_BY_GRADE = {MODERATE: CAUTION, SEVERE: URGENT}
_ACVPU = {"V": CAUTION, "P": URGENT, "U": URGENT}


def graded(effect: str) -> Assessor:
    """Make the assessor of a side effect: moderate is a caution, severe is urgent."""

    def assess(situation: Situation) -> list[Assessment]:
        return merged(
            [
                assessment(word.fact, _BY_GRADE.get(str(word.value), INSIDE), word.value)
                for word in situation.known.said(effect)
            ],
            higher,
        )

    return assess


def hallucinations(situation: Situation) -> list[Assessment]:
    """Hallucinations: graded, and any that still last long after the dose are urgent."""
    return _persisting(situation, "hallucinations", _BY_GRADE)


def dissociation(situation: Situation) -> list[Assessment]:
    """Dissociation: expected, so severe is a caution; any lasting long after the dose is urgent."""
    return _persisting(situation, "dissociation", {SEVERE: CAUTION})


def _persisting(situation: Situation, effect: str, levels: dict[str, int]) -> list[Assessment]:
    lasting, zero = (
        situation.protocol.alerts[effect].duration("persisting_from"),
        situation.time_zero,
    )
    found: list[Assessment] = []
    for word in situation.known.said(effect):
        level = levels.get(str(word.value), INSIDE)
        if word.value != NONE and zero is not None and word.at - zero >= lasting:
            level = URGENT
        found.append(assessment(word.fact, level, word.value))
    return merged(found, higher)


def confusion(situation: Situation) -> list[Assessment]:
    """Confusion: graded, and any that began long after the end of dosing is urgent."""
    after, ended_at = (
        situation.protocol.alerts["confusion"].duration("onset_after"),
        situation.dosing.ended_at,
    )
    found: list[Assessment] = []
    onset: datetime | None = None
    for word in situation.known.said("confusion"):
        level = _BY_GRADE.get(str(word.value), INSIDE)
        if word.value == NONE:
            onset = None
        else:
            onset = onset or word.at
            if ended_at is not None and onset - ended_at > after:
                level = URGENT
        found.append(assessment(word.fact, level, word.value))
    return merged(found, higher)


def vomiting(situation: Situation) -> list[Assessment]:
    """Vomiting: any is a caution; severe, or with a patient hard to rouse, is urgent."""
    found = []
    for word in situation.known.said("vomiting"):
        level = INSIDE if word.value == NONE else CAUTION
        if word.value == SEVERE or (level and _is_sedated(situation, word.at)):
            level = URGENT
        found.append(assessment(word.fact, level, word.value))
    return merged(found, higher)


def _is_sedated(situation: Situation, at: datetime) -> bool:
    numbers = situation.protocol.alerts["vomiting"]
    before = [word for word in situation.known.said("moaas") if word.at <= at]
    if not before or at - before[-1].at > numbers.duration("sedated_within"):
        return False
    value = before[-1].value
    return isinstance(value, int) and value <= numbers.number("sedated_moaas_to")


def sedation(situation: Situation) -> list[Assessment]:
    """Sedation, by whichever of MOAA/S, ACVPU, RASS and the grade was used."""
    number = situation.protocol.alerts["sedation"].number
    caution, urgent = number("caution_moaas_to"), number("urgent_moaas_to")
    caution_rass, urgent_rass = number("caution_rass_to"), number("urgent_rass_to")
    said = situation.known.said
    found: list[Assessment] = []
    for word in said("moaas"):
        assert isinstance(word.value, int)
        level = (word.value <= caution) + (word.value <= urgent)
        found.append(assessment(word.fact, level, word.value, word.value))
    for word in said("acvpu"):
        found.append(assessment(word.fact, _ACVPU.get(str(word.value), INSIDE), word.value))
    for word in said("rass"):
        assert isinstance(word.value, int)
        level = (word.value <= caution_rass) + (word.value <= urgent_rass)
        found.append(assessment(word.fact, level, f"RASS {word.value}"))
    for word in said("sedation"):
        found.append(assessment(word.fact, _BY_GRADE.get(str(word.value), INSIDE), word.value))
    return merged(found, lower)


def agitation(situation: Situation) -> list[Assessment]:
    """Agitation by RASS."""
    number = situation.protocol.alerts["agitation"].number
    caution, urgent = number("caution_rass_from"), number("urgent_rass_from")
    found = []
    for word in situation.known.said("rass"):
        assert isinstance(word.value, int)
        level = (word.value >= caution) + (word.value >= urgent)
        found.append(assessment(word.fact, level, word.value, word.value))
    return merged(found, higher)


def red_flag(situation: Situation) -> list[Assessment]:
    """Any red-flag symptom, at any blood pressure. Source: label, crisis symptoms."""
    found = []
    for word in situation.known.said("red_flags"):
        assert isinstance(word.value, tuple)
        flags = frozenset(str(flag) for flag in word.value)
        level = URGENT if flags else INSIDE
        found.append(assessment(word.fact, level, sorted(flags), flags=flags))
    return merged(found, higher)


def emergency(situation: Situation) -> list[Assessment]:
    """What no vital sign can say; never closes."""
    return merged(
        [assessment(fact, URGENT, fact.fields["what"]) for fact in situation.known.of("emergency")],
        higher,
    )


def suicidal_ideation(situation: Situation) -> list[Assessment]:
    """A concern attested about the patient's safety."""
    return merged(
        [
            assessment(word.fact, URGENT if word.value == "concern" else INSIDE, word.value)
            for word in situation.known.said("suicide_safety")
        ],
        higher,
    )

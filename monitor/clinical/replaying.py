"""Plays a case: one answer for each question, and every expectation that does not hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.clinical.answer import Json, answer, instant
from monitor.clinical.casefile import Case
from monitor.clinical.expecting import Mismatch, mismatches
from monitor.clinical.session import evaluate


@dataclass(frozen=True, slots=True)
class Played:
    """The answers of one case in the order asked, and its complaints as (question, mismatch)."""

    answers: tuple[Json, ...]
    complaints: tuple[tuple[int, Mismatch], ...]


def play(case: Case) -> Played:
    """Answer every question of a case with the same code that the screens use."""
    answers: list[Json] = []
    complaints: list[tuple[int, Mismatch]] = []
    for number, ask in enumerate(case.asks, start=1):
        state = evaluate(case.protocol, case.patient, case.events, ask.at)
        answers.append(answer(state, case.title))
        complaints += [(number, wrong) for wrong in mismatches(answers[-1], ask.expect)]
    return Played(tuple(answers), tuple(complaints))


def sentence(name: str, number: int, asked_at: object, wrong: Mismatch) -> str:
    """Name one expectation that does not hold: file, question, key, expected, got."""
    return (
        f"{name}: ask {number} ({asked_at}): {wrong.key}: "
        f"expected {_shown(wrong.expected)}, got {_shown(wrong.got)}"
    )


def _shown(value: object) -> str:
    return str(instant(value)) if isinstance(value, datetime) else repr(value)

"""Eligibility and schedules for docs/clinical-rules.md, out of data/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from monitor.clinical.course import Schedule
from monitor.clinical.eligibility import Questionnaire
from monitor.clinical.protocol import Quantity
from monitor.store.data_files import load_questionnaire, load_schedules
from tools.tables import table

DATA = Path(__file__).parent.parent / "data"
NUMBERS = ("number", "value", "unit", "source")
ASKED = (
    "Asked before a course and, shortened, before every session. Any flag, any question not asked\n"
    "and any answer too old stops the start until a physician overrides it with a reason."
)
PLANS = "A course opened on it is planned by these numbers, and keeps them as they were then."
HOLDS = (
    "No session starts while a reading lies beyond a *hold* limit, was not taken or is too old,\n"
    "until a physician overrides it with a reason. The guide is told, and holds nothing back."
)


def parts() -> Iterator[str]:
    """The questions, the schedules, and where both come from."""
    questions = load_questionnaire(DATA / "vocabulary")
    yield _questions(questions)
    yield table(NUMBERS, [_number(number) for number in questions.quantities])
    yield table(("source", "what it is"), _told(questions.sources))
    for schedule in load_schedules(DATA / "schedules").values():
        yield _schedule(schedule)


def _questions(questions: Questionnaire) -> str:
    rows = [
        (
            f"`{one.id}`",
            one.text,
            ", ".join(sorted(one.flagged_by)),
            " and ".join(one.before),
            "yes" if one.may_be_unchanged else "no",
            one.source,
        )
        for one in questions.questions
    ]
    head = ("question", "words", "flagged by", "asked before each", "may be *unchanged*", "source")
    intro = (
        f"{ASKED}\n"
        f"The words stand in `data/vocabulary/eligibility.toml` (version {questions.version}).\n\n"
    )
    return "## Eligibility\n\n" + intro + table(head, rows)


def _schedule(schedule: Schedule) -> str:
    head = f"## Schedule `{schedule.id}`\n\n{schedule.title}. {PLANS}\n\n"
    numbers = table(NUMBERS, [_number(number) for number in schedule.quantities])
    return head + numbers + "\n" + table(("source", "what it is"), _told(schedule.sources))


def _number(number: Quantity) -> tuple[str, str, str, str]:
    value = number.value
    said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return (f"`{number.path}`", said, number.unit, number.source)


def _told(sources: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(f"`{key}`", text) for key, text in sources.items()]

"""Reads the questions of eligibility: what is asked, which answer flags, where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from monitor.clinical.data_reading import DataFile, Table, WholeNumber
from monitor.clinical.eligibility import ANSWERS, OCCASIONS, UNKNOWN, Question, Questionnaire
from monitor.clinical.fields import shown

_HEAD = ("id", "version", "sources", "validity", "question")
_GROUPS = ("mind", "body", "today")
_QUESTION = (
    "id", "label", "text", "group", "flagged_by", "before", "may_be_unchanged", "source",
)  # fmt: skip
_HOURS = WholeNumber("h", 1, 48)
_DAYS = WholeNumber("d", 1, 366)


def read_questionnaire(text: str, name: str) -> Questionnaire:
    """Read the text of the file; ``name`` is shown in errors (InvalidDataFile)."""
    file = DataFile(name, text)
    file.known(file.whole, _HEAD)
    file.read_sources()
    validity = file.table(file.whole, "validity")
    file.known(validity, ("session_answers", "before_course", "without_session"), "validity.")
    hours = file.number(validity, "session_answers", _HOURS, "validity.")
    days = [
        file.number(validity, key, _DAYS, "validity.")
        for key in ("before_course", "without_session")
    ]
    return Questionnaire(
        id=file.text(file.whole, "id"),
        version=file.whole_number(file.whole, "version"),
        questions=_questions(file),
        session_answers=timedelta(hours=hours),
        before_course=timedelta(days=days[0]),
        without_session=timedelta(days=days[1]),
        quantities=tuple(file.quantities),
        sources=file.sources,
    )


def _questions(file: DataFile) -> tuple[Question, ...]:
    listed = file.whole.get("question")
    if not isinstance(listed, list) or not listed:
        raise file.refuse("question", "there is no question", "tables [[question]]")
    read: dict[str, Question] = {}
    for number, table in enumerate(listed, start=1):
        question = _question(file, table, f"question {number}.")
        if question.id in read:
            raise file.refuse(f"question {number}.id", f"{question.id} stands twice", "another id")
        read[question.id] = question
    return tuple(read.values())


def _question(file: DataFile, table: object, path: str) -> Question:
    if not isinstance(table, Mapping):
        raise file.refuse(path.rstrip("."), "it is no table", "a table [[question]]")
    file.known(table, _QUESTION, path)
    identity = file.text(table, "id", path)
    if not identity.isidentifier():
        raise file.refuse(f"{path}id", f"{shown(identity)} is no id", "letters, digits, _")
    group = file.text(table, "group", path)
    if group not in _GROUPS:
        told = "one of " + ", ".join(_GROUPS)
        raise file.refuse(f"{path}group", f"{shown(group)} is not known", told)
    return Question(
        id=identity,
        label=file.text(table, "label", path),
        text=file.text(table, "text", path),
        group=group,
        flagged_by=_flagging(file, table, path),
        before=file.words(table, "before", OCCASIONS, path),
        may_be_unchanged=file.truth(table, "may_be_unchanged", path),
        source=file.cited(table, path),
    )


def _flagging(file: DataFile, table: Table, path: str) -> frozenset[str]:
    """Which answers flag: ``unknown`` always, and never all three."""
    said = file.words(table, "flagged_by", ANSWERS, path)
    if UNKNOWN not in said or len(said) == len(ANSWERS):
        told = f"{UNKNOWN}, and yes or no"
        raise file.refuse(f"{path}flagged_by", f"{shown(list(said))} is not allowed", told)
    return frozenset(said)
